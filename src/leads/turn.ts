/** Somebody who can take a lead now, and how their turns went lately. */
export type Candidate = {
  readonly id: string;
  /** Leads that were given out by turn while they could have taken one. */
  readonly offered: number;
  /** Those of them that they got. */
  readonly taken: number;
  readonly lastTakenAt: Date | null;
  readonly openLeads: number;
};

/**
 * Whose turn it is: who would still have the smallest share, with this lead, of those that came while
 * they were on shift. So shares follow working time, and nobody is owed what came while they were
 * away, or before they joined. Of equals, who has the fewest open leads; then who has waited longest.
 * Null: there is nobody.
 */
export function whoseTurn(candidates: readonly Candidate[]): string | null {
  return candidates.toSorted(byTurn)[0]?.id ?? null;
}

const byTurn = (a: Candidate, b: Candidate): number =>
  // (taken + 1) / (offered + 1), without rounding.
  (a.taken + 1) * (b.offered + 1) - (b.taken + 1) * (a.offered + 1) ||
  a.openLeads - b.openLeads ||
  (a.lastTakenAt?.getTime() ?? 0) - (b.lastTakenAt?.getTime() ?? 0) ||
  (a.id < b.id ? -1 : 1);
