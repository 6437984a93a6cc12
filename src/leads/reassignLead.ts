import type { Context, PersonActor } from '../context.ts';
import { cleanText } from '../db/cleanText.ts';
import { calendarOf } from '../people/calendar.ts';
import { meetPerson } from '../people/meetPerson.ts';
import { awayAt, type Person } from '../people/person.ts';
import { type Barred, barred, rolesIn } from '../people/roles.ts';
import { nextWorkingTime } from '../people/workingTime.ts';
import { type Plan, type Situation, changeLead } from './changeLead.ts';
import { newLease, statusDue } from './due.ts';
import type { LeadWithDetails } from './lead.ts';
import type { Gone, Refused, Repeated } from './refusal.ts';
import { hasExpiringLease, isClosed } from './statuses.ts';

export type ReassignLead = {
  readonly leadId: number;
  readonly by: PersonActor;
  /** The new owner's id. */
  readonly to: string;
  /** In the manager's words; kept with the lead. */
  readonly reason?: string | null | undefined;
};

/** `roster`: they are not a rep of the lead's channel. */
export type CannotTake = Barred | 'roster' | 'away';

export type ReassignOutcome =
  | {
      readonly outcome: 'reassigned';
      readonly lead: LeadWithDetails;
      readonly before: LeadWithDetails;
    }
  | { readonly outcome: 'theirs-already'; readonly lead: LeadWithDetails; readonly to: string }
  | {
      readonly outcome: 'cannot-take';
      readonly lead: LeadWithDetails;
      readonly to: string;
      readonly why: CannotTake;
    }
  | Gone
  | Refused
  | Repeated;

/**
 * Makes another rep of the channel an open lead's owner, or gives them one that nobody has claimed.
 * Its window is opened anew on their calendar; a claim that ends by itself begins anew. They are told
 * once their work begins. A manager of the channel may, and an admin.
 */
export async function reassignLead(ctx: Context, input: ReassignLead): Promise<ReassignOutcome> {
  const to = await meetPerson(ctx, input.to);
  return changeLead(ctx, input, (situation) => reassign(situation, input, to));
}

function reassign(
  { lead, roles, settings, now }: Situation,
  { to, by, reason }: ReassignLead,
  rep: Person | null,
): Plan<ReassignOutcome> | ReassignOutcome {
  const { document } = settings;
  if (!roles.has('manager') && !roles.has('admin')) {
    return { outcome: 'not-allowed', lead, why: 'manager' };
  }
  if (isClosed(lead.status) || lead.status === 'held') return { outcome: 'gone', lead };
  if (lead.ownerId === to) return { outcome: 'theirs-already', lead, to };
  const why =
    barred(rep) ??
    (rep && !rolesIn(document, rep, lead.channelId).has('rep') ? 'roster' : null) ??
    (rep && awayAt(rep, now) ? 'away' : null);
  if (why || !rep) return { outcome: 'cannot-take', lead, to, why: why ?? 'unknown' };

  const isNew = lead.ownerId === null;
  const status = lead.status === 'new' ? 'claimed' : lead.status;
  const calendar = calendarOf(rep, document);
  const next = statusDue({ ...lead, status }, now, document, calendar);
  const body = cleanText(reason ?? '');
  return {
    change: {
      kind: isNew ? 'assigned' : 'reassigned',
      set: {
        ownerId: to,
        claimedAt: now,
        postponeCount: 0,
        routed: null,
        routedTo: null,
        ...(status !== lead.status && { status, statusAt: now }),
        ...(hasExpiringLease(status) && newLease(next, document, calendar)),
      },
      due: { outcome: isNew ? 'met' : 'cancelled', next },
      data: { to },
      tell: {
        personId: to,
        notBefore: nextWorkingTime(now, calendar) ?? now,
        why: { why: 'reassigned', by: by.id },
      },
      ...(body && { notes: [{ kind: 'reason', body }] }),
    },
    answer: (changed) => ({ outcome: 'reassigned', lead: changed, before: lead }),
  };
}
