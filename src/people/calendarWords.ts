import { weekdays } from '../settings/settings.ts';
import type { Calendar, Hours, WeeklyHours } from './calendar.ts';
import { localDate } from './zone.ts';

export const dayNames = {
  mon: 'Monday',
  tue: 'Tuesday',
  wed: 'Wednesday',
  thu: 'Thursday',
  fri: 'Friday',
  sat: 'Saturday',
  sun: 'Sunday',
} as const;

/** `Monday to Friday 09:00–17:30, Saturday 10:00–14:00`: the hours that hold at an instant. */
export function hoursInWords(calendar: Calendar, at: Date): string {
  const date = localDate(at, calendar.timezone);
  const hours = calendar.changes.findLast(({ from }) => from <= date)?.hours ?? calendar.hours;
  return weekInWords(hours) || 'no working hours';
}

export function weekInWords(hours: WeeklyHours): string {
  const shifts = (day: keyof WeeklyHours) => hours[day].map(inWords).join(' and ');
  const runs: { from: keyof WeeklyHours; to: keyof WeeklyHours; shifts: string }[] = [];
  let before = '';
  for (const day of weekdays) {
    const run = runs.at(-1);
    const today = shifts(day);
    if (run && today && today === before) run.to = day;
    else if (today) runs.push({ from: day, to: day, shifts: today });
    before = today;
  }
  return runs
    .map(({ from, to, shifts }) =>
      from === to
        ? `${dayNames[from]} ${shifts}`
        : `${dayNames[from]} to ${dayNames[to]} ${shifts}`,
    )
    .join(', ');
}

const inWords = ({ from, to }: Hours) => `${from}–${to}`;

/** The holidays and closures of a calendar between two instants, in order: local dates. */
export const holidaysBetween = (calendar: Calendar, from: Date, until: Date): string[] => {
  const [first, last] = [from, until].map((at) => localDate(at, calendar.timezone));
  return [...calendar.holidays]
    .filter((date) => date >= (first ?? '') && date <= (last ?? ''))
    .sort();
};
