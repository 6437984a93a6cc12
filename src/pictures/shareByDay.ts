export type ShareOfDay = {
  /** YYYY-MM-DD */
  readonly date: string;
  readonly part: number;
  /** 0: nothing was due. */
  readonly whole: number;
};

export type Shares = {
  /** In order, one for each date. */
  readonly days: readonly ShareOfDay[];
  /** Percent, 1 to 100. */
  readonly goal: number | null;
};

/** `22 Nov`, as it stands under the picture. */
export const shortDate = (date: string): string => formatted.format(new Date(`${date}T00:00Z`));
const formatted = new Intl.DateTimeFormat('en-GB', {
  day: 'numeric',
  month: 'short',
  timeZone: 'UTC',
});

export const percentOf = ({ part, whole }: Pick<ShareOfDay, 'part' | 'whole'>): number =>
  (100 * part) / whole;

/** A sentence or two for those who do not see the picture. */
export function shareByDayInWords({ days, goal }: Shares): string {
  const due = days.filter(({ whole }) => whole > 0);
  const first = days[0];
  const last = days.at(-1);
  if (!first || !last) return 'No days.';
  const span = `${shortDate(first.date)} to ${shortDate(last.date)}`;
  const newest = due.at(-1);
  if (!newest) return `Updates on time by day, ${span}: nothing was due.`;
  const sum = (of: 'part' | 'whole') => due.reduce((total, day) => total + day[of], 0);
  const worst = due.reduce((a, b) => (percentOf(b) < percentOf(a) ? b : a));
  const best = due.reduce((a, b) => (percentOf(b) > percentOf(a) ? b : a));
  const met = due.filter((day) => goal !== null && percentOf(day) >= goal).length;
  return [
    `Updates on time by day, ${span}: ${words({ part: sum('part'), whole: sum('whole') })} in all.`,
    [
      `Last ${shortDate(newest.date)}, ${words(newest)}`,
      ...(due.length > 1
        ? [
            `lowest ${shortDate(worst.date)}, ${words(worst)}`,
            `highest ${shortDate(best.date)}, ${words(best)}`,
          ]
        : []),
    ].join('; ') + '.',
    ...(goal === null
      ? []
      : [`The goal of ${goal} % was met on ${met} of ${due.length} days with something due.`]),
  ].join(' ');
}

const words = (share: Pick<ShareOfDay, 'part' | 'whole'>): string =>
  `${Math.round(percentOf(share))} % (${share.part} of ${share.whole})`;
