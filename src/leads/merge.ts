import { type Lead, leadNumber, type LeadWithDetails } from './lead.ts';
import { isClosed } from './statuses.ts';

/** Why two leads cannot be merged. */
export type CannotMerge =
  | 'itself'
  | 'unknown'
  | 'merged'
  | 'held'
  /** The customer of one of them asked not to be contacted, and the other one goes on. */
  | 'do-not-contact'
  | Chain;

/** Leads were merged into both: one of the two would have to become a link of a chain. */
export type Chain = {
  /** It would stay. */
  readonly parent: number;
  readonly child: number;
  /** What was merged into the child, and is to be taken apart first. */
  readonly apart: readonly number[];
};

export type Mergeable = {
  readonly lead: LeadWithDetails;
  /** The leads that were merged into it. */
  readonly merged: readonly number[];
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
  const [first, second] = [one, other].toSorted(
    (a, b) => hasMerged(b) - hasMerged(a) || isEarlier(a.lead, b.lead),
  ) as [Mergeable, Mergeable]; // of two, two
  const [parent, child] = [first.lead, second.lead];
  if (second.merged.length > 0) return { parent: parent.id, child: child.id, apart: second.merged };
  return { parent, child, standing: goesOn(child, parent) > 0 ? 'child' : 'parent' };
}

const hasMerged = ({ merged }: Mergeable): number => Number(merged.length > 0);

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

export const isRefused = (plan: Merging | CannotMerge): plan is CannotMerge =>
  typeof plan === 'string' || 'apart' in plan;

/** Why not, and what to do instead. */
export const cannotMergeWords = (why: CannotMerge): string =>
  typeof why === 'string' ? cannotMerge[why] : chainWords(why);

const cannotMerge: Readonly<Record<Exclude<CannotMerge, Chain>, string>> = {
  itself: 'That is this lead. Choose the other one.',
  unknown: 'There is no such lead here. Choose one of the list.',
  merged: 'That lead is merged already. Choose the one that it was merged into.',
  held: 'A lead that is held back cannot be merged. It can be once it has gone out.',
  'do-not-contact':
    'The customer of one of them asked not to be contacted. Record that for the other one, too, or have an admin lift it.',
};

/** `Other leads were merged into each of the two. Take L-13 apart first, in its details; then merge L-12 and L-13 into L-5, one by one.` */
function chainWords({ parent, child, apart }: Chain): string {
  const several = apart.length > 1;
  const theirs = inWords(apart);
  const all = inWords([child, ...apart]);
  return `Other leads were merged into each of the two. Take ${theirs} apart first, in ${several ? 'their' : 'its'} details; then merge ${all} into ${leadNumber(parent)}, one by one.`;
}

const shown = 8;

function inWords(ids: readonly number[]): string {
  const named = ids.slice(0, shown).map(leadNumber);
  const rest = ids.length - named.length;
  const all = rest > 0 ? [...named, `${rest} more`] : named;
  const last = all.at(-1) ?? '';
  return all.length > 1 ? `${all.slice(0, -1).join(', ')} and ${last}` : last;
}
