import type { Calendar } from '../people/calendar.ts';
import { workingTimeBetween } from '../people/workingTime.ts';

/** From here on a window is about to run out. */
const soonFrom = 0.7;

/** Whether so much of the window's working time is over that its end is shown, silently; it is not over yet. */
export function runsOutSoon(
  window: { readonly dueOpenedAt: Date | null; readonly followUpDueAt: Date | null },
  calendar: Calendar,
  now: Date,
): boolean {
  const { dueOpenedAt: opened, followUpDueAt: due } = window;
  if (!opened || !due || due <= now) return false;
  const whole = workingTimeBetween(opened, due, calendar);
  return whole > 0 && workingTimeBetween(opened, now, calendar) >= soonFrom * whole;
}
