import { createHash } from 'node:crypto';
import { weekdays, type Settings, type WorkingTimeSettings } from '../settings/settings.ts';

/** Local times. An end that is not later than its beginning is on the next day: a night shift. */
export type Hours = { readonly from: string; readonly to: string };

/** When somebody, or a channel, works. */
export type Calendar = {
  readonly timezone: string;
  /** By weekday; a night shift belongs to the day on which it begins, on holidays too. */
  readonly hours: Readonly<Record<(typeof weekdays)[number], readonly Hours[]>>;
  /** Local dates: `2026-12-25`. */
  readonly holidays: ReadonlySet<string>;
  readonly away: readonly { readonly from: Date; readonly until: Date }[];
};

/** A person's: the workspace's hours, on the clock of their Slack profile. */
export function calendarOf(person: { readonly timezone: string }, settings: Settings): Calendar {
  return {
    timezone: person.timezone,
    hours: weeklyHours(settings.workingTime),
    holidays: new Set(),
    away: [],
  };
}

/** A channel's: the clock of leads that nobody owns yet. */
export function channelCalendar(channelId: string, settings: Settings): Calendar {
  const channel = settings.channels[channelId];
  return {
    timezone: channel?.timezone ?? settings.timezone,
    hours: weeklyHours(channel?.workingTime ?? settings.workingTime),
    holidays: new Set(channel?.holidays),
    away: [],
  };
}

/** The same for two calendars exactly when they mean the same times. Kept with each due instant. */
export function calendarVersion({ timezone, hours, holidays, away }: Calendar): string {
  const content = [timezone, weekdays.map((weekday) => hours[weekday]), [...holidays].sort(), away];
  return createHash('sha256').update(JSON.stringify(content)).digest('hex').slice(0, 12);
}

function weeklyHours({ days, from, to }: WorkingTimeSettings): Calendar['hours'] {
  const on = (weekday: (typeof weekdays)[number]) => (days.includes(weekday) ? [{ from, to }] : []);
  return {
    mon: on('mon'),
    tue: on('tue'),
    wed: on('wed'),
    thu: on('thu'),
    fri: on('fri'),
    sat: on('sat'),
    sun: on('sun'),
  };
}
