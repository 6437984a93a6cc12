import type { Context } from '../context.ts';
import { type Calendar, calendarOf, channelCalendar } from '../people/calendar.ts';
import { findPerson } from '../people/peopleStore.ts';
import { barred } from '../people/roles.ts';
import { workingDay } from '../people/workingTime.ts';
import { atLocalTime, localDate } from '../people/zone.ts';
import type { Settings } from '../settings/settings.ts';
import { enqueueMessage } from '../slack/messageStore.ts';
import { installedAt } from '../slack/workspaceStore.ts';
import { digestKey, subjectOf } from './digest.ts';
import { previewDigests } from './previewDigests.ts';

/** Who is to get a digest: a manager, of channels or of sources, by DM, or a channel. */
type Reader = {
  readonly id: string;
  readonly personId: string | null;
  readonly calendar: Calendar;
};

/**
 * Sends each manager the digest of their local working day, and each channel that wants it its own,
 * once, from `digest.at` until `digest.until` of their clock. Run every minute; after a downtime it
 * goes out late, and says so, or, after `until`, not at all. Managers who have just been added get a
 * preview, once.
 */
export async function sendDigests(ctx: Context): Promise<{ sent: number; previews: number }> {
  const now = ctx.clock.now();
  const { document } = await ctx.settings.current();
  const installed = await installedAt(ctx.db, ctx.workspaceId);
  let sent = 0;
  for (const reader of [...(await managersOf(ctx, document)), ...channelsOf(document)]) {
    const date = dueNow(document, reader.calendar, { now, installed });
    if (date !== null && (await enqueue(ctx, reader, date, now))) sent += 1;
  }
  const previews = await previewDigests(ctx);
  if (sent + previews > 0) ctx.wakeDelivery();
  return { sent, previews };
}

/** The local date whose digest may go now. Null: none. On the day of the installation there is nothing to be late with. */
function dueNow(
  { digest }: Settings,
  calendar: Calendar,
  { now, installed }: { now: Date; installed: Date },
): string | null {
  const { timezone } = calendar;
  const date = localDate(now, timezone);
  if (!workingDay(date, calendar)) return null;
  const from = atLocalTime(date, digest.at, timezone);
  const until = atLocalTime(date, digest.until, timezone);
  return from <= now && now <= until && installed <= from ? date : null;
}

async function enqueue(
  ctx: Context,
  { id, personId }: Reader,
  date: string,
  now: Date,
): Promise<boolean> {
  const queued = await ctx.db.transaction().execute((trx) =>
    enqueueMessage(trx, {
      workspaceId: ctx.workspaceId,
      kind: personId ? 'digest' : 'channel-digest',
      key: digestKey(id, date),
      ...(personId && { personId }),
      subject: subjectOf(date, now),
      destination: id,
      now,
    }),
  );
  return queued !== null;
}

async function managersOf(ctx: Context, document: Settings): Promise<Reader[]> {
  const ids = new Set([
    ...Object.values(document.channels).flatMap(({ managers }) => managers),
    ...Object.values(document.sources).flatMap(({ manager }) => manager ?? []),
  ]);
  const readers: Reader[] = [];
  for (const id of ids) {
    const person = await findPerson(ctx.db, ctx.workspaceId, id);
    if (!person || barred(person)) continue;
    readers.push({ id, personId: id, calendar: calendarOf(person, document) });
  }
  return readers;
}

const channelsOf = (document: Settings): Reader[] =>
  Object.entries(document.channels)
    .filter(([, { postDigest }]) => postDigest)
    .map(([id]) => ({ id, personId: null, calendar: channelCalendar(id, document) }));
