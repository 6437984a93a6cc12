import type { Context, PersonActor } from '../context.ts';
import { hasTakenEffect, noteInteraction } from '../db/interactionStore.ts';
import { withoutNext } from './away.ts';
import { meetPerson } from './meetPerson.ts';
import { lockPeople, saveClock } from './peopleStore.ts';
import type { Away } from './person.ts';
import { type Barred, barred } from './roles.ts';

export type ComeBackOutcome =
  /** `ended`: the period that ran, or the next one, that is not to be. */
  | { readonly outcome: 'back' | 'taken-back'; readonly ended: Away }
  | { readonly outcome: 'not-away' }
  /** By a manager, who can end it. */
  | { readonly outcome: 'paused'; readonly until: Date }
  /** This interaction has taken effect already. */
  | { readonly outcome: 'repeated' }
  | { readonly outcome: 'not-allowed'; readonly why: Barred };

/** Ends a person's being away now; where they are not, takes back the next period that they said. */
export async function comeBack(
  ctx: Context,
  { by }: { readonly by: PersonActor },
): Promise<ComeBackOutcome> {
  const { workspaceId } = ctx;
  await meetPerson(ctx, by.id);
  const now = ctx.clock.now();
  return ctx.db.transaction().execute(async (trx): Promise<ComeBackOutcome> => {
    const [person] = await lockPeople(trx, workspaceId, [by.id]);
    const why = barred(person ?? null);
    if (!person || why) return { outcome: 'not-allowed', why: why ?? 'unknown' };
    if (await hasTakenEffect(trx, workspaceId, by)) return { outcome: 'repeated' };
    const without = withoutNext(person.away, now);
    const pause = person.away.find(({ origin, until }) => origin === 'paused' && until > now);
    if (!without)
      return pause ? { outcome: 'paused', until: pause.until } : { outcome: 'not-away' };
    await noteInteraction(trx, workspaceId, by, now);
    await saveClock(trx, workspaceId, by.id, { away: without.away }, now);
    const { ended } = without;
    return { outcome: ended.from <= now ? 'back' : 'taken-back', ended };
  });
}
