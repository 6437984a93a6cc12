import type { Context } from '../context.ts';
import type { Trx } from '../db/openDatabase.ts';
import { enqueueMessage } from '../slack/messageStore.ts';
import { calendarOf } from './calendar.ts';
import { nextNotification } from './noiseBudget.ts';
import { lockNotifications, noteNotification } from './notificationStore.ts';
import type { Person } from './person.ts';
import { barred } from './roles.ts';
import { nextWorkingTime } from './workingTime.ts';
import { localDate } from './zone.ts';

/** What somebody is to be told by a direct message of its own. */
export type Telling = {
  readonly person: Person;
  /** Of `messageKinds`. At most `perDay` of it a local day, 45 minutes apart. */
  readonly kind: string;
  readonly perDay: number;
  readonly key: string;
  readonly leadId?: number;
  readonly subject?: Readonly<Record<string, string | number | boolean>>;
};

/**
 * Queues a direct message for when the person may be notified next: in their working time, within
 * their noise budget. `used-up`: not that day any more, ask again on the next; `never`: they have
 * left, or have no working time. One with that key that was queued before stays as it is.
 */
export async function tellPerson(
  ctx: Context,
  trx: Trx,
  { person, kind, perDay, key, leadId, subject = {} }: Telling,
): Promise<'queued' | 'queued-before' | 'used-up' | 'never'> {
  const { workspaceId } = ctx;
  const now = ctx.clock.now();
  const { document } = await ctx.settings.current(trx);
  const calendar = calendarOf(person, document);
  const working = barred(person) ? null : nextWorkingTime(now, calendar);
  if (!working) return 'never';
  const dayOf = (instant: Date) => localDate(instant, calendar.timezone);
  const history = await lockNotifications(trx, workspaceId, person.id, {
    localDate: dayOf(working),
    now,
  });
  const at = nextNotification({ now, calendar, kind, perDay, history });
  if (!(at instanceof Date)) return at;
  const messageId = await enqueueMessage(trx, {
    ...{ workspaceId, kind, key, now, personId: person.id, destination: person.id },
    ...(leadId !== undefined && { leadId }),
    subject,
    ...(at > now && { notBefore: at }),
  });
  if (messageId === null) return 'queued-before';
  const notification = { personId: person.id, messageId, localDate: dayOf(at), at };
  await noteNotification(trx, workspaceId, notification);
  return 'queued';
}
