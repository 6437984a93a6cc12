import type { Context, PersonActor } from '../context.ts';
import { hasTakenEffect, noteInteraction } from '../db/interactionStore.ts';
import { may } from '../leads/permissions.ts';
import { channelCalendar } from '../people/calendar.ts';
import { meetPerson } from '../people/meetPerson.ts';
import { type Barred, barred, rolesIn } from '../people/roles.ts';
import { localDate, mondayOf } from '../people/zone.ts';
import type { Goal } from './goal.ts';
import { endOpenGoals, findGoal, lockGoals } from './goalStore.ts';

export type EndGoalOutcome =
  | { readonly outcome: 'ended'; readonly goal: Goal }
  | { readonly outcome: 'ended-already' | 'gone' | 'repeated' }
  | { readonly outcome: 'not-allowed'; readonly why: Barred | 'manager' };

/** Ends a goal with the week before this one: what runs is not decided any more. */
export async function endGoal(
  ctx: Context,
  { by, goalId }: { by: PersonActor; goalId: number },
): Promise<EndGoalOutcome> {
  const { workspaceId } = ctx;
  const person = await meetPerson(ctx, by.id);
  const why = barred(person);
  if (!person || why) return { outcome: 'not-allowed', why: why ?? 'unknown' };
  const goal = await findGoal(ctx.db, workspaceId, goalId);
  if (!goal) return { outcome: 'gone' };
  const { document } = await ctx.settings.current();
  if (!may('set a goal', rolesIn(document, person, goal.channelId)))
    return { outcome: 'not-allowed', why: 'manager' };
  const now = ctx.clock.now();
  const { timezone } = channelCalendar(goal.channelId, document);
  return ctx.db.transaction().execute(async (trx): Promise<EndGoalOutcome> => {
    await lockGoals(trx, workspaceId, [goal.channelId]);
    if (await hasTakenEffect(trx, workspaceId, by)) return { outcome: 'repeated' };
    const endsOn = mondayOf(localDate(now, timezone));
    const ended = await endOpenGoals(trx, workspaceId, { id: goal.id }, endsOn);
    if (ended === 0) return { outcome: 'ended-already' };
    await noteInteraction(trx, workspaceId, by, now);
    return { outcome: 'ended', goal };
  });
}
