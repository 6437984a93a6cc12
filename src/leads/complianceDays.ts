import { atLocalTime, nextDate } from '../people/zone.ts';

/** A date of a channel, on the channel's own clock, else the workspace's. */
export type ChannelDate = {
  readonly channelId: string;
  readonly date: string;
  readonly timezone: string;
};

/** A date that a zone leaves out, where it crosses the date line, has no length. */
export type ChannelDay = ChannelDate & {
  readonly from: Date;
  /** No longer belongs to it. */
  readonly until: Date;
};

export function daysOf(dates: readonly ChannelDate[]): ChannelDay[] {
  const known = new Map<string, Pick<ChannelDay, 'from' | 'until'>>();
  return dates.map((one) => {
    const key = `${one.date} ${one.timezone}`;
    const borders = known.get(key) ?? bordersOf(one);
    known.set(key, borders);
    return { ...one, ...borders };
  });
}

const bordersOf = ({ date, timezone }: ChannelDate) => ({
  from: atLocalTime(date, '00:00', timezone),
  until: atLocalTime(nextDate(date), '00:00', timezone),
});
