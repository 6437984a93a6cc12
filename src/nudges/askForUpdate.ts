import type { Context, PersonActor } from '../context.ts';
import { calendarOf } from '../people/calendar.ts';
import { nudgesADay } from '../people/person.ts';
import { meetPerson } from '../people/meetPerson.ts';
import { findPerson } from '../people/peopleStore.ts';
import { barred, rolesIn } from '../people/roles.ts';
import { nextWorkingTime } from '../people/workingTime.ts';
import { localDate } from '../people/zone.ts';
import { may } from '../leads/permissions.ts';
import { enqueueMessage } from '../slack/messageStore.ts';
import { nextNotification } from '../people/noiseBudget.ts';
import { lockNotifications, noteNotification } from '../people/notificationStore.ts';
import { openBreaches, tellOwnBy } from './nudgeStore.ts';

export type AskOutcome =
  /** The nudge goes out now, or `at` when the rep works again or the last one is long enough ago. */
  | { readonly outcome: 'asked'; readonly now: boolean; readonly at: Date; readonly leads: number }
  | { readonly outcome: 'asked-already' }
  | { readonly outcome: 'nudged-enough'; readonly times: number }
  | { readonly outcome: 'nothing-due' }
  /** The rep has left, or has no working time at all. */
  | { readonly outcome: 'cannot-be-nudged' }
  | { readonly outcome: 'not-allowed' };

/**
 * Nudges a rep on a manager's word, about everything that is past its window: once a day for each
 * manager, in the rep's working time, within the rep's number of nudges a day. A manager of a channel
 * where the rep has something overdue may, and an admin.
 */
export async function askForUpdate(
  ctx: Context,
  { repId, by }: { repId: string; by: PersonActor },
): Promise<AskOutcome> {
  const { db, workspaceId } = ctx;
  const now = ctx.clock.now();
  const { document } = await ctx.settings.current();
  const [rep, asker] = [await findPerson(db, workspaceId, repId), await meetPerson(ctx, by.id)];
  const breaches = await openBreaches(db, workspaceId, repId);
  const mayAsk =
    asker &&
    breaches.some(({ channelId }) => may('ask for an update', rolesIn(document, asker, channelId)));
  if (breaches.length === 0) return { outcome: 'nothing-due' };
  if (!mayAsk) return { outcome: 'not-allowed' };
  const calendar = rep && !barred(rep) ? calendarOf(rep, document) : null;
  const working = calendar && nextWorkingTime(now, calendar);
  if (!working) return { outcome: 'cannot-be-nudged' };

  const outcome = await db.transaction().execute(async (trx): Promise<AskOutcome> => {
    const dayOf = (instant: Date) => localDate(instant, calendar.timezone);
    const history = await lockNotifications(trx, workspaceId, repId, {
      localDate: dayOf(working),
      now,
    });
    const perDay = rep ? nudgesADay(rep, document) : 0;
    const at = nextNotification({ now, calendar, kind: 'nudge', perDay, history });
    if (at === 'never') return { outcome: 'cannot-be-nudged' };
    if (at === 'used-up') {
      const times = history.filter((one) => one.localDate === dayOf(working)).length;
      return { outcome: 'nudged-enough', times };
    }
    const date = dayOf(at);
    const messageId = await enqueueMessage(trx, {
      workspaceId,
      kind: 'nudge',
      key: `nudge:${repId}:${date}:asked-by-${by.id}`,
      personId: repId,
      subject: { date, asked_by: by.id },
      destination: repId,
      now,
      notBefore: at,
    });
    if (messageId === null) return { outcome: 'asked-already' };
    await noteNotification(trx, workspaceId, { personId: repId, messageId, localDate: date, at });
    await tellOwnBy(trx, workspaceId, repId, { messageId, now: at });
    return { outcome: 'asked', now: at <= now, at, leads: breaches.length };
  });
  if (outcome.outcome === 'asked') ctx.wakeDelivery();
  return outcome;
}
