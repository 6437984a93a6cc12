import type { KnownBlock, ModalView } from '@slack/types';
import { z } from 'zod';
import { plainText } from '../slack/blocks.ts';
import {
  dayAndTime,
  input,
  personSelect,
  pickedSeconds,
  selectSeveral,
  typedText,
} from '../slack/inputs.ts';
import { type Inline, line, mention, plain, richText } from '../slack/richText.ts';
import { leadNumber, type LeadWithDetails } from './lead.ts';
import { titleLine } from './leadWords.ts';
import { codeInWords } from './missingWords.ts';

/** The forms with one field or two: note, release, postpone; for managers, reassign, more time, waive. */
export const noteForm = 'lead:note-form';
export const releaseForm = 'lead:release-form';
export const postponeForm = 'lead:postpone-form';
export const reassignForm = 'lead:reassign-form';
export const moreTimeForm = 'lead:more-time-form';
export const waiveForm = 'lead:waive-form';
export const passForm = 'lead:pass-form';
export const sendBackForm = 'lead:send-back-form';

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

type Reassignment = { readonly to: string; readonly reason: string };
type Offer = { readonly to: string; readonly note: string };
type MoreTime = { readonly until: Date; readonly reason: string };

export const drawPassForm = (of: ShortFormOf, given?: Offer): ModalView =>
  modal(of, passForm, { title: 'Pass', submit: 'Offer' }, [
    input({
      id: 'to',
      label: 'To',
      hint: 'They have an hour of their working time to accept. Until then it stays yours.',
      element: personSelect({
        actionId: 'chosen',
        initial: given?.to ?? null,
        placeholder: 'Choose a colleague',
      }),
    }),
    input({
      id: 'text',
      label: 'Note for them',
      optional: true,
      element: typedText({ actionId: 'typed', initial: given?.note ?? null, max: 500 }),
    }),
  ]);

export function drawReassignForm(of: ShortFormOf, given?: Reassignment): ModalView {
  const { ownerId } = of.lead;
  const verb = ownerId ? 'Reassign' : 'Assign';
  const notice = of.notice ?? (ownerId ? [plain('Now with '), mention(ownerId)] : undefined);
  return modal({ ...of, notice }, reassignForm, { title: verb, submit: verb }, [
    input({
      id: 'to',
      label: 'To',
      hint: 'A rep of its channel. They are told; the window begins anew for them.',
      element: personSelect({
        actionId: 'chosen',
        initial: given?.to ?? null,
        placeholder: 'Choose a rep',
      }),
    }),
    input({
      id: 'reason',
      label: 'Why',
      optional: true,
      element: typedText({ actionId: 'typed', initial: given?.reason ?? null, max: 500 }),
    }),
  ]);
}

export const drawMoreTimeForm = (of: ShortFormOf, given?: MoreTime): ModalView =>
  modal(of, moreTimeForm, { title: 'More time for', submit: 'Give time' }, [
    input({
      id: 'until',
      label: 'Until',
      hint: 'What is overdue stays recorded as late.',
      element: dayAndTime('chosen', given?.until ?? null),
    }),
    input({
      id: 'reason',
      label: 'Why',
      hint: 'The digest prints it with the exception.',
      element: typedText({ actionId: 'typed', initial: given?.reason ?? null, max: 500 }),
    }),
  ]);

type Demand = { readonly fields: readonly string[]; readonly reason: string };

/** `askable`: what can be asked for. */
export const drawSendBackForm = (
  of: ShortFormOf,
  askable: readonly string[],
  given: Demand = { fields: [], reason: '' },
): ModalView =>
  modal(of, sendBackForm, { title: 'Send back', submit: 'Send back' }, [
    input({
      id: 'fields',
      label: 'I can’t work this without',
      hint: 'Its source’s owner is asked for it, once. Until it comes, or their time is over, your clock stands still.',
      element: selectSeveral({
        actionId: 'chosen',
        choices: [...new Set([...askable, ...given.fields])].map((value) => ({
          value,
          label: codeInWords(value),
        })),
        initial: given.fields,
        placeholder: 'Choose what it lacks',
      }),
    }),
    input({
      id: 'reason',
      label: 'Why you need it',
      element: typedText({ actionId: 'typed', initial: given.reason, max: 500 }),
    }),
  ]);

export const readSendBackForm = (values: unknown): Demand =>
  z
    .object({
      fields: z.object({
        chosen: z.object({ selected_options: z.array(z.object({ value: z.string() })) }),
      }),
    })
    .transform(({ fields }) => ({
      fields: fields.chosen.selected_options.map(({ value }) => value),
      reason: readTyped(values, 'reason'),
    }))
    .parse(values);

export const drawWaiveForm = (of: ShortFormOf, given?: MoreTime): ModalView =>
  modal(of, waiveForm, { title: 'Waive', submit: 'Waive' }, [
    input({
      id: 'until',
      label: 'Until',
      hint: 'Nothing is due on it until then; its window begins anew at that time. At most 31 days.',
      element: dayAndTime('chosen', given?.until ?? null),
    }),
    input({
      id: 'reason',
      label: 'Why',
      hint: 'The digest prints it with the exception, until it ends.',
      element: typedText({ actionId: 'typed', initial: given?.reason ?? null, max: 500 }),
    }),
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

export const readReassignForm = (values: unknown): Reassignment =>
  z
    .object({ to: z.object({ chosen: z.object({ selected_user: z.string() }) }) })
    .transform(({ to }) => ({ to: to.chosen.selected_user, reason: readTyped(values, 'reason') }))
    .parse(values);

export const readPassForm = (values: unknown): Offer =>
  z
    .object({ to: z.object({ chosen: z.object({ selected_user: z.string() }) }) })
    .transform(({ to }) => ({ to: to.chosen.selected_user, note: readTyped(values, 'text') }))
    .parse(values);

export const readMoreTimeForm = (values: unknown): MoreTime =>
  z
    .object({ until: z.object({ chosen: z.object({ selected_date_time: pickedSeconds }) }) })
    .transform(({ until }) => ({
      until: new Date(until.chosen.selected_date_time * 1000),
      reason: readTyped(values, 'reason'),
    }))
    .parse(values);

/** A sentence in a modal of its own: where nothing can be whispered. */
export const drawNotice = (title: string, sentence: readonly Inline[]): ModalView => ({
  type: 'modal',
  title: plainText(title, 24),
  close: plainText('Close', 24),
  blocks: [richText([line(...sentence)])],
});
