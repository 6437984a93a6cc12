import type { Context, PersonActor } from '../context.ts';
import { hasTakenEffect, noteInteraction } from '../db/interactionStore.ts';
import { longestAway, overlap, periodsAhead, withPeriod } from './away.ts';
import { meetPerson } from './meetPerson.ts';
import { lockPeople, saveClock } from './peopleStore.ts';
import type { Away, Person } from './person.ts';
import { type Barred, barred } from './roles.ts';
import { writtenMoment } from './zone.ts';

export type GoAway = {
  readonly by: PersonActor;
  /** Left out: now. */
  readonly from?: Date | undefined;
  readonly until: Date;
  readonly standInId?: string | null | undefined;
};

export type AwayField = 'from' | 'until' | 'standIn';

export type GoAwayOutcome =
  | { readonly outcome: 'away'; readonly period: Away }
  /** This interaction has taken effect already. */
  | { readonly outcome: 'repeated' }
  /** A sentence for people, by the field that it belongs to. */
  | { readonly outcome: 'invalid'; readonly errors: Readonly<Partial<Record<AwayField, string>>> }
  | { readonly outcome: 'not-allowed'; readonly why: Barred };

/**
 * Somebody says when they are away, now or later, for a year at most, and who takes what is urgent
 * meanwhile: a full member who is there. Nothing that is due of theirs becomes due in that time.
 */
export async function goAway(ctx: Context, going: GoAway): Promise<GoAwayOutcome> {
  const { workspaceId } = ctx;
  const { by, standInId = null } = going;
  const concerned = [by.id, ...(standInId ? [standInId] : [])];
  for (const id of concerned) await meetPerson(ctx, id);
  const now = ctx.clock.now();
  const period: Away = { from: going.from ?? now, until: going.until, standInId, origin: 'said' };
  return ctx.db.transaction().execute(async (trx): Promise<GoAwayOutcome> => {
    // Both, so that no two people can become each other's at once.
    const locked = await lockPeople(trx, workspaceId, concerned);
    const person = locked.find(({ id }) => id === by.id) ?? null;
    const why = barred(person);
    if (!person || why) return { outcome: 'not-allowed', why: why ?? 'unknown' };
    if (await hasTakenEffect(trx, workspaceId, by)) return { outcome: 'repeated' };

    const wrong =
      periodFault(period, person, now) ??
      (standInId
        ? standInFault(period, person, locked.find(({ id }) => id === standInId) ?? null)
        : null);
    if (wrong) return { outcome: 'invalid', errors: wrong };
    await noteInteraction(trx, workspaceId, by, now);
    await saveClock(trx, workspaceId, by.id, { away: withPeriod(person.away, period, now) }, now);
    return { outcome: 'away', period };
  });
}

type Fault = { readonly [Field in AwayField]?: string };

function periodFault(period: Away, person: Person, now: Date): Fault | null {
  const { from, until } = period;
  if (from < now) return { from: 'This is in the past. Choose now or a later time.' };
  if (until <= now) return { until: 'This is in the past. Say when you are back.' };
  if (until <= from) return { until: 'You would be back before you leave. Choose a later time.' };
  if (until.getTime() - now.getTime() > longestAway)
    return { until: 'This is more than a year ahead. Choose an earlier time.' };
  const said = periodsAhead(person.away, now).filter(({ origin }) => origin === 'said');
  const other = said.find((one) => overlap(one, period));
  if (!other) return null;
  const [begin, end] = [other.from, other.until].map((at) => writtenMoment(at, person.timezone));
  return {
    [other.from <= from ? 'from' : 'until']:
      `You are away from ${begin} until ${end} already. Take that back first: /lead back`,
  };
}

function standInFault(period: Away, person: Person, standIn: Person | null): Fault | null {
  if (!standIn) return { standIn: 'Slack does not list them as a member of this workspace.' };
  const { name, away } = standIn;
  if (standIn.id === person.id) return { standIn: 'Choose somebody else than yourself.' };
  if (standIn.isDeactivated) return { standIn: `${name} has left. Choose somebody else.` };
  if (standIn.isBot) return { standIn: `${name} is an app. Choose a person.` };
  if (standIn.isGuest) return { standIn: `${name} is a guest. Choose a full member.` };
  // Whoever is away stands in for nobody new: so there is never a circle, however long.
  const meanwhile = away.filter((one) => one.until > one.from && overlap(one, period));
  if (meanwhile.some(({ standInId }) => standInId === person.id))
    return { standIn: `You stand in for ${name} at that time. Choose somebody else.` };
  return meanwhile.length > 0
    ? { standIn: `${name} is away at that time. Choose somebody else.` }
    : null;
}
