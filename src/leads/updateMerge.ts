import { z } from 'zod';
import { readAmount } from './amount.ts';
import type { Lead } from './lead.ts';
import { isClosed, type Status, updateStatuses } from './statuses.ts';
import { asksFor } from './updateAsks.ts';
import { type UpdateDraft, updateDraft, writtenValue } from './updateDraft.ts';

/**
 * What of a lead several people may set, as the form shows it. Touches, notes and evidence only ever
 * add to it. `nextStepAt`: what somebody chose; null where the status's window counts.
 */
export const sharedState = updateDraft
  .pick({ obstacle: true, revisitOn: true, value: true, stage: true, nextStepAt: true })
  .extend({ status: z.custom<Status>((value) => typeof value === 'string') });
export type SharedState = z.infer<typeof sharedState>;
export type SharedField = keyof SharedState;

export const sharedOf = (lead: Lead): SharedState => ({
  status: lead.status,
  obstacle: lead.obstacle,
  revisitOn: lead.revisitOn,
  value: writtenValue(lead),
  stage: lead.stage,
  nextStepAt:
    lead.followUpDueAt && (lead.dueRule === 'own-date' || lead.dueRule === 'postponed')
      ? Math.floor(lead.followUpDueAt.getTime() / 1000)
      : null,
});

export type UpdateMerge = {
  readonly draft: UpdateDraft;
  /** Somebody else changed these, and whoever has the form open did not. */
  readonly taken: readonly SharedField[];
  /** Both did, each in their own way: the draft holds what was typed. */
  readonly conflicts: readonly SharedField[];
  /** Nothing has to be asked. */
  readonly isClear: boolean;
};

/**
 * What somebody typed into a form that was opened on `base`, where others have made `theirs` of the
 * lead meanwhile. What only one side changed is kept; merging the result again changes nothing.
 */
export function mergeUpdate(
  base: SharedState,
  theirs: SharedState,
  mine: UpdateDraft,
): UpdateMerge {
  const sides = { base, theirs, mine };
  const statusChange = changeOf(sides, 'status');
  const settable = updateStatuses.find((one) => one === theirs.status);
  const status = statusChange === 'taken' && settable ? settable : mine.status;
  const changes = fields.map((field) => [field, changeOf(sides, field)] as const);
  const taken = changes.flatMap(([field, change]) => (change === 'taken' ? [field] : []));
  const asked = asksFor(status);
  const conflicts = changes.flatMap(([field, change]) =>
    change === 'conflict' && asked[field] ? [field] : [],
  );
  const statusStays = statusChange === 'same' || status !== mine.status;
  return {
    draft: { ...mine, ...Object.fromEntries(taken.map((one) => [one, theirs[one]])), status },
    taken: [
      ...(status === mine.status ? [] : (['status'] as const)),
      ...taken.filter((field) => asked[field]),
    ],
    conflicts: [...(statusStays ? [] : (['status'] as const)), ...conflicts],
    // Nobody goes on with what somebody else has closed without having seen it.
    isClear: statusStays && conflicts.length === 0 && (status === mine.status || !isClosed(status)),
  };
}

const fields = ['obstacle', 'revisitOn', 'value', 'stage', 'nextStepAt'] as const;
type Sides = { base: SharedState; theirs: SharedState; mine: UpdateDraft };

function changeOf(
  { base, theirs, mine }: Sides,
  field: SharedField,
): 'same' | 'taken' | 'conflict' {
  const is = theirs[field];
  if (isSame(field, is, base[field]) || isSame(field, is, mine[field])) return 'same';
  if (field === 'nextStepAt') {
    // It is not prefilled. Left empty, it is what the form said: the window of the status.
    if (is === null) return 'same';
    if (mine.nextStepAt !== null) return 'conflict';
    return mine.status === base.status ? 'taken' : 'same';
  }
  const asserted = field === 'stage' && mine.stageHow !== null;
  return isSame(field, mine[field], base[field]) && !asserted ? 'taken' : 'conflict';
}

type Value = SharedState[SharedField];
const isSame = (field: SharedField, one: Value, other: Value): boolean =>
  one === other || (field === 'value' && amountOf(one) === amountOf(other));

/** `5,000 EUR` is `5000 EUR`; what is no amount is itself. */
function amountOf(value: Value): Value {
  const amount = typeof value === 'string' ? readAmount(value) : null;
  return amount ? `${amount.value} ${amount.currency ?? ''}` : value;
}
