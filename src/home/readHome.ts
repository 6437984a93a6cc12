import type { Context } from '../context.ts';
import { periodsAhead } from '../people/away.ts';
import { meetPerson } from '../people/meetPerson.ts';
import type { Person } from '../people/person.ts';
import { findStoodInFor } from '../people/peopleStore.ts';
import { barred, type Role, rolesIn } from '../people/roles.ts';
import { turnsPausedAfter } from '../people/turns.ts';
import { atLocalTime, day, dayNumber, isoDate, localDate, mondayOf } from '../people/zone.ts';
import { type Settings, sourceName } from '../settings/settings.ts';
import { complianceOver } from '../leads/complianceStore.ts';
import {
  type Home,
  type HomeLook,
  type Listed,
  ownPage,
  shownTeam,
  shownWaiting,
  type Team,
} from './home.ts';
import {
  findEscalatedTo,
  findOfTeam,
  findOwn,
  type Ids,
  sourceFigures,
  touchesSince,
  workloadOf,
} from './homeStore.ts';
import { seenSources } from '../feedback/sourceReach.ts';
import { findLastReviews } from '../digests/reviewStore.ts';
import { findHeld } from '../leads/holdStore.ts';
import { findLeads } from '../leads/leadStore.ts';
import { readOperation } from './readOperation.ts';
import { readTeamReps } from './readTeamReps.ts';

/** A talk of longer ago is not what counts now. */
const shownForDays = 60;
const shownAgreed = 3;

const firstPage = { list: 'open', page: 0, isNew: false } as const;

/** What Home shows a person now. Null: someone who may do nothing here. */
export async function readHome(
  ctx: Context,
  personId: string,
  { isNew, ...look }: HomeLook & { readonly isNew: boolean } = firstPage,
): Promise<Home | null> {
  const { db, workspaceId } = ctx;
  const now = ctx.clock.now();
  const person = await meetPerson(ctx, personId);
  if (!person || barred(person)) return null;
  const { document } = await ctx.settings.current();
  const channels = Object.keys(document.channels);
  const channelsAs = (role: Role) =>
    channels.filter((id) => rolesIn(document, person, id).has(role));
  const managed = channelsAs('manager');
  const isManager = managed.length > 0;
  const isAdmin = rolesIn(document, person, '').has('admin');
  // None of them waits for another.
  const [standing, workload, own, week, team, sources, waiting, operation] = await Promise.all([
    standsIn(ctx, personId, now),
    workloadOf(db, workspaceId, personId, now),
    readOwn(ctx, personId, look, ownPage({ team: isManager }), now),
    readWeek(ctx, person, now),
    isManager ? readTeam(ctx, personId, managed, now) : null,
    readSources(ctx, personId, document, now),
    readWaiting(ctx, personId, document),
    isAdmin ? readOperation(ctx) : null,
  ]);
  return {
    ownTime: { person, standsIn: standing },
    isNew,
    workload,
    look,
    own,
    week,
    agreed: await findLastReviews(db, workspaceId, {
      personId,
      since: isoDate(dayNumber(localDate(now, person.timezone)) - shownForDays),
      limit: shownAgreed,
    }),
    team: team && { ...team, claimsIn: channelsAs('rep') },
    sources,
    seesSources: seenSources(document, person).length > 0,
    waiting,
    pausedAfter: turnsPausedAfter(person, document),
    keepsPay: document.pay !== undefined,
    operation,
    empty: channels.length === 0,
    now,
  };
}

async function readOwn(
  ctx: Context,
  personId: string,
  { list, page }: HomeLook,
  size: number,
  now: Date,
): Promise<Listed> {
  const ask = { list, now, from: page * size, limit: size };
  return listed(ctx, await findOwn(ctx.db, ctx.workspaceId, personId, ask));
}

/** The week that it is for the person. */
async function readWeek(ctx: Context, { id, timezone }: Person, now: Date): Promise<Home['week']> {
  const monday = mondayOf(localDate(now, timezone));
  const sunday = isoDate(dayNumber(monday) + 6);
  const from = atLocalTime(monday, '00:00', timezone);
  return {
    compliance: await complianceOver(ctx, { personId: id, from: monday, until: sunday }),
    touches: await touchesSince(ctx.db, ctx.workspaceId, id, from),
  };
}

async function readWaiting(ctx: Context, personId: string, { sources }: Settings): Promise<Listed> {
  const sourceKeys = sourcesOf(personId, sources);
  if (sourceKeys.length === 0) return { leads: [], count: 0 };
  return listed(ctx, await findHeld(ctx.db, ctx.workspaceId, { sourceKeys }, shownWaiting));
}

const sourcesOf = (personId: string, sources: Settings['sources']): string[] =>
  Object.entries(sources).flatMap(([key, { owner }]) => (owner === personId ? [key] : []));

async function readSources(ctx: Context, personId: string, settings: Settings, now: Date) {
  const keys = sourcesOf(personId, settings.sources);
  if (keys.length === 0) return [];
  const since = new Date(now.getTime() - 30 * day);
  const figures = await sourceFigures(ctx.db, ctx.workspaceId, keys, since);
  const none = { arrived: 0, unclaimed: 0, worked: 0, qualified: 0, won: 0, disqualified: 0 };
  return keys.map((key) => ({
    ...(figures.find((one) => one.key === key) ?? { key, ...none }),
    name: sourceName(settings, key),
  }));
}

/** The periods, running and ahead, in which somebody stands in for others. */
async function standsIn({ db, workspaceId }: Context, personId: string, now: Date) {
  const others = await findStoodInFor(db, workspaceId, personId);
  return others.flatMap(({ id, away }) =>
    periodsAhead(away, now)
      .filter(({ standInId }) => standInId === personId)
      .map((period) => ({ for: id, period })),
  );
}

async function readTeam(
  ctx: Context,
  personId: string,
  channels: readonly string[],
  now: Date,
): Promise<Omit<Team, 'claimsIn'>> {
  const { db, workspaceId } = ctx;
  const ofTeam = async (list: 'unclaimed' | 'held' | 'overdue') =>
    listed(
      ctx,
      await findOfTeam(db, workspaceId, channels, {
        list,
        managerId: personId,
        now,
        limit: shownTeam,
      }),
    );
  return {
    reps: await readTeamReps(ctx, channels, now),
    escalated: await listed(ctx, await findEscalatedTo(db, workspaceId, personId, shownTeam)),
    unclaimed: await ofTeam('unclaimed'),
    held: await ofTeam('held'),
    overdue: await ofTeam('overdue'),
  };
}

async function listed({ db, workspaceId }: Context, { ids, count }: Ids): Promise<Listed> {
  const leads = await findLeads(db, workspaceId, ids);
  return { leads: leads.toSorted((a, b) => ids.indexOf(a.id) - ids.indexOf(b.id)), count };
}
