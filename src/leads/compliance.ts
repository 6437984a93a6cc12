/** What became of a due instant. Null: it stands. */
export type DueOutcome = 'met' | 'moved' | 'cancelled' | null;

/**
 * How many updates were due, and how many of those were made in time; docs/metrics.md has the
 * definition. Only what an owner owed counts: a lead that nobody has claimed is nobody's lateness.
 */
export type Compliance = {
  /** onTime + missed */
  readonly due: number;
  readonly onTime: number;
  readonly missed: number;
  /** Missed while its owner was away, or by a manager's exception: in none of the others. */
  readonly excused: number;
  /** Moved in time, but by postponing. */
  readonly moved: number;
  readonly postponed: number;
  readonly cancelled: number;
};

/** Why a window that ran out does not count against its owner. */
export type Excuse = 'away' | 'paused' | 'waived';

export const nothingDue: Compliance = {
  due: 0,
  onTime: 0,
  missed: 0,
  excused: 0,
  moved: 0,
  postponed: 0,
  cancelled: 0,
};

/** The whole of these parts. */
export const wholeOf = (parts: readonly Compliance[]): Compliance =>
  parts.reduce(
    (sum, part) => ({
      due: sum.due + part.due,
      onTime: sum.onTime + part.onTime,
      missed: sum.missed + part.missed,
      excused: sum.excused + part.excused,
      moved: sum.moved + part.moved,
      postponed: sum.postponed + part.postponed,
      cancelled: sum.cancelled + part.cancelled,
    }),
    nothingDue,
  );
