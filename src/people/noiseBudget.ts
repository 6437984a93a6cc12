import type { Calendar } from './calendar.ts';
import { isWorkingTime, nextWorkingTime } from './workingTime.ts';
import { localDate } from './zone.ts';

/** Between two messages of one kind that notify the same person. */
const quietMs = 45 * 60_000;

/** Of all unsolicited kinds together, a person and local day. Digests and new assignments do not count. */
export const mostADay = 5;

/** A message that notified somebody, or is about to. */
export type Notification = {
  readonly kind: string;
  readonly at: Date;
  /** On their clock, then: YYYY-MM-DD. */
  readonly localDate: string;
};

/** What is to be told somebody by a message of one kind. */
export type Intent = {
  readonly now: Date;
  /** The person's, with what they are away. */
  readonly calendar: Calendar;
  readonly kind: string;
  /** At most so many of this kind a local day. */
  readonly perDay: number;
  /** What notified the person, of all kinds, since yesterday: see lockNotifications. */
  readonly history: readonly Notification[];
};

/**
 * Whether a person may be notified now. `notify`: yes. `fold`: what there is to say may join a
 * message that stands, which tells nobody. `wait`: it is not their working time, or they are away;
 * judge it again later.
 */
export function judgeNotification(intent: Intent): 'notify' | 'fold' | 'wait' {
  const { now, calendar } = intent;
  if (!isWorkingTime(now, calendar)) return 'wait';
  const may = nextNotification(intent);
  return may instanceof Date && may <= now ? 'notify' : 'fold';
}

/**
 * When a person may be notified next, `now` or later. `used-up`: that day's messages have been sent
 * or are queued. `never`: they have no working time.
 */
export function nextNotification({
  now,
  calendar,
  kind,
  perDay,
  history,
}: Intent): Date | 'used-up' | 'never' {
  const alike = history.filter((one) => one.kind === kind);
  // One that is queued for later counts as well.
  const last = Math.max(...alike.map(({ at }) => at.getTime() + quietMs));
  const at = nextWorkingTime(new Date(Math.max(now.getTime(), last)), calendar);
  if (!at) return 'never';
  const date = localDate(at, calendar.timezone);
  const onDate = (all: readonly Notification[]) =>
    all.filter((one) => one.localDate === date).length;
  return onDate(alike) >= perDay || onDate(history) >= mostADay ? 'used-up' : at;
}
