import type { Actor, Context } from '../context.ts';
import { cleanText } from '../db/cleanText.ts';
import { channelCalendar } from '../people/calendar.ts';
import { type Plan, type Situation, changeLead } from './changeLead.ts';
import { unclaimedDue } from './due.ts';
import type { LeadWithDetails } from './lead.ts';
import { ownersOnly } from './ownersOnly.ts';
import { inPool } from './pool.ts';
import type { Changed, Gone, Invalid, NotOwner, Refused, Repeated } from './refusal.ts';
import { isClosed } from './statuses.ts';

export type ReleaseLead = {
  readonly leadId: number;
  readonly by: Actor;
  /** Why, in the person's words. */
  readonly reason: string;
  readonly expectedVersion?: number | undefined;
};

export type ReleaseOutcome =
  | {
      readonly outcome: 'released';
      readonly lead: LeadWithDetails;
      readonly before: LeadWithDetails;
    }
  | Invalid<'reason'>
  | Changed
  | NotOwner
  | Gone
  | Refused
  | Repeated;

/**
 * Gives an open lead back to the pool: status `new`, no owner, touches kept, the same card claimable
 * again, the unclaimed window begun anew. The owner may, their stand-in while they are away, a manager
 * of the channel, and the app.
 */
export function releaseLead(ctx: Context, input: ReleaseLead): Promise<ReleaseOutcome> {
  return changeLead(ctx, input, (situation) => release(situation, input));
}

function release(
  situation: Situation,
  { reason, expectedVersion }: ReleaseLead,
): Plan<ReleaseOutcome> | ReleaseOutcome {
  const { lead, hasCard, now, settings } = situation;
  const refusal = ownersOnly(situation, expectedVersion, 'release');
  if (refusal) return refusal;
  if (isClosed(lead.status)) return { outcome: 'gone', lead };
  const body = cleanText(reason);
  if (!body) return { outcome: 'invalid', lead, errors: { reason: 'Say in a few words why.' } };

  const { document } = settings;
  const isPosted = hasCard && lead.postedAt !== null;
  const calendar = channelCalendar(lead.channelId, document);
  return {
    change: {
      kind: 'released',
      undoable: situation.by.kind === 'person',
      set: inPool(now),
      // Where no card is before reps, the window opens when one is.
      due: {
        outcome: 'cancelled',
        next: isPosted ? unclaimedDue(lead, now, document, calendar) : null,
      },
      notes: [{ kind: 'reason', body }],
      newCard: !hasCard,
    },
    answer: (released) => ({ outcome: 'released', lead: released, before: lead }),
  };
}
