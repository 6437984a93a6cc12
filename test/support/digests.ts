import type { Digest } from '../../src/digests/digest.ts';
import { nothingDue } from '../../src/leads/compliance.ts';

/** So many updates due, so many of them on time. */
export const shareOf = (due: number, onTime: number) => ({
  ...nothingDue,
  due,
  onTime,
  missed: due - onTime,
});

/** Of a Monday on which there is nothing to say. */
export const quietDigest: Digest = {
  date: '2026-11-23',
  hasTeam: true,
  lastDay: { date: '2026-11-20', compliance: nothingDue },
  dayBefore: { date: '2026-11-19', compliance: nothingDue },
  week: nothingDue,
  goal: null,
  touchGoals: [],
  reps: [],
  overdue: [],
  unclaimed: { count: 0, listed: [] },
  walkedAway: { count: 0, listed: [] },
  incomplete: { count: 0, listed: [] },
  overrides: [],
  newHours: [],
  settingsChanges: [],
  slipping: [],
  unanswered: [],
  signals: [],
};
