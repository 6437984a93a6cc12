import { createHash } from 'node:crypto';
import type { OwnClock, Person } from './person.ts';
import { weekdays, type Settings, type WorkingTimeSettings } from '../settings/settings.ts';

/** Local times. An end that is not later than its beginning is on the next day: a night shift. */
export type Hours = { readonly from: string; readonly to: string };

type Clocked = Pick<Person, 'timezone'> & Omit<OwnClock, 'leasesEnded'>;

/** By weekday; a night shift belongs to the day on which it begins, on holidays too. */
export type WeeklyHours = Readonly<Record<(typeof weekdays)[number], readonly Hours[]>>;

/** When somebody, or a channel, works. */
export type Calendar = {
  readonly timezone: string;
  readonly hours: WeeklyHours;
  /** Other hours from a local date on, oldest first. */
  readonly changes: readonly { readonly from: string; readonly hours: WeeklyHours }[];
  /** Local dates: `2026-12-25`. */
  readonly holidays: ReadonlySet<string>;
  readonly away: readonly { readonly from: Date; readonly until: Date }[];
};

/**
 * A person's, on the clock of their Slack profile: their own hours or the workspace's, the holidays of
 * their region, the workspace's closures, what they are away.
 */
export function calendarOf(person: Clocked, settings: Settings): Calendar {
  return {
    timezone: person.timezone,
    hours: weeklyHours(settings.workingTime),
    changes: person.ownHours.map(({ holdsFrom, workingTime }) => ({
      from: holdsFrom,
      hours: weeklyHours(workingTime ?? settings.workingTime),
    })),
    holidays: holidaysIn(person.holidayRegion, settings),
    away: person.away.filter(({ from, until }) => from < until),
  };
}

/** The workspace's, for whoever is not known. */
export const workspaceCalendar = (settings: Settings): Calendar =>
  calendarOf(
    { timezone: settings.timezone, holidayRegion: null, ownHours: [], away: [] },
    settings,
  );

/** A channel's: the clock of leads that nobody owns yet. */
export function channelCalendar(channelId: string, settings: Settings): Calendar {
  const channel = settings.channels[channelId];
  return {
    timezone: channel?.timezone ?? settings.timezone,
    hours: weeklyHours(channel?.workingTime ?? settings.workingTime),
    changes: [],
    holidays: new Set([
      ...holidaysIn(channel?.holidayRegion ?? null, settings),
      ...(channel?.holidays ?? []),
    ]),
    away: [],
  };
}

const holidaysIn = (region: string | null, { holidayRegion, holidays, closures }: Settings) =>
  new Set([...(holidays[region ?? holidayRegion ?? '']?.dates ?? []), ...closures]);

/** The same for two calendars exactly when they mean the same times. Kept with each due instant. */
export function calendarVersion(calendar: Calendar): string {
  const { timezone, hours, changes, holidays, away } = calendar;
  const week = (of: WeeklyHours) => weekdays.map((weekday) => of[weekday]);
  const later = changes.map(({ from, hours }) => [from, week(hours)]);
  const periods = away.map(({ from, until }) => [from, until]);
  const content = [timezone, week(hours), [...holidays].sort(), periods, ...later];
  return createHash('sha256').update(JSON.stringify(content)).digest('hex').slice(0, 12);
}

export function weeklyHours({ days, from, to }: WorkingTimeSettings): WeeklyHours {
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
