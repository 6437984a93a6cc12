import { z } from 'zod';
import { type Amount, readAmount } from './amount.ts';
import type { LeadWithDetails } from './lead.ts';
import { type Obstacle, obstacleKeys } from './obstacles.ts';
import { type UpdateStatus, updateStatuses } from './statuses.ts';
import { type Touch, touchKinds, touchOfOneClick, touchOutcomes } from './touch.ts';
import type { UpdateField } from './updateLead.ts';

export const updateFormStatus = 'lead:update-form-status';

/** What the form holds: as typed, so that nothing is lost when it is drawn again. */
export type UpdateDraft = {
  readonly status: UpdateStatus;
  /** `call:no-answer` */
  readonly touch: string | null;
  readonly occurredAt: Date | null;
  readonly obstacle: Obstacle | null;
  readonly evidence: string | null;
  readonly revisitOn: string | null;
  readonly value: string | null;
  readonly nextStepAt: Date | null;
  readonly note: string | null;
};

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

const typed = z.object({ typed: z.object({ value: z.string().nullish() }) });
const chosen = z.object({
  chosen: z.object({ selected_option: z.object({ value: z.string() }).nullish() }),
});
const chosenTime = z.object({ chosen: z.object({ selected_date_time: z.int().nullish() }) });
const chosenDay = z.object({ chosen: z.object({ selected_date: z.iso.date().nullish() }) });
const chosenStatus = z.object({
  [updateFormStatus]: z.object({ selected_option: z.object({ value: z.enum(updateStatuses) }) }),
});

/** What a view's state holds. The touch's block is called after the status that it was drawn for. */
const formState = z
  .record(z.string(), z.unknown())
  .transform((values) =>
    Object.fromEntries(
      Object.entries(values).map(([id, value]) => [id.replace(/^touch:.*/, 'touch'), value]),
    ),
  )
  .pipe(
    z.object({
      status: chosenStatus,
      touch: chosen.optional(),
      occurredAt: chosenTime.optional(),
      obstacle: chosen.optional(),
      evidence: typed.optional(),
      revisitOn: chosenDay.optional(),
      value: typed.optional(),
      nextStepAt: chosenTime.optional(),
      note: typed.optional(),
    }),
  );

/** Reads `view.state.values`. Throws a ZodError where it is not this form's. */
export function readUpdateForm(values: unknown): UpdateDraft {
  const state = formState.parse(values);
  const text = (field: z.infer<typeof typed> | undefined) => field?.typed.value?.trim() || null;
  const option = (field: z.infer<typeof chosen> | undefined) =>
    field?.chosen.selected_option?.value ?? null;
  const time = (field: z.infer<typeof chosenTime> | undefined) =>
    field?.chosen.selected_date_time ? new Date(field.chosen.selected_date_time * 1000) : null;
  return {
    status: state.status[updateFormStatus].selected_option.value,
    touch: option(state.touch),
    occurredAt: time(state.occurredAt),
    obstacle: obstacleKeys.find((key) => key === option(state.obstacle)) ?? null,
    evidence: text(state.evidence),
    revisitOn: state.revisitOn?.chosen.selected_date ?? null,
    value: text(state.value),
    nextStepAt: time(state.nextStepAt),
    note: text(state.note),
  };
}

export function draftTouch({ touch, occurredAt }: UpdateDraft): Touch | null {
  const [kind, outcome] = touch?.split(':') ?? [];
  const knownKind = touchKinds.find((one) => one === kind);
  const knownOutcome = touchOutcomes.find((one) => one === outcome);
  if (!knownKind || !knownOutcome) return null;
  return { kind: knownKind, outcome: knownOutcome, ...(occurredAt ? { occurredAt } : {}) };
}

/** Undefined: it cannot be read; null: nothing was typed. */
export const draftValue = ({ value }: UpdateDraft): Amount | null | undefined =>
  value === null ? null : (readAmount(value) ?? undefined);

/** The verb's sentences beside the form's fields. */
export function fieldErrors(
  errors: Readonly<Partial<Record<UpdateField, string>>>,
  draft: UpdateDraft,
): Record<string, string> {
  const blocks: Partial<Record<UpdateField, string>> = {
    touch: draft.occurredAt ? 'occurredAt' : `touch:${draft.status}`,
    currency: 'value',
  };
  return Object.fromEntries(
    Object.entries(errors).map(([field, error]) => [blocks[field as UpdateField] ?? field, error]), // keys of errors
  );
}
