import type { KnownBlock, ModalView } from '@slack/types';
import { z } from 'zod';
import { plainText } from '../slack/blocks.ts';
import { dayAndTime, input, typedText } from '../slack/inputs.ts';
import { type Inline, line, richText } from '../slack/richText.ts';
import { due, titleLine } from './leadWords.ts';
import { leadNumber, type LeadWithDetails } from './lead.ts';

/** The forms with one field each: note, release, postpone. */
export const noteForm = 'lead:note-form';
export const releaseForm = 'lead:release-form';
export const postponeForm = 'lead:postpone-form';

export const shortFormMemory = z.object({ lead: z.int(), version: z.int(), fromHome: z.boolean() });
export type ShortFormMemory = z.infer<typeof shortFormMemory>;

type Of = { lead: LeadWithDetails; fromHome: boolean; notice?: readonly Inline[] };

const modal = (
  of: Of,
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
  } satisfies ShortFormMemory),
  title: plainText(`${words.title} ${leadNumber(of.lead.id)}`, 24),
  submit: plainText(words.submit, 24),
  close: plainText('Cancel', 24),
  blocks: [
    richText([line(...titleLine(of.lead)), ...(of.notice ? [line(...of.notice)] : [])]),
    ...blocks,
  ],
});

export const drawNoteForm = (of: Of): ModalView =>
  modal(of, noteForm, { title: 'Note on', submit: 'Save' }, [
    input({
      id: 'text',
      label: 'Note',
      element: typedText({ actionId: 'typed', multiline: true }),
    }),
  ]);

export const drawReleaseForm = (of: Of, reason = ''): ModalView =>
  modal(of, releaseForm, { title: 'Release', submit: 'Release' }, [
    input({
      id: 'reason',
      label: 'Why you give it back',
      hint: 'Anyone on the channel may claim it then. What you did on it stays on record.',
      element: typedText({ actionId: 'typed', initial: reason }),
    }),
  ]);

export const drawPostponeForm = (of: Of, to: Date | null = null, now: Date): ModalView =>
  modal(
    { ...of, notice: of.notice ?? due(of.lead, now) },
    postponeForm,
    { title: 'Postpone', submit: 'Postpone' },
    [
      input({
        id: 'to',
        label: 'Until',
        element: dayAndTime('chosen', to ?? of.lead.followUpDueAt),
      }),
    ],
  );

export const typedIn = (id: string) =>
  z.object({ [id]: z.object({ typed: z.object({ value: z.string().nullish() }) }) });

export const readTyped = (values: unknown, id: string): string =>
  typedIn(id).parse(values)[id]?.typed.value?.trim() ?? '';

export const readPostponeForm = (values: unknown): Date | null => {
  const { to } = z
    .object({ to: z.object({ chosen: z.object({ selected_date_time: z.int().nullish() }) }) })
    .parse(values);
  const seconds = to.chosen.selected_date_time;
  return seconds ? new Date(seconds * 1000) : null;
};

/** A sentence in a modal of its own: where nothing can be whispered. */
export const drawNotice = (title: string, sentence: readonly Inline[]): ModalView => ({
  type: 'modal',
  title: plainText(title, 24),
  close: plainText('Close', 24),
  blocks: [richText([line(...sentence)])],
});
