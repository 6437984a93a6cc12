import { z } from 'zod';
import { cleanText } from '../db/cleanText.ts';
import { pickedSeconds } from '../slack/inputs.ts';
import type { SeveralOrder } from '../leads/several.ts';
import { updateStatuses } from '../leads/statuses.ts';
import { touchOfOneClick } from '../leads/touch.ts';
import {
  draftTouch,
  readFieldsForSeveral,
  toDate,
  touchKey,
  type UpdateDraft,
  updateDraft,
} from '../leads/updateDraft.ts';

/** What can be done with several leads at once, in the order in which it is offered. A deal is won alone. */
export const severalActs = [
  'postpone',
  ...updateStatuses.filter((status) => status !== 'won'),
  'release',
  'pass',
] as const;
export type SeveralAct = (typeof severalActs)[number];

/** What the form holds beside the leads: as typed, so that nothing is lost when it is drawn again. */
export const severalDraft = updateDraft
  .pick({
    touch: true,
    occurredAt: true,
    obstacle: true,
    evidence: true,
    revisitOn: true,
    nextStepAt: true,
    note: true,
  })
  .extend({
    act: z.enum(severalActs).nullable(),
    until: pickedSeconds.nullable(),
    to: z.string().nullable(),
  });
export type SeveralDraft = z.infer<typeof severalDraft>;

export const emptyDraft: SeveralDraft = {
  act: null,
  touch: null,
  occurredAt: null,
  obstacle: null,
  evidence: null,
  revisitOn: null,
  nextStepAt: null,
  note: null,
  until: null,
  to: null,
};

export const severalAct = 'lead:several-act';

const ownFields = z
  .object({
    act: z
      .object({
        [severalAct]: z.object({ selected_option: z.object({ value: z.string() }).nullish() }),
      })
      .transform((block) => block[severalAct]?.selected_option?.value ?? null),
    until: z
      .object({ chosen: z.object({ selected_date_time: pickedSeconds.nullish() }) })
      .transform(({ chosen }) => chosen.selected_date_time ?? null),
    to: z
      .object({ chosen: z.object({ selected_user: z.string().nullish() }) })
      .transform(({ chosen }) => chosen.selected_user ?? null),
  })
  .partial();

/** Reads `view.state.values`; a field that the screen does not show is as in `hidden`. Throws a ZodError where it is not this form's. */
export const readSeveralDraft = (values: unknown, hidden: SeveralDraft): SeveralDraft =>
  severalDraft.parse({ ...hidden, ...readFieldsForSeveral(values), ...ownFields.parse(values) });

/** The draft after `before` was to be done: a touch that only that suggested gives way. */
export function withAct(draft: SeveralDraft, before: SeveralAct | null): SeveralDraft {
  if (draft.act === before) return draft;
  const suggested = draft.touch === null || draft.touch === touchOf(before);
  return { ...draft, touch: suggested ? touchOf(draft.act) : draft.touch };
}

function touchOf(act: SeveralAct | null): string | null {
  const status = updateStatuses.find((one) => one === act);
  return status ? touchKey(touchOfOneClick(status)) : null;
}

/** What is each lead's own. */
const ownOfEach = { value: null, stage: null, stageHow: null, stageAt: null };

/** The draft of an update, where what is to be done is one. */
export function asUpdate(draft: SeveralDraft): UpdateDraft | null {
  const status = updateStatuses.find((one) => one === draft.act);
  return status ? updateDraft.parse({ ...ownOfEach, ...draft, status }) : null;
}

/** Null: something that it takes is missing. */
export function orderOf(draft: SeveralDraft): SeveralOrder | null {
  const { act, until, to } = draft;
  const note = cleanText(draft.note ?? '');
  if (act === 'postpone') return until === null ? null : { act, to: toDate(until) };
  if (act === 'release') return note === '' ? null : { act, reason: note };
  if (act === 'pass') return to === null ? null : { act, to, note };
  const update = asUpdate(draft);
  if (!update) return null;
  const { status, obstacle, evidence, revisitOn, nextStepAt } = update;
  const fields = {
    ...{ status, obstacle, evidence, revisitOn, note },
    touch: draftTouch(update),
    nextStepAt: nextStepAt === null ? null : toDate(nextStepAt),
  };
  return { act: 'update', fields };
}
