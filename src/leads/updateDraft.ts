import { z } from 'zod';
import { pickedSeconds } from '../slack/inputs.ts';
import { type Amount, readAmount } from './amount.ts';
import type { LeadWithDetails } from './lead.ts';
import { obstacleKeys } from './obstacles.ts';
import { type UpdateStatus, updateStatuses } from './statuses.ts';
import { type Touch, touchKinds, touchOfOneClick, touchOutcomes } from './touch.ts';
import type { UpdateField } from './updateLead.ts';

export const updateFormStatus = 'lead:update-form-status';

const seconds = pickedSeconds.nullable();
const text = z.string().nullable();

/** What the form holds: as typed, so that nothing is lost when it is drawn again. */
export const updateDraft = z.object({
  status: z.enum(updateStatuses),
  /** `call:no-answer` */
  touch: text,
  occurredAt: seconds,
  obstacle: z.enum(obstacleKeys).nullable(),
  evidence: text,
  revisitOn: text,
  value: text,
  nextStepAt: seconds,
  note: text,
});
export type UpdateDraft = z.infer<typeof updateDraft>;

const touchKey = (touch: Touch | null): string | null => touch && `${touch.kind}:${touch.outcome}`;

/** The form as it opens: what is known, and the usual next status of a lead that nobody has tried. */
export function firstDraft(lead: LeadWithDetails): UpdateDraft {
  const status = updateStatuses.find((one) => one === lead.status) ?? 'attempted';
  return {
    status,
    touch: status === lead.status ? null : touchKey(touchOfOneClick(status)),
    occurredAt: null,
    obstacle: lead.obstacle,
    evidence: null,
    revisitOn: lead.revisitOn,
    value: lead.value === null ? null : `${lead.value} ${lead.currency ?? ''}`.trim(),
    nextStepAt: null,
    note: null,
  };
}

/** The draft under another status: a touch that only the old status suggested gives way. */
export function withStatus(draft: UpdateDraft, status: UpdateStatus): UpdateDraft {
  const suggested = draft.touch === null || draft.touch === touchKey(touchOfOneClick(draft.status));
  return { ...draft, status, touch: suggested ? touchKey(touchOfOneClick(status)) : draft.touch };
}

const typed = z
  .object({ typed: z.object({ value: text.optional() }) })
  .transform(({ typed: { value } }) => value?.trim() || null);
const option = z
  .object({ chosen: z.object({ selected_option: z.object({ value: z.string() }).nullish() }) })
  .transform(({ chosen }) => chosen.selected_option?.value ?? null);
const instant = z
  .object({ chosen: z.object({ selected_date_time: seconds.optional() }) })
  .transform(({ chosen }) => chosen.selected_date_time ?? null);
const date = z
  .object({ chosen: z.object({ selected_date: text.optional() }) })
  .transform(({ chosen }) => chosen.selected_date ?? null);
const status = z
  .object({ [updateFormStatus]: z.object({ selected_option: z.object({ value: z.string() }) }) })
  .transform((block) => block[updateFormStatus]?.selected_option.value);

/** What the fields on the screen hold; the others are missing. */
const shownFields = z
  .object({
    status,
    touch: option,
    occurredAt: instant,
    obstacle: option,
    evidence: typed,
    revisitOn: date,
    value: typed,
    nextStepAt: instant,
    note: typed,
  })
  .partial();

/** The touch's block is called after the status that it was drawn for: `touch:attempted`. */
const touchBlock = /^touch:(.*)/;

/**
 * Reads `view.state.values`; a field that the screen does not show is as in `hidden`. Throws a
 * ZodError where it is not this form's.
 */
export function readUpdateForm(values: unknown, hidden: UpdateDraft): UpdateDraft {
  const fields = Object.entries(z.record(z.string(), z.unknown()).parse(values)).map(
    ([id, value]) => [id.replace(touchBlock, 'touch'), value],
  );
  return updateDraft.parse({ ...hidden, ...shownFields.parse(Object.fromEntries(fields)) });
}

export function draftTouch({ touch, occurredAt }: UpdateDraft): Touch | null {
  const [kind, outcome] = touch?.split(':') ?? [];
  const knownKind = touchKinds.find((one) => one === kind);
  const knownOutcome = touchOutcomes.find((one) => one === outcome);
  if (!knownKind || !knownOutcome) return null;
  const when = occurredAt === null ? {} : { occurredAt: toDate(occurredAt) };
  return { kind: knownKind, outcome: knownOutcome, ...when };
}

export const toDate = (epochSeconds: number): Date => new Date(epochSeconds * 1000);

/** Undefined: it cannot be read; null: nothing was typed. */
export const draftValue = ({ value }: UpdateDraft): Amount | null | undefined =>
  value === null ? null : (readAmount(value) ?? undefined);

const notAnAmount = 'Write an amount such as 5000 or 5000 EUR.';
const noTouch = 'Say what it was, or leave its time empty.';

/** What is wrong with what was typed, beside the form's fields, before it is an update at all. */
export function draftErrors(draft: UpdateDraft): Record<string, string> {
  return {
    ...(draftValue(draft) === undefined && { value: notAnAmount }),
    ...(draft.occurredAt !== null && !draft.touch && { [`touch:${draft.status}`]: noTouch }),
  };
}

/** The verb's sentences beside the form's fields. */
export function fieldErrors(
  errors: Readonly<Partial<Record<UpdateField, string>>>,
  draft: UpdateDraft,
): Record<string, string> {
  const blocks: Partial<Record<string, string>> = {
    touch: draft.occurredAt === null ? `touch:${draft.status}` : 'occurredAt',
    currency: 'value',
  };
  return Object.fromEntries(
    Object.entries(errors).map(([field, error]) => [blocks[field] ?? field, error]),
  );
}
