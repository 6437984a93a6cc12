import type { Calendar } from '../people/calendar.ts';
import { isWorkingTime } from '../people/workingTime.ts';

/** Between two messages of one kind that notify the same person. */
const quietMs = 45 * 60_000;

/** Of all unsolicited kinds together, a person and local day. Digests and new assignments do not count. */
const mostADay = 5;

/** A message that notified somebody, or is about to. */
export type Notification = {
  readonly kind: string;
  readonly at: Date;
  /** On their clock, then: YYYY-MM-DD. */
  readonly localDate: string;
};

/**
 * Whether a person may be notified now, by a message of this kind. `notify`: yes. `fold`: what there
 * is to say may join a message that stands, which tells nobody. `wait`: it is not their working time,
 * or they are away; judge it again later.
 */
export function judgeNotification(input: {
  readonly now: Date;
  /** The person's, with what they are away. */
  readonly calendar: Calendar;
  /** The person's local date now. */
  readonly localDate: string;
  readonly kind: string;
  /** At most so many of this kind a local day. */
  readonly perDay: number;
  /** What the person got of all kinds: today's, and the last hour's. */
  readonly history: readonly Notification[];
}): 'notify' | 'fold' | 'wait' {
  const { now, calendar, kind, perDay, history } = input;
  if (!isWorkingTime(now, calendar)) return 'wait';
  const alike = history.filter((one) => one.kind === kind);
  const today = (all: readonly Notification[]) =>
    all.filter(({ localDate }) => localDate === input.localDate).length;
  // One that is queued for later counts as well.
  const quiet = alike.some(({ at }) => now.getTime() - at.getTime() < quietMs);
  return quiet || today(alike) >= perDay || today(history) >= mostADay ? 'fold' : 'notify';
}
