import { isWorkingTime } from '../people/workingTime.ts';
import type { Calendar } from '../people/calendar.ts';

/** A nudge notifies at most this often: minutes between two. */
const quietMinutes = 45;

/**
 * What a new breach does to its owner's nudge. `notify`: the nudge is posted anew. `fold`: it joins
 * the one that stands, which tells nobody. `wait`: it is not their working time; judge it again later.
 */
export function judgeBreach(input: {
  now: Date;
  calendar: Calendar;
  /** When today's nudges were posted or queued, on the person's own date. */
  notifiedAt: readonly Date[];
  perDay: number;
}): 'notify' | 'fold' | 'wait' {
  const { now, calendar, notifiedAt, perDay } = input;
  if (!isWorkingTime(now, calendar)) return 'wait';
  if (notifiedAt.length === 0) return 'notify';
  const last = Math.max(...notifiedAt.map(Number));
  const quiet = now.getTime() - last < quietMinutes * 60_000;
  return quiet || notifiedAt.length >= perDay ? 'fold' : 'notify';
}

/** Most urgent first: first touches, then what is worth more, then what is longest over. */
export function byUrgency(a: Urgency, b: Urgency): number {
  const firstTouch = Number(b.status === 'claimed') - Number(a.status === 'claimed');
  const value = (b.value ?? 0) - (a.value ?? 0);
  return firstTouch || value || a.dueAt.getTime() - b.dueAt.getTime();
}

export type Urgency = {
  readonly status: string;
  readonly value: number | null;
  readonly dueAt: Date;
};
