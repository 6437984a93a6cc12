import type { Context, PersonActor } from '../context.ts';
import { hasTakenEffect, noteInteraction } from '../db/interactionStore.ts';
import { isRegion } from '../settings/holidays.ts';
import type { Settings, WorkingTimeSettings } from '../settings/settings.ts';
import { calendarOf } from './calendar.ts';
import { meetPerson } from './meetPerson.ts';
import { hoursAWeek, latestHours, nextWorkingDate, sameHours, withHours } from './ownHours.ts';
import { lockPeople, saveClock } from './peopleStore.ts';
import { type Barred, barred } from './roles.ts';

export type SetOwnHours = {
  readonly by: PersonActor;
  /** The same as the workspace's: they follow the workspace, whatever its hours will be. */
  readonly workingTime: WorkingTimeSettings;
  /** As it is typed: `DE` or `de-be`. Empty: the workspace's. */
  readonly holidayRegion: string;
};

export type OwnHoursField = 'days' | 'to' | 'region';

export type SetOwnHoursOutcome =
  /** `holdsFrom`: the local date from which the hours hold; null where they are as before. */
  | { readonly outcome: 'set'; readonly holdsFrom: string | null }
  /** This interaction has taken effect already. */
  | { readonly outcome: 'repeated' }
  /** A sentence for people, by the field that it belongs to. */
  | {
      readonly outcome: 'invalid';
      readonly errors: Readonly<Partial<Record<OwnHoursField, string>>>;
    }
  | { readonly outcome: 'not-allowed'; readonly why: Barred };

/**
 * Somebody says when they work, from their next working day on, and whose public holidays are theirs,
 * from now on. It adds up to `limits.weeklyHours` at least.
 */
export async function setOwnHours(ctx: Context, set: SetOwnHours): Promise<SetOwnHoursOutcome> {
  const { workspaceId } = ctx;
  const { by } = set;
  const now = ctx.clock.now();
  const holidayRegion = set.holidayRegion.trim().toUpperCase() || null;
  const why = barred(await meetPerson(ctx, by.id));
  if (why) return { outcome: 'not-allowed', why };
  const { document } = await ctx.settings.current();
  const workingTime = sameHours(set.workingTime, document.workingTime) ? null : set.workingTime;
  const errors = {
    ...(workingTime && hoursFault(workingTime, document)),
    ...(holidayRegion && (await regionFault(holidayRegion, document))),
  };
  if (Object.keys(errors).length > 0) return { outcome: 'invalid', errors };
  if (holidayRegion) await keepHolidaysOf(ctx, holidayRegion, by);

  return ctx.db.transaction().execute(async (trx): Promise<SetOwnHoursOutcome> => {
    const [person] = await lockPeople(trx, workspaceId, [by.id]);
    if (!person) return { outcome: 'not-allowed', why: 'unknown' };
    if (await hasTakenEffect(trx, workspaceId, by)) return { outcome: 'repeated' };
    const isSame = sameHours(latestHours(person.ownHours), workingTime);
    const holdsFrom = nextWorkingDate(calendarOf(person, document), now);
    const ownHours = isSame
      ? person.ownHours
      : withHours(person.ownHours, { holdsFrom, workingTime });
    await noteInteraction(trx, workspaceId, by, now);
    if (!isSame || holidayRegion !== person.holidayRegion)
      await saveClock(trx, workspaceId, by.id, { ownHours, holidayRegion }, now);
    return { outcome: 'set', holdsFrom: isSame ? null : holdsFrom };
  });
}

type Fault = { readonly [Field in OwnHoursField]?: string };

function hoursFault(workingTime: WorkingTimeSettings, { limits }: Settings): Fault | null {
  const { from, to, nightShift } = workingTime;
  if (to <= from && !nightShift)
    return {
      to: 'This is not after the beginning. For a night shift, tick that it ends next day.',
    };
  if (to > from && nightShift)
    return { to: 'A night shift ends on the next day, not later than the time it began.' };
  const hours = Math.round(hoursAWeek(workingTime) * 10) / 10;
  if (hours >= limits.weeklyHours) return null;
  return {
    days: `This is ${hours} ${hours === 1 ? 'hour' : 'hours'} a week; the least is ${limits.weeklyHours}. Add days or hours.`,
  };
}

async function regionFault(region: string, { holidays }: Settings): Promise<Fault | null> {
  if (Object.hasOwn(holidays, region) || (await isRegion(region))) return null;
  return {
    region:
      'No public holidays are known for this. Write a country or region such as DE or DE-BE, or leave it empty.',
  };
}

/** Before anyone's calendar needs them. */
async function keepHolidaysOf(ctx: Context, region: string, by: PersonActor): Promise<void> {
  const { document } = await ctx.settings.current();
  if (Object.hasOwn(document.holidays, region)) return;
  await ctx.settings.change(
    (current) => ({
      ...current,
      holidays: { [region]: { until: 0, dates: [] }, ...current.holidays },
    }),
    { authorId: by.id, note: `public holidays of ${region}`, now: ctx.clock.now() },
  );
}
