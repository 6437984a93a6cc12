import type { Context, PersonActor } from '../context.ts';
import { calendarOf } from '../people/calendar.ts';
import { findPerson } from '../people/peopleStore.ts';
import { atLocalTime, localDate } from '../people/zone.ts';
import { type Plan, type Situation, changeLead } from './changeLead.ts';
import { capReached, type Capped, type ClaimLoad, hasClaimCaps } from './claimCaps.ts';
import { claimLoadOf } from './claimLoadStore.ts';
import { newLease, statusDue } from './due.ts';
import type { LeadWithDetails } from './lead.ts';
import { may } from './permissions.ts';
import type { Gone, Refused, Repeated } from './refusal.ts';
import { isClosed } from './statuses.ts';

export type ClaimOutcome =
  | { readonly outcome: 'claimed'; readonly lead: LeadWithDetails }
  | { readonly outcome: 'yours-already'; readonly lead: LeadWithDetails }
  | {
      readonly outcome: 'taken';
      readonly lead: LeadWithDetails;
      readonly by: string;
      readonly since: Date;
    }
  /** They have, or took today, as many as `limits` let one. */
  | ({ readonly outcome: 'capped'; readonly lead: LeadWithDetails } & Capped)
  | Gone
  | Refused
  | Repeated;

/**
 * Makes the person the lead's owner, on a lease, where nobody is: of any number of claimers, at the
 * same time, exactly one. Reps of the channel may. Meets the unclaimed window and opens the window
 * of the first touch, on the claimer's calendar.
 *
 * The caps of `limits` are looked at where they are set, just before. Claims that one makes at the
 * very same moment do not see each other, and may pass a cap together; the next one does not.
 */
export async function claimLead(
  ctx: Context,
  input: { leadId: number; by: PersonActor },
): Promise<ClaimOutcome> {
  const { document } = await ctx.settings.current();
  const load = hasClaimCaps(document) ? await loadOf(ctx, input.by.id) : null;
  return changeLead(ctx, input, (situation) => claim(situation, load));
}

async function loadOf({ db, workspaceId, clock }: Context, id: string): Promise<ClaimLoad | null> {
  const person = await findPerson(db, workspaceId, id);
  if (!person) return null;
  const { timezone } = person;
  const today = atLocalTime(localDate(clock.now(), timezone), '00:00', timezone);
  return claimLoadOf(db, workspaceId, id, today);
}

function claim(
  { lead, actor, roles, settings, now }: Situation,
  load: ClaimLoad | null,
): Plan<ClaimOutcome> | ClaimOutcome {
  const { ownerId, status } = lead;
  if (isClosed(status) || status === 'held' || !actor) return { outcome: 'gone', lead };
  if (ownerId === actor.id) return { outcome: 'yours-already', lead };
  if (ownerId !== null) {
    return { outcome: 'taken', lead, by: ownerId, since: lead.claimedAt ?? lead.statusAt };
  }
  if (!may('claim', roles)) return { outcome: 'not-allowed', lead, why: 'roster' };
  const capped = load && capReached(load, settings.document);
  if (capped) return { outcome: 'capped', lead, ...capped };

  const calendar = calendarOf(actor, settings.document);
  const next = statusDue({ ...lead, status: 'claimed' }, now, settings.document, calendar);
  return {
    change: {
      kind: 'claimed',
      set: {
        status: 'claimed',
        statusAt: now,
        ownerId: actor.id,
        claimedAt: now,
        ...newLease(next, settings.document, calendar),
        postponeCount: 0,
        revisitOn: null,
        routed: null,
        routedTo: null,
      },
      due: { outcome: 'met', next },
    },
    answer: (claimed) => ({ outcome: 'claimed', lead: claimed }),
  };
}
