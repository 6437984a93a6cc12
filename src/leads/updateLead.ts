import type { Context, PersonActor } from '../context.ts';
import { type Plan, type Situation, changeLead } from './changeLead.ts';
import type { LeadWithDetails } from './lead.ts';
import { makeUp } from './makeUp.ts';
import type { Obstacle } from './obstacles.ts';
import { calendarFor, ownersOnly } from './ownersOnly.ts';
import type { Changed, Gone, Invalid, NotOwner, Refused, Repeated } from './refusal.ts';
import type { ConfirmedStage } from './stages.ts';
import type { UpdateStatus } from './statuses.ts';
import { isBad } from './timeLost.ts';
import type { Touch } from './touch.ts';
import { reopenableUntil, updateChange, updateErrors } from './update.ts';

export type UpdateLead = UpdateFields & {
  readonly leadId: number;
  readonly by: PersonActor;
  /** The version that a form showed; left out: whatever it is now. */
  readonly expectedVersion?: number | undefined;
};

/** What an update says, of whichever lead. */
export type UpdateFields = {
  readonly status: UpdateStatus;
  readonly touch?: Touch | null | undefined;
  /** Lost and disqualified need it; elsewhere it is ignored. */
  readonly obstacle?: Obstacle | null | undefined;
  /** Disqualified needs it; elsewhere it is ignored. */
  readonly evidence?: string | null | undefined;
  /** Nurture needs it: a local date of the owner's, YYYY-MM-DD. Elsewhere it is ignored. */
  readonly revisitOn?: string | null | undefined;
  /** The rep's own date for the next step, instead of the status's window. Ignored where the status closes the lead, and for nurture. */
  readonly nextStepAt?: Date | null | undefined;
  readonly note?: string | null | undefined;
  /** Any status may set it. Left out or null: stays as it is. */
  readonly value?: number | null | undefined;
  /** Of `value`; left out: the lead's own, else the workspace's. */
  readonly currency?: string | null | undefined;
  /** Confirms or corrects the customer's stage. Left out or null: it stays as it is. */
  readonly stage?: ConfirmedStage | null | undefined;
};

export type UpdateField =
  | 'touch'
  | 'obstacle'
  | 'evidence'
  | 'revisitOn'
  | 'nextStepAt'
  | 'note'
  | 'value'
  | 'currency'
  | 'stageAt';

export type UpdateOutcome =
  /** `before` is the lead as it was: its status, its due instant. */
  | {
      readonly outcome: 'updated';
      readonly lead: LeadWithDetails;
      readonly before: LeadWithDetails;
    }
  | Invalid<UpdateField>
  /** A closed lead whose owner's time to reopen it, until then, is over; a manager still may. */
  | { readonly outcome: 'reopen-too-late'; readonly lead: LeadWithDetails; readonly until: Date }
  | Changed
  | NotOwner
  | Gone
  | Refused
  | Repeated;

/**
 * Says where the work stands. The owner may, their stand-in while they are away, and a manager of the
 * channel. Any open status may
 * follow any other; an update of a closed lead reopens it (or corrects how it was closed) within
 * `limits.reopenDays` for its owner, at any time for a manager. Meets the due instant and sets the
 * next one; a touch renews the lease.
 */
export async function updateLead(ctx: Context, input: UpdateLead): Promise<UpdateOutcome> {
  const answer = await changeLead(ctx, input, (situation) => update(situation, input));
  if (answer.outcome === 'updated' && isBad(answer.lead)) {
    await makeUp(ctx).catch((err: unknown) => {
      ctx.log.error({ err }, 'lost time could not be made up for; the next minute tries again');
    });
  }
  return answer;
}

function update(situation: Situation, input: UpdateLead): Plan<UpdateOutcome> | UpdateOutcome {
  const { lead, actor, owner, now, roles, settings } = situation;
  const refusal = ownersOnly(situation, input.expectedVersion);
  if (refusal) return refusal;
  const until = lead.closedAt && reopenableUntil(lead.closedAt, settings.document);
  if (until && until < now && !roles.has('manager')) {
    return { outcome: 'reopen-too-late', lead, until };
  }
  const calendar = calendarFor(situation);
  const errors = updateErrors(input, { lead, now, settings: settings.document, calendar });
  if (Object.keys(errors).length > 0) return { outcome: 'invalid', lead, errors };
  return {
    change: {
      ...updateChange(input, { lead, now, settings: settings.document, calendar }),
      caughtUp: Boolean(input.touch && owner && owner.id === actor?.id && owner.leasesEnded > 0),
    },
    answer: (updated) => ({ outcome: 'updated', lead: updated, before: lead }),
  };
}
