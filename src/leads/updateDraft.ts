import { z } from 'zod';
import { dayNumber, isoDate } from '../people/zone.ts';
import { pickedSeconds } from '../slack/inputs.ts';
import { type Amount, readAmount } from './amount.ts';
import { gradeKeys, poorReasonKeys } from './grade.ts';
import type { Lead } from './lead.ts';
import { obstacleKeys } from './obstacles.ts';
import { type ConfirmedStage, type Stage, stageKeys, stageWays } from './stages.ts';
import { type UpdateStatus, updateStatuses } from './statuses.ts';
import { type Touch, touchKinds, touchOfOneClick, touchOutcomes } from './touch.ts';
import { asksFor } from './updateAsks.ts';
import type { UpdateField } from './updateLead.ts';

export const updateFormStatus = 'lead:update-form-status';
export const updateFormObstacle = 'lead:update-form-obstacle';
export const updateFormGrade = 'lead:update-form-grade';

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
  stage: z.enum(stageKeys).nullable(),
  stageHow: z.enum(stageWays).nullable(),
  stageAt: seconds,
  nextStepAt: seconds,
  note: text,
  // Left out in forms that an older release drew.
  grade: z.enum(gradeKeys).nullable().default(null),
  reasons: z.array(z.enum(poorReasonKeys)).default([]),
});
export type UpdateDraft = z.infer<typeof updateDraft>;

export const touchKey = (touch: Touch | null): string | null =>
  touch && `${touch.kind}:${touch.outcome}`;

/** The form as it opens: what is known, and the usual next status of a lead that nobody has tried. */
export function firstDraft(lead: Lead): UpdateDraft {
  const status = updateStatuses.find((one) => one === lead.status) ?? 'attempted';
  return {
    status,
    touch: status === lead.status ? null : touchKey(touchOfOneClick(status)),
    occurredAt: null,
    obstacle: lead.obstacle,
    evidence: null,
    revisitOn: lead.revisitOn,
    value: writtenValue(lead),
    stage: lead.stage,
    stageHow: null,
    stageAt: null,
    nextStepAt: null,
    note: null,
    grade: null,
    reasons: [],
  };
}

/** As the form shows it: `5000 EUR`. */
export const writtenValue = ({ value, currency }: Pick<Lead, 'value' | 'currency'>) =>
  value === null ? null : `${value} ${currency ?? ''}`.trim();

/** The draft under another status: a touch that only the old status suggested gives way. */
export function withStatus(draft: UpdateDraft, status: UpdateStatus): UpdateDraft {
  const suggested = draft.touch === null || draft.touch === touchKey(touchOfOneClick(draft.status));
  return { ...draft, status, touch: suggested ? touchKey(touchOfOneClick(status)) : draft.touch };
}

const typed = z
  .object({ typed: z.object({ value: text.optional() }) })
  .transform(({ typed: { value } }) => value?.trim() || null);
const chosenOption = z.object({ selected_option: z.object({ value: z.string() }).nullish() });
const option = z
  .object({ chosen: chosenOption })
  .transform(({ chosen }) => chosen.selected_option?.value ?? null);
const obstacle = z
  .union([
    z.object({ chosen: chosenOption }).transform(({ chosen }) => chosen),
    z
      .object({ [updateFormObstacle]: chosenOption })
      .transform((block) => block[updateFormObstacle]),
  ])
  .transform((block) => block?.selected_option?.value ?? null);
const instant = z
  .object({ chosen: z.object({ selected_date_time: seconds.optional() }) })
  .transform(({ chosen }) => chosen.selected_date_time ?? null);
const date = z
  .object({ chosen: z.object({ selected_date: text.optional() }) })
  .transform(({ chosen }) => chosen.selected_date ?? null);
const radio = z
  .object({ [updateFormGrade]: chosenOption })
  .transform((block) => block[updateFormGrade]?.selected_option?.value ?? null);
const ticked = z
  .object({ chosen: z.object({ selected_options: z.array(z.object({ value: z.string() })) }) })
  .transform(({ chosen }) => chosen.selected_options.map(({ value }) => value));
const status = z
  .object({ [updateFormStatus]: z.object({ selected_option: z.object({ value: z.string() }) }) })
  .transform((block) => block[updateFormStatus]?.selected_option.value);

/** The draft as a lead for later: to come back to in three months, where no day was chosen. */
export const asNurture = (draft: UpdateDraft, today: string): UpdateDraft => ({
  ...withStatus(draft, 'nurture'),
  revisitOn: draft.revisitOn ?? isoDate(dayNumber(today) + 91),
});

/** What the fields hold that are the same for several leads; those not on the screen are missing. */
const fieldsForSeveral = z
  .object({
    touch: option,
    occurredAt: instant,
    obstacle,
    evidence: typed,
    revisitOn: date,
    nextStepAt: instant,
    note: typed,
  })
  .partial();
const shownFields = fieldsForSeveral.extend({
  status: status.optional(),
  value: typed.optional(),
  stage: option.optional(),
  stageHow: option.optional(),
  stageAt: instant.optional(),
  grade: radio.optional(),
  reasons: ticked.optional(),
});

/**
 * Slack keeps what a block shows as long as its id stays, so one that is to show something else has
 * another: `touch:attempted`, `value:7`.
 */
const drawnFor = /:.*/;

/**
 * Reads `view.state.values`; a field that the screen does not show is as in `hidden`. Throws a
 * ZodError where it is not this form's.
 */
export const readUpdateForm = (values: unknown, hidden: UpdateDraft): UpdateDraft =>
  updateDraft.parse({ ...hidden, ...shownFields.parse(byField(values)) });

/** The same of a form for several leads, as far as that is an update. */
export const readFieldsForSeveral = (values: unknown): z.infer<typeof fieldsForSeveral> =>
  fieldsForSeveral.parse(byField(values));

const byField = (values: unknown): Record<string, unknown> =>
  Object.fromEntries(
    Object.entries(z.record(z.string(), z.unknown()).parse(values)).map(([id, value]) => [
      id.replace(drawnFor, ''),
      value,
    ]),
  );

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

/** What the draft says of the customer's stage, where the form asks and they confirmed it. */
export function draftStage({
  status,
  stage,
  stageHow,
  stageAt,
}: UpdateDraft): ConfirmedStage | null {
  if (!asksFor(status).stage || !stage || !stageHow) return null;
  return { stage, how: stageHow, ...(stageAt === null ? {} : { confirmedAt: toDate(stageAt) }) };
}

const sentences = {
  value: 'Write an amount such as 5000 or 5000 EUR.',
  touch: 'Say what it was, or leave its time empty.',
  stage: 'Choose where they are, or leave empty how they said so.',
  how: 'Choose how the customer said so.',
  reasons: 'Choose at least one reason.',
} as const;

/**
 * What is wrong with what was typed, beside the form's fields, before it is an update at all.
 * `stage`: the one that the form was opened with, which needs no confirmation.
 */
export function draftErrors(
  draft: UpdateDraft,
  stage: Stage | null = null,
): Record<string, string> {
  const asked = asksFor(draft.status).stage;
  const said = draft.stageHow !== null || draft.stageAt !== null;
  const { touch, ...wrong } = {
    value: draftValue(draft) === undefined,
    touch: draft.occurredAt !== null && !draft.touch,
    stage: asked && said && !draft.stage,
    reasons: asksFor(draft.status).grade && draft.grade === 'poor' && draft.reasons.length === 0,
    stageHow:
      asked &&
      !draft.stageHow &&
      ((draft.stage !== null && draft.stage !== stage) || draft.stageAt !== null),
  };
  return {
    ...(wrong.value && { value: sentences.value }),
    ...(touch && { [`touch:${draft.status}`]: sentences.touch }),
    ...(wrong.reasons && { reasons: sentences.reasons }),
    ...(wrong.stage && { stage: sentences.stage }),
    ...(wrong.stageHow && !wrong.stage && { stageHow: sentences.how }),
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
