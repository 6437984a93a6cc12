import type { Context } from '../context.ts';
import { findPeople } from '../people/peopleStore.ts';
import { tellPerson } from '../people/tellPerson.ts';
import { localDate } from '../people/zone.ts';
import { judgeLeads } from './judgeLeads.ts';
import { payNudgeKey } from './payNudgeMessage.ts';
import { findKeys, markPayNudgesChangedByOthers } from './payStore.ts';
import { nextToClose, nudgeFrom, type PayPeriod } from './period.ts';
import { findHolders } from './traceStore.ts';

const batch = 100;

/**
 * Tells each rep once a period what blocks it, from `pay.nudgeDays` before the cut-off on, in their
 * working time and within their noise budget. Run hourly: who is not to be notified today is told
 * on the next day. What others changed on somebody's leads is drawn into theirs then, too.
 */
export async function sendPayNudges(ctx: Context): Promise<{ told: number }> {
  const { db, workspaceId } = ctx;
  const now = ctx.clock.now();
  const { pay, timezone } = (await ctx.settings.current()).document;
  const settings = pay && { pay, timezone };
  const period = settings && nextToClose(settings, localDate(now, timezone), now);
  if (!settings || !period || now < nudgeFrom(period, settings)) return { told: 0 };
  const holders = await findHolders(db, workspaceId, {
    channelIds: null,
    startsAt: period.startsAt,
  });
  const keys = await findKeys(
    db,
    workspaceId,
    holders.map((id) => payNudgeKey(period, id)),
  );
  const untold = holders.filter((id) => !keys.has(payNudgeKey(period, id)));
  let told = 0;
  for (let at = 0; at < untold.length; at += batch) {
    told += await tellSome(ctx, period, untold.slice(at, at + batch), now);
  }
  const stale = await markPayNudgesChangedByOthers(db, workspaceId);
  if (told + stale > 0) ctx.wakeDelivery();
  return { told };
}

async function tellSome(
  ctx: Context,
  period: PayPeriod,
  personIds: readonly string[],
  now: Date,
): Promise<number> {
  const verdicts = await judgeLeads(ctx, { period, asOf: now, personIds });
  const blocked = personIds.filter((id) =>
    verdicts.get(id)?.some(({ state }) => state === 'blocked'),
  );
  let told = 0;
  for (const person of await findPeople(ctx.db, ctx.workspaceId, blocked)) {
    const { from, until } = period;
    const key = payNudgeKey(period, person.id);
    const answer = await ctx.db.transaction().execute((trx) =>
      tellPerson(ctx, trx, {
        ...{ person, key },
        kind: 'pay-nudge',
        perDay: 1,
        subject: { from, until },
      }),
    );
    if (answer === 'queued') told += 1;
  }
  return told;
}
