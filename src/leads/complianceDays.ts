import { channelCalendar } from '../people/calendar.ts';
import { atLocalTime, nextDate } from '../people/zone.ts';
import type { Settings } from '../settings/settings.ts';

/** A day of a channel, on the channel's own clock, else the workspace's. */
export type ChannelDay = {
  readonly channelId: string;
  readonly date: string;
  readonly timezone: string;
  readonly from: Date;
  /** No longer belongs to it. */
  readonly until: Date;
};

/** Both dates included. A date that a zone leaves out, where it crosses the date line, has no length. */
export function daysOf(
  channels: readonly string[],
  { from, until }: { readonly from: string; readonly until: string },
  settings: Settings,
): ChannelDay[] {
  const byZone = new Map<string, Omit<ChannelDay, 'channelId'>[]>();
  return channels.flatMap((channelId) => {
    const { timezone } = channelCalendar(channelId, settings);
    const days = byZone.get(timezone) ?? datesBetween(from, until).map(dayIn(timezone));
    byZone.set(timezone, days);
    return days.map((day) => ({ channelId, ...day }));
  });
}

export const dayIn = (timezone: string) => (date: string) => ({
  date,
  timezone,
  from: atLocalTime(date, '00:00', timezone),
  until: atLocalTime(nextDate(date), '00:00', timezone),
});

function datesBetween(from: string, until: string): string[] {
  const dates: string[] = [];
  for (let date = from; date <= until; date = nextDate(date)) dates.push(date);
  return dates;
}
