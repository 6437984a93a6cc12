import type { KnownBlock, ModalView } from '@slack/types';
import { z } from 'zod';
import { plainText } from '../slack/blocks.ts';
import { dayAndTime, input, pickedSeconds, typedText } from '../slack/inputs.ts';
import { type Inline, line, richText } from '../slack/richText.ts';
import { leadNumber, type LeadWithDetails } from './lead.ts';
import { titleLine } from './leadWords.ts';

/** The forms with one field each: note, release, postpone. */
export const noteForm = 'lead:note-form';
export const releaseForm = 'lead:release-form';
export const postponeForm = 'lead:postpone-form';

export const shortFormMemory = z.object({ lead: z.int(), version: z.int(), fromHome: z.boolean() });

export type ShortFormOf = {
  readonly lead: LeadWithDetails;
  readonly fromHome: boolean;
  /** What to know before submitting. */
  readonly notice?: readonly Inline[] | undefined;
};

const modal = (
  of: ShortFormOf,
  callbackId: string,
  words: { title: string; submit: string },
  blocks: KnownBlock[],
): ModalView => ({
  type: 'modal',
  callback_id: callbackId,
  private_metadata: JSON.stringify({
    lead: of.lead.id,
    version: of.lead.version,
    fromHome: of.fromHome,
  } satisfies z.infer<typeof shortFormMemory>),
  title: plainText(`${words.title} ${leadNumber(of.lead.id)}`, 24),
  submit: plainText(words.submit, 24),
  close: plainText('Cancel', 24),
  blocks: [
    richText([line(...titleLine(of.lead)), ...(of.notice ? [line(...of.notice)] : [])]),
    ...blocks,
  ],
});

export const drawNoteForm = (of: ShortFormOf, text = ''): ModalView =>
  modal(of, noteForm, { title: 'Note on', submit: 'Save' }, [
    input({
      id: 'text',
      label: 'Note',
      element: typedText({ actionId: 'typed', initial: text, multiline: true }),
    }),
  ]);

export const drawReleaseForm = (of: ShortFormOf, reason = ''): ModalView =>
  modal(of, releaseForm, { title: 'Release', submit: 'Release' }, [
    input({
      id: 'reason',
      label: 'Why you give it back',
      hint: 'Anyone on the channel may claim it then. What you did on it stays on record.',
      element: typedText({ actionId: 'typed', initial: reason, max: 500 }),
    }),
  ]);

export const drawPostponeForm = (of: ShortFormOf, to: Date | null): ModalView =>
  modal(of, postponeForm, { title: 'Postpone', submit: 'Postpone' }, [
    input({ id: 'to', label: 'Until', element: dayAndTime('chosen', to) }),
  ]);

/** What was typed into the field `id`. Throws a ZodError where there is no such field. */
export function readTyped(values: unknown, id: 'text' | 'reason'): string {
  const field = z.object({ typed: z.object({ value: z.string().nullish() }) });
  const fields = z.object({ [id]: field }).parse(values);
  return fields[id]?.typed.value?.trim() ?? '';
}

export const readPostponeForm = (values: unknown): Date =>
  z
    .object({ to: z.object({ chosen: z.object({ selected_date_time: pickedSeconds }) }) })
    .transform(({ to }) => new Date(to.chosen.selected_date_time * 1000))
    .parse(values);

/** A sentence in a modal of its own: where nothing can be whispered. */
export const drawNotice = (title: string, sentence: readonly Inline[]): ModalView => ({
  type: 'modal',
  title: plainText(title, 24),
  close: plainText('Close', 24),
  blocks: [richText([line(...sentence)])],
});
