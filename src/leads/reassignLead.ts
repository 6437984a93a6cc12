import type { Context, PersonActor } from '../context.ts';
import { cleanText } from '../db/cleanText.ts';
import { meetPerson } from '../people/meetPerson.ts';
import type { Person } from '../people/person.ts';
import { type Plan, type Situation, changeLead } from './changeLead.ts';
import { type CannotTake, handOver, tellRep, whyCannotTake } from './handOver.ts';
import type { LeadWithDetails } from './lead.ts';
import { may } from './permissions.ts';
import type { Changed, Gone, Refused, Repeated } from './refusal.ts';
import { isClosed } from './statuses.ts';

export type ReassignLead = {
  readonly leadId: number;
  readonly by: PersonActor;
  /** The new owner's id. */
  readonly to: string;
  /** In the manager's words; kept with the lead. */
  readonly reason?: string | null | undefined;
  readonly expectedVersion?: number | undefined;
};

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
  | Changed
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
  { to, by, reason, expectedVersion }: ReassignLead,
  rep: Person | null,
): Plan<ReassignOutcome> | ReassignOutcome {
  const { document } = settings;
  if (!may('reassign', roles)) {
    return { outcome: 'not-allowed', lead, why: 'manager' };
  }
  if (isClosed(lead.status) || lead.status === 'held') return { outcome: 'gone', lead };
  if (expectedVersion !== undefined && expectedVersion !== lead.version) {
    return { outcome: 'changed', lead };
  }
  if (lead.ownerId === to) return { outcome: 'theirs-already', lead, to };
  const why = whyCannotTake(lead, rep, document, now);
  if (why || !rep) return { outcome: 'cannot-take', lead, to, why: why ?? 'unknown' };

  const body = cleanText(reason ?? '');
  return {
    change: {
      kind: lead.ownerId === null ? 'assigned' : 'reassigned',
      undoable: true,
      ...handOver(lead, rep, document, now),
      tell: tellRep(rep, { why: 'reassigned', by: by.id }, document, now),
      ...(body && { notes: [{ kind: 'reason', body }] }),
    },
    answer: (changed) => ({ outcome: 'reassigned', lead: changed, before: lead }),
  };
}
