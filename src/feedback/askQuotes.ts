import type { Context } from '../context.ts';
import { findPerson } from '../people/peopleStore.ts';
import { tellPerson } from '../people/tellPerson.ts';
import { day, localDate } from '../people/zone.ts';
import { askKey, type Converter, findAsked, findConverters, insertAsk } from './quoteStore.ts';
import { monthOf } from './sourceFigures.ts';

const days = 90;
const least = 5;
/** Of one source, and of one rep, in a month. */
const most = 3;

/**
 * Asks those who convert a source's leads best what they would say of them: at most three of each
 * source a month, and nobody for more than three sources. Whoever cannot be told that day is asked on
 * another. An owner of a source is not asked about it.
 */
export async function askQuotes(ctx: Context): Promise<{ asked: number }> {
  const { db, workspaceId } = ctx;
  const now = ctx.clock.now();
  const { document } = await ctx.settings.current();
  const month = monthOf(localDate(now, document.timezone));
  const since = new Date(now.getTime() - days * day);
  const asked = await findAsked(db, workspaceId, month);
  const before = asked.length;
  for (const [sourceKey, { owner }] of Object.entries(document.sources)) {
    const free = most - asked.filter((one) => one.sourceKey === sourceKey).length;
    if (free <= 0) continue;
    const best = (await findConverters(db, workspaceId, { sourceKey, since, least }))
      .filter(({ personId }) => personId !== owner)
      .slice(0, most)
      .filter(
        ({ personId }) => !asked.some((o) => o.sourceKey === sourceKey && o.personId === personId),
      )
      .slice(0, free);
    for (const { personId } of best) {
      if (asked.filter((one) => one.personId === personId).length >= most) continue;
      if (await ask(ctx, { sourceKey, personId, month })) asked.push({ sourceKey, personId });
    }
  }
  if (asked.length > before) ctx.wakeDelivery();
  return { asked: asked.length - before };
}

async function ask(
  ctx: Context,
  of: Pick<Converter, 'personId'> & { sourceKey: string; month: string },
): Promise<boolean> {
  const { db, workspaceId } = ctx;
  const person = await findPerson(db, workspaceId, of.personId);
  if (!person) return false;
  return db.transaction().execute(async (trx) => {
    const { sourceKey, month } = of;
    const told = await tellPerson(ctx, trx, {
      ...{ person, kind: 'quote-ask', perDay: 1, key: askKey(of) },
      subject: { source: sourceKey, month },
    });
    if (told !== 'queued') return false;
    await insertAsk(trx, workspaceId, { ...of, at: ctx.clock.now() });
    return true;
  });
}
