/** What became of a due instant. Null: it stands. */
export type DueOutcome = 'met' | 'moved' | 'cancelled' | null;

/**
 * How many updates were due, and how many of those were made in time. Beside them, what was moved or
 * cancelled before it passed, and so was never due. Only what an owner owed counts: a lead that
 * nobody has claimed is nobody's lateness.
 */
export type Compliance = {
  /** onTime + missed */
  readonly due: number;
  readonly onTime: number;
  readonly missed: number;
  readonly moved: number;
  readonly cancelled: number;
};

/** Due instants that are decided: `inTime` says that it happened at the due instant or before. */
export type Decided = {
  readonly outcome: DueOutcome;
  readonly inTime: boolean;
  readonly count: number;
};

/**
 * The one definition of compliance. A due instant is decided when something becomes of it or when it
 * passes, whichever comes first, and nothing that happens later changes that: met in time is on time;
 * moved or cancelled in time does not count; anything else is missed.
 */
export function addUp(decided: readonly Decided[]): Compliance {
  const sum = (which: (one: Decided) => boolean) =>
    decided.filter(which).reduce((total, { count }) => total + count, 0);
  const inTimeAnd = (outcome: DueOutcome) => sum((one) => one.inTime && one.outcome === outcome);
  const onTime = inTimeAnd('met');
  const missed = sum(({ inTime }) => !inTime);
  return {
    due: onTime + missed,
    onTime,
    missed,
    moved: inTimeAnd('moved'),
    cancelled: inTimeAnd('cancelled'),
  };
}
