import type { Context, PersonActor } from '../context.ts';
import { hasTakenEffect, noteInteraction } from '../db/interactionStore.ts';
import { may } from '../leads/permissions.ts';
import { channelCalendar } from '../people/calendar.ts';
import { meetPerson } from '../people/meetPerson.ts';
import { type Barred, barred, rolesIn } from '../people/roles.ts';
import { dayNumber, isoDate, localDate, mondayOf } from '../people/zone.ts';
import { readShare, readWithin } from './goal.ts';
import { endOpenGoals, insertGoal, lockGoals } from './goalStore.ts';

/** As somebody typed and chose it. */
export type WantedGoal = {
  /** Null: each channel in which they may set one. */
  readonly channelId: string | null;
  readonly of: 'on-time' | 'first-touch';
  readonly share: string;
  /** Of first touches. */
  readonly within: string;
  readonly from: 'this-week' | 'next-week';
};

export type GoalField = 'channel' | 'share' | 'within';

export type SetGoalsOutcome =
  | { readonly outcome: 'set'; readonly startsOn: string; readonly channels: readonly string[] }
  | { readonly outcome: 'repeated' }
  /** A sentence for people, by the field that it belongs to. */
  | { readonly outcome: 'invalid'; readonly errors: Readonly<Partial<Record<GoalField, string>>> }
  | { readonly outcome: 'not-allowed'; readonly why: Barred | 'manager' };

/**
 * Sets a goal for one channel or for all in which somebody may, in place of the one of that kind that
 * goes on there. It holds from this week's Monday or the next on, on each channel's clock, until a
 * manager ends it.
 */
export async function setGoals(
  ctx: Context,
  { by, wanted }: { by: PersonActor; wanted: WantedGoal },
): Promise<SetGoalsOutcome> {
  const { workspaceId } = ctx;
  const person = await meetPerson(ctx, by.id);
  const why = barred(person);
  if (!person || why) return { outcome: 'not-allowed', why: why ?? 'unknown' };
  const { document } = await ctx.settings.current();
  const channels = Object.keys(document.channels).filter(
    (id) => (wanted.channelId ?? id) === id && may('set a goal', rolesIn(document, person, id)),
  );
  if (channels.length === 0) return { outcome: 'not-allowed', why: 'manager' };
  const share = readShare(wanted.share);
  const within = wanted.of === 'first-touch' ? readWithin(wanted.within) : null;
  const errors = faults(wanted, share, within);
  if (share === null || Object.keys(errors).length > 0) return { outcome: 'invalid', errors };

  const now = ctx.clock.now();
  const startOn = (channelId: string) => {
    const monday = mondayOf(localDate(now, channelCalendar(channelId, document).timezone));
    return wanted.from === 'this-week' ? monday : isoDate(dayNumber(monday) + 7);
  };
  return ctx.db.transaction().execute(async (trx): Promise<SetGoalsOutcome> => {
    await lockGoals(trx, workspaceId, channels);
    if (await hasTakenEffect(trx, workspaceId, by)) return { outcome: 'repeated' };
    await noteInteraction(trx, workspaceId, by, now);
    for (const channelId of channels) {
      const startsOn = startOn(channelId);
      await endOpenGoals(trx, workspaceId, { channelId, within }, startsOn);
      const goal = { channelId, share, within, setBy: person.id, startsOn };
      await insertGoal(trx, workspaceId, goal, now);
    }
    return { outcome: 'set', startsOn: startOn(channels[0] ?? ''), channels };
  });
}

function faults(
  { of, share: typed, within: typedWithin }: WantedGoal,
  share: number | null,
  within: string | null,
): Partial<Record<GoalField, string>> {
  return {
    ...(share === null && {
      share: `“${typed.trim().slice(0, 40)}” is not a share from 1 to 100 %. Try 95.`,
    }),
    ...(of === 'first-touch' &&
      within === null && {
        within: typedWithin.trim()
          ? 'Say it in minutes or hours of working time, such as 45m or 1h.'
          : 'Say within which time, such as 1h.',
      }),
  };
}
