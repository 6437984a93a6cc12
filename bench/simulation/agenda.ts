import { sql } from 'kysely';
import type { Context } from '../../src/context.ts';
import { calendarOf } from '../../src/people/calendar.ts';
import { workingDay } from '../../src/people/workingTime.ts';
import { atLocalTime, dayNumber, isoDate, localDate } from '../../src/people/zone.ts';
import type { Settings } from '../../src/settings/settings.ts';

/** When the product's own clockwork has something to judge next, after an instant; null: nothing planned. */
export async function nextPlanned({ db, workspaceId }: Context, after: Date): Promise<Date | null> {
  const { rows } = await sql<{ next: Date | null }>`
    select least(
      (select min(follow_up_due_at) from leads where workspace_id = ${workspaceId}
        and follow_up_due_at > ${after} and breached_at is null),
      (select min(lease_ends_at) from leads where workspace_id = ${workspaceId}
        and lease_ends_at > ${after} and status in ('claimed', 'attempted')),
      (select min(warn_at) from breaches where workspace_id = ${workspaceId}
        and warn_at > ${after} and warned_at is null and dealt_with_at is null),
      (select min(escalate_at) from breaches where workspace_id = ${workspaceId}
        and escalate_at > ${after} and escalated_at is null and dealt_with_at is null),
      (select min(not_before) from messages where workspace_id = ${workspaceId}
        and not_before > ${after} and state = 'waiting'),
      (select min(due_changed_at) from people where workspace_id = ${workspaceId}
        and due_changed_at > ${after}),
      (select min(status_at) from leads where workspace_id = ${workspaceId}
        and status_at > ${after} and routed is not null)
    ) as next`.execute(db);
  return rows[0]?.next ?? null;
}

/** When work begins and when digests are sent in these zones, until an instant. What waited for it is judged then. */
export function turnsOfTheDay(
  timezones: readonly string[],
  settings: Settings,
  { from, until }: { from: Date; until: Date },
): number[] {
  return [...new Set(timezones)].flatMap((timezone) => {
    const calendar = calendarOf(
      { timezone, holidayRegion: null, ownHours: [], away: [] },
      settings,
    );
    const last = localDate(until, timezone);
    const turns: number[] = [];
    for (let date = localDate(from, timezone); date <= last; date = isoDate(dayNumber(date) + 1)) {
      const work = workingDay(date, calendar);
      if (!work) continue;
      turns.push(work.from.getTime(), atLocalTime(date, settings.digest.at, timezone).getTime());
    }
    return turns;
  });
}
