import type { Lead, LeadWithDetails } from './lead.ts';
import { isClosed } from './statuses.ts';

/** Why two leads cannot be merged. */
export type CannotMerge =
  | 'itself'
  | 'unknown'
  | 'merged'
  | 'held'
  /** The customer of one of them asked not to be contacted, and the other one goes on. */
  | 'do-not-contact'
  /** Leads were merged into both: one of the two would have to become a link of a chain. */
  | 'chain';

export type Mergeable = {
  readonly lead: LeadWithDetails;
  /** Other leads were merged into it. */
  readonly hasMerged: boolean;
};

export type Merging = {
  /** It stays; the other one points to it. */
  readonly parent: LeadWithDetails;
  readonly child: LeadWithDetails;
  /** Whose status, owner and lease it goes on with. */
  readonly standing: 'parent' | 'child';
};

/**
 * What becomes of two leads that are one, whichever is named first. The parent is the one into which
 * others were merged, else the one that was received earlier. It goes on as the one that is open; of
 * two, as the one with the later touch, and without touches as the one that somebody has.
 */
export function planMerge(one: Mergeable, other: Mergeable): Merging | CannotMerge {
  if (one.lead.id === other.lead.id) return 'itself';
  const leads = [one.lead, other.lead];
  if (leads.some(({ status }) => status === 'merged')) return 'merged';
  if (leads.some(({ status }) => status === 'held')) return 'held';
  const isAsked = leads.some(({ doNotContactAt }) => doNotContactAt !== null);
  if (isAsked && leads.some(({ doNotContactAt }) => doNotContactAt === null))
    return 'do-not-contact';
  if (one.hasMerged && other.hasMerged) return 'chain';
  const [parent, child] = [one, other]
    .toSorted((a, b) => Number(b.hasMerged) - Number(a.hasMerged) || isEarlier(a.lead, b.lead))
    .map(({ lead }) => lead) as [LeadWithDetails, LeadWithDetails]; // of two, two
  return { parent, child, standing: goesOn(child, parent) > 0 ? 'child' : 'parent' };
}

const isEarlier = (a: Lead, b: Lead): number =>
  a.receivedAt.getTime() - b.receivedAt.getTime() || a.id - b.id;

/** Positive: rather as `a`. */
function goesOn(a: Lead, b: Lead): number {
  const order = ({ status, lastTouchAt, ownerId, claimedAt }: Lead): number[] => [
    isClosed(status) ? 0 : 1,
    lastTouchAt?.getTime() ?? 0,
    ownerId === null ? 0 : 1,
    claimedAt?.getTime() ?? 0,
  ];
  const [x, y] = [order(a), order(b)];
  return x.map((value, n) => value - (y[n] ?? 0)).find((difference) => difference !== 0) ?? 0;
}

/** What a lead goes on with that takes over another one's standing; its window is opened anew. */
export const standingOfLead = ({
  status,
  statusAt,
  ownerId,
  claimedAt,
  closedAt,
  obstacle,
  revisitOn,
  postponeCount,
  routed,
  routedTo,
}: Pick<Lead, keyof MergedStanding>): MergedStanding => ({
  ...{ status, statusAt, ownerId, claimedAt, closedAt },
  ...{ obstacle, revisitOn, postponeCount, routed, routedTo },
});

export type MergedStanding = Pick<
  Lead,
  | 'status'
  | 'statusAt'
  | 'ownerId'
  | 'claimedAt'
  | 'closedAt'
  | 'obstacle'
  | 'revisitOn'
  | 'postponeCount'
  | 'routed'
  | 'routedTo'
>;

export const cannotMerge: Readonly<Record<CannotMerge, string>> = {
  itself: 'That is this lead. Choose the other one.',
  unknown: 'There is no such lead here. Choose one of the list.',
  merged: 'That lead is merged already. Choose the one that it was merged into.',
  held: 'A lead that is held back cannot be merged. It can be once it has gone out.',
  'do-not-contact':
    'The customer of one of them asked not to be contacted. Record that for the other one, too, or have an admin lift it.',
  chain: 'Other leads were merged into both. Take those of one of them apart first.',
};
