import type { Context } from '../context.ts';
import type { Compliance } from '../leads/compliance.ts';
import { complianceOver } from '../leads/complianceStore.ts';
import type { Calendar } from '../people/calendar.ts';
import { workingDay } from '../people/workingTime.ts';
import { atLocalTime } from '../people/zone.ts';
import { type NewHours, newHours } from './reports/newHours.ts';
import { overdueByRep, type OverdueRep } from './reports/overdue.ts';
import { type Override, overridesSince } from './reports/overrides.ts';
import { type Unclaimed, unclaimedLeads } from './reports/unclaimed.ts';

/** Whose leads a digest is about: those of the channels that a manager manages. */
export type Team = {
  readonly workspaceId: string;
  readonly channels: readonly string[];
  readonly now: Date;
};

/** What a manager's digest says. Drawn by digestMessage. */
export type Digest = {
  /** The working day before the digest's, a local date, and how it went. */
  readonly lastDay: { readonly date: string; readonly compliance: Compliance };
  /** The seven days that end with the last day, as one share. */
  readonly week: Compliance;
  readonly overdue: readonly OverdueRep[];
  readonly unclaimed: Unclaimed;
  /** In force on the last day or since. */
  readonly overrides: readonly Override[];
  /** Working hours that hold since the last day. */
  readonly newHours: readonly NewHours[];
};

const listed = 5;

/** `date`: the local date of the digest on the manager's `calendar`. */
export async function gatherDigest(
  ctx: Pick<Context, 'db' | 'workspaceId' | 'clock' | 'settings'>,
  team: Team,
  date: string,
  calendar: Calendar,
): Promise<Digest> {
  const { db } = ctx;
  const { channels } = team;
  const midnight = (day: string) => atLocalTime(day, '00:00', calendar.timezone);
  const lastDay = workingDayBefore(date, calendar);
  return {
    lastDay: {
      date: lastDay,
      compliance: await complianceOver(ctx, { channels, from: lastDay, until: lastDay }),
    },
    week: await complianceOver(ctx, { channels, from: dayAfter(lastDay, -6), until: lastDay }),
    overdue: await overdueByRep(db, team),
    unclaimed: await unclaimedLeads(db, team, listed),
    overrides: await overridesSince(db, team, midnight(lastDay)),
    newHours: await newHours(db, team, { after: lastDay, date }),
  };
}

/** The working day before a date; where there is none within a month, the day before. */
function workingDayBefore(date: string, calendar: Calendar): string {
  for (let back = 1; back <= 31; back++) {
    const day = dayAfter(date, -back);
    if (workingDay(day, calendar)) return day;
  }
  return dayAfter(date, -1);
}

function dayAfter(date: string, days = 1): string {
  const day = new Date(`${date}T00:00:00Z`);
  day.setUTCDate(day.getUTCDate() + days);
  return day.toISOString().slice(0, 10);
}
