import type { Context } from '../context.ts';
import { calendarOf } from '../people/calendar.ts';
import { findPerson } from '../people/peopleStore.ts';
import { barred } from '../people/roles.ts';
import { workingDay } from '../people/workingTime.ts';
import { atLocalTime, localDate } from '../people/zone.ts';
import type { Settings } from '../settings/settings.ts';
import { enqueueMessage } from '../slack/messageStore.ts';
import { installedAt } from '../slack/workspaceStore.ts';

/**
 * Sends each manager the digest of their local working day, once, from `digest.at` until
 * `digest.until` of their clock. Run every minute; after a downtime it goes out late, and says so,
 * or, after `until`, not at all.
 */
export async function sendDigests(ctx: Context): Promise<{ sent: number }> {
  const now = ctx.clock.now();
  const { document } = await ctx.settings.current();
  const installed = await installedAt(ctx.db, ctx.workspaceId);
  let sent = 0;
  for (const managerId of managersOf(document)) {
    const person = await findPerson(ctx.db, ctx.workspaceId, managerId);
    if (!person || barred(person)) continue;
    const date = localDate(now, person.timezone);
    if (!workingDay(date, calendarOf(person, document))) continue;
    const from = atLocalTime(date, document.digest.at, person.timezone);
    // On the day of the installation there is nothing yet to be late with.
    if (
      now < from ||
      from < installed ||
      now > atLocalTime(date, document.digest.until, person.timezone)
    )
      continue;
    const id = await ctx.db.transaction().execute((trx) =>
      enqueueMessage(trx, {
        workspaceId: ctx.workspaceId,
        kind: 'digest',
        key: `digest:${managerId}:${date}`,
        personId: managerId,
        subject: { date },
        destination: managerId,
        now,
      }),
    );
    if (id !== null) sent += 1;
  }
  if (sent > 0) ctx.wakeDelivery();
  return { sent };
}

function managersOf({ channels }: Settings): Set<string> {
  return new Set(Object.values(channels).flatMap(({ managers }) => managers));
}
