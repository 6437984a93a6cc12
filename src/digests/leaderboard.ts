import type { Compliance } from '../leads/compliance.ts';

/** A rep's week, and their own four weeks before it. */
export type RepWeeks = {
  readonly personId: string;
  readonly week: Pick<Compliance, 'due' | 'onTime'>;
  readonly before: Pick<Compliance, 'due' | 'onTime'>;
};

export type Placed = RepWeeks & { readonly place: number };

export type Leaderboard = {
  /** Places 1 to 3 by share on time. */
  readonly top: readonly Placed[];
  /** Who gained most against their own weeks; several where they gained the same. */
  readonly improved: readonly RepWeeks[];
};

/** Fewer due updates than these say too little of a week, or of the weeks before it. */
export const leastUpdates = 10;

const share = ({ due, onTime }: RepWeeks['week']): number => (due === 0 ? 0 : onTime / due);
/** Rounded, so that equal gains are equal however they come about. */
const gain = ({ week, before }: RepWeeks): number =>
  Math.round(10_000 * (share(week) - share(before)));

/**
 * Only reps with enough due updates are compared. The best three places are named, but never who would
 * be last of those compared. Null: nobody can be named.
 */
export function rank(reps: readonly RepWeeks[]): Leaderboard | null {
  const compared = reps
    .filter(({ week }) => week.due >= leastUpdates)
    .toSorted((a, b) => share(b.week) - share(a.week) || (a.personId < b.personId ? -1 : 1));
  const shares = compared.map(({ week }) => share(week));
  const [best, least] = [shares[0], shares.at(-1)];
  const placed = compared.map((rep) => ({ ...rep, place: 1 + ahead(shares, share(rep.week)) }));
  const top =
    compared.length < 2
      ? []
      : placed.filter(({ place, week }) => place <= 3 && (best === least || share(week) !== least));
  const gains = compared.filter((rep) => rep.before.due >= leastUpdates && gain(rep) > 0);
  const most = Math.max(...gains.map(gain));
  const improved = gains.filter((rep) => gain(rep) === most);
  return top.length + improved.length > 0 ? { top, improved } : null;
}

const ahead = (shares: readonly number[], own: number): number =>
  shares.filter((one) => one > own).length;
