import { sql } from 'kysely';
import type { Context } from '../../src/context.ts';
import type { Calendar } from '../../src/people/calendar.ts';
import { workingDay } from '../../src/people/workingTime.ts';
import { atLocalTime, localDate } from '../../src/people/zone.ts';

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
        and status_at > ${after} and routed is not null),
      -- What no longer held when it was to be sent is judged anew.
      (select max(created_at) from messages where workspace_id = ${workspaceId}
        and created_at >= ${after} and state = 'dropped')
    ) as next`.execute(db);
  return rows[0]?.next ?? null;
}

/** When work begins, and when the digest is sent, within a span. What waited for it is judged then. */
export function turnsOfTheDay(
  calendar: Calendar,
  digestAt: string,
  { from, until }: { from: number; until: number },
): number[] {
  const { timezone } = calendar;
  const dates = [from, until].map((at) => localDate(new Date(at), timezone));
  return [...new Set(dates)]
    .flatMap((date) => {
      const work = workingDay(date, calendar);
      return work ? [work.from, atLocalTime(date, digestAt, timezone)] : [];
    })
    .map((turn) => turn.getTime())
    .filter((turn) => turn >= from && turn < until);
}
