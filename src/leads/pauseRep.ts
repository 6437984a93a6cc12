import type { Context, PersonActor } from '../context.ts';
import { cleanText } from '../db/cleanText.ts';
import { hasTakenEffect, noteInteraction } from '../db/interactionStore.ts';
import { wholeDays, withPause } from '../people/away.ts';
import { calendarOf } from '../people/calendar.ts';
import { meetPerson } from '../people/meetPerson.ts';
import { lockPeople, saveClock } from '../people/peopleStore.ts';
import { type Barred, barred } from '../people/roles.ts';
import { localDate } from '../people/zone.ts';
import { mayPause } from './mayPause.ts';
import { channelsOfOpenLeads, endPauses, insertPause } from './overrideStore.ts';
import { exceptionEndError } from './waiveLead.ts';

export type PauseRep = {
  readonly repId: string;
  readonly by: PersonActor;
  /** A local date of the rep's: their first working day again, YYYY-MM-DD. */
  readonly until: string;
  /** In the manager's words; printed in the digest. */
  readonly reason: string;
};

export type PauseOutcome =
  | { readonly outcome: 'paused'; readonly until: Date }
  /** Nobody makes an exception for themselves. */
  | { readonly outcome: 'oneself' }
  | { readonly outcome: 'invalid'; readonly errors: { until?: string; reason?: string } }
  | { readonly outcome: 'not-allowed'; readonly why: Barred | 'manager' }
  | { readonly outcome: 'repeated' };

/**
 * A rep's leads stand still until that day, at most 31 days ahead: their windows, their leases, what
 * they are sent; what is urgent goes to the managers, and no new leads come by turn. A manager's
 * exception, for others, kept as an override and printed in the digest. A manager of a channel where
 * the rep works may, and an admin of it.
 */
export async function pauseRep(
  ctx: Context,
  { repId, by, until: on, reason }: PauseRep,
): Promise<PauseOutcome> {
  const { workspaceId } = ctx;
  if (repId === by.id) return { outcome: 'oneself' };
  const manager = await meetPerson(ctx, by.id);
  await meetPerson(ctx, repId);
  const why = barred(manager);
  if (!manager || why) return { outcome: 'not-allowed', why: why ?? 'unknown' };
  const now = ctx.clock.now();
  const { document } = await ctx.settings.current();
  return ctx.db.transaction().execute(async (trx): Promise<PauseOutcome> => {
    const [rep] = await lockPeople(trx, workspaceId, [repId]);
    const openIn = await channelsOfOpenLeads(trx, workspaceId, repId);
    if (!rep || !mayPause(manager, repId, openIn, document)) {
      return { outcome: 'not-allowed', why: 'manager' };
    }
    if (await hasTakenEffect(trx, workspaceId, by)) return { outcome: 'repeated' };
    const calendar = calendarOf(rep, document);
    const today = localDate(now, calendar.timezone);
    const { until } = wholeDays({ from: today, until: on }, calendar, now);
    const wrong = {
      until: exceptionEndError(until, now),
      reason: cleanText(reason) ? null : 'Say in a few words why.',
    };
    const errors = Object.entries(wrong).filter(([, error]) => error !== null);
    if (errors.length > 0) return { outcome: 'invalid', errors: Object.fromEntries(errors) };

    await noteInteraction(trx, workspaceId, by, now);
    await endPauses(trx, workspaceId, { repId, by: by.id, now });
    const pause = { repId, givenBy: by.id, reason: cleanText(reason), from: now, until };
    await insertPause(trx, workspaceId, pause);
    await saveClock(trx, workspaceId, repId, { away: withPause(rep.away, until, now) }, now);
    return { outcome: 'paused', until };
  });
}
