import { wholeOf } from '../../src/leads/compliance.ts';
import type { DecidedBy, Facts } from './facts.ts';
import type { Habit } from './team.ts';
import { countByDay, isNudge, isUnsolicited, type Notified } from './watch.ts';

/** What `--json` prints. A rep-day is a local date on which the rep works. */
export type Report = {
  readonly reps: number;
  readonly days: number;
  readonly seed: number;
  readonly leads: number;
  readonly updatesDue: number;
  readonly medianNudgesPerRepDay: number;
  readonly p95NudgesPerRepDay: number;
  readonly maxNudgesPerRepDay: number;
  /** Nudges, escalations, mentions; without digests, scorecards and newly assigned leads. */
  readonly maxUnsolicitedPerPersonDay: number;
  /** How many messages of each kind notified somebody. */
  readonly notifying: Readonly<Record<string, number>>;
  /** Nudges, escalations and mentions. */
  readonly outsideWorkingTime: number;
  readonly leasesEnded: number;
  /** How often a tick left a lead with its owner although the lease had ended. */
  readonly pastLeaseStillOwned: number;
  /** Updates made within the window, of those that were due. */
  readonly onTimeShareByHabit: Readonly<Partial<Record<Habit, number>>>;
  /** Limits that were broken, as sentences. */
  readonly violations: readonly string[];
};

/** As settings have it where nobody sets it. */
const mostNudges = 3;
const mostUnsolicited = 5;

export function reportOn(
  size: Pick<Report, 'reps' | 'days' | 'seed'>,
  facts: readonly Facts[],
): Report {
  const sum = (of: (one: Facts) => number) => facts.reduce((total, one) => total + of(one), 0);
  const notified = facts.flatMap((one) => one.notified);
  const unsolicited = notified.filter(isUnsolicited);
  const decided = facts.flatMap((one) => one.decided);
  const nudges = facts.flatMap(({ nudgesPerRepDay }) => nudgesPerRepDay);
  return {
    ...size,
    leads: sum(({ leads }) => leads),
    updatesDue: dueOf(decided).due,
    medianNudgesPerRepDay: quantile(nudges, 0.5),
    p95NudgesPerRepDay: quantile(nudges, 0.95),
    maxNudgesPerRepDay: Math.max(0, ...countByDay(notified.filter(isNudge)).values()),
    maxUnsolicitedPerPersonDay: Math.max(0, ...countByDay(unsolicited).values()),
    notifying: tally(notified.map(({ kind }) => kind)),
    outsideWorkingTime: unsolicited.filter(outOfHours).length,
    leasesEnded: sum(({ leasesEnded }) => leasesEnded),
    pastLeaseStillOwned: sum(({ pastLease }) => pastLease.length),
    onTimeShareByHabit: shareByHabit(decided),
    violations: [
      ...(quantile(nudges, 0.5) > 1 ? ['the median rep-day has more than one nudge'] : []),
      ...(quantile(nudges, 0.95) > 3 ? ['one rep-day in twenty has more than 3 nudges'] : []),
      ...tooMany(notified.filter(isNudge), mostNudges, 'nudges'),
      ...tooMany(unsolicited, mostUnsolicited, 'unsolicited messages'),
      ...unsolicited
        .filter(outOfHours)
        .map(
          ({ key, person, at }) => `${key} notified ${person} out of hours, ${at.toISOString()}`,
        ),
      ...facts.flatMap(({ pastLease }) => pastLease),
    ],
  };
}

const dueOf = (decided: readonly DecidedBy[]) =>
  wholeOf(decided.map(({ compliance }) => compliance));

const outOfHours = ({ inWorkingTime }: Notified): boolean => !inWorkingTime;

function tooMany(notified: readonly Notified[], most: number, what: string): string[] {
  return [...countByDay(notified)].flatMap(([who, count]) =>
    count > most ? [`${count} ${what} to ${who}`] : [],
  );
}

function tally(words: readonly string[]): Record<string, number> {
  const counts = [...Map.groupBy(words, (word) => word)];
  return Object.fromEntries(counts.toSorted(byName).map(([word, { length }]) => [word, length]));
}

/** The smallest that so large a share does not exceed. */
function quantile(values: readonly number[], share: number): number {
  const at = Math.max(0, Math.ceil(values.length * share) - 1);
  return values.toSorted((a, b) => a - b)[at] ?? 0;
}

function shareByHabit(decided: readonly DecidedBy[]): Report['onTimeShareByHabit'] {
  const habits = [...Map.groupBy(decided, ({ habit }) => habit)].toSorted(byName);
  const shares = habits.map(([habit, theirs]) => {
    const { onTime, due } = dueOf(theirs);
    return [habit, due === 0 ? 1 : Math.round((onTime / due) * 1000) / 1000];
  });
  return Object.fromEntries(shares);
}

const byName = ([a]: [string, unknown], [b]: [string, unknown]) => (a < b ? -1 : 1);

const mostShown = 20;

/** For people. */
export function drawReport(report: Report): string {
  const { reps, days, seed, leads, updatesDue, violations } = report;
  const kinds = Object.entries(report.notifying).map(([kind, count]) => `${kind} ${count}`);
  const shares = Object.entries(report.onTimeShareByHabit).map(
    ([habit, share]) => `  ${habit.padEnd(14)} ${(share * 100).toFixed(1)} %`,
  );
  const more = violations.length - mostShown;
  const lines = [
    `${reps} reps, ${days} days, seed ${seed}: ${leads} leads, ${updatesDue} updates due`,
    'nudges per rep and working day:',
    `  median ${report.medianNudgesPerRepDay} (at most 1), 95 % ${report.p95NudgesPerRepDay} (at most 3), most ${report.maxNudgesPerRepDay} (at most ${mostNudges})`,
    `unsolicited messages per person and day: most ${report.maxUnsolicitedPerPersonDay} (at most ${mostUnsolicited})`,
    `outside working time: ${report.outsideWorkingTime} (none)`,
    `leases ended: ${report.leasesEnded}; still owned past the lease: ${report.pastLeaseStillOwned} (none)`,
    `what notified somebody: ${kinds.join(', ')}`,
    'updates made within the window:',
    ...shares,
    ...violations.slice(0, mostShown),
    ...(more > 0 ? [`and ${more} more`] : []),
  ];
  return `${lines.join('\n')}\n`;
}
