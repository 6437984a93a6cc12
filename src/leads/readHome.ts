import type { Context } from '../context.ts';
import { periodsAhead } from '../people/away.ts';
import { meetPerson } from '../people/meetPerson.ts';
import { isPausedByLeases } from '../people/person.ts';
import { findStoodInFor } from '../people/peopleStore.ts';
import { barred, type Role, rolesIn } from '../people/roles.ts';
import type { Settings } from '../settings/settings.ts';
import { findOverdueIn, findUnclaimedIn, type Waiting, workloadOf } from './homeStore.ts';
import { type Home, type Listed, shownOwn, shownTeam } from './homeView.ts';
import { findLeads, findOpenLeadsOf } from './leadStore.ts';
import { readOperation } from './readOperation.ts';

/** What Home shows a person now. Null: someone who may do nothing here. */
export async function readHome(ctx: Context, personId: string): Promise<Home | null> {
  const { db, workspaceId } = ctx;
  const now = ctx.clock.now();
  const person = await meetPerson(ctx, personId);
  if (!person || barred(person)) return null;
  const { document } = await ctx.settings.current();
  const channels = Object.keys(document.channels);
  const channelsAs = (role: Role) =>
    channels.filter((id) => rolesIn(document, person, id).has(role));
  const managed = channelsAs('manager');
  return {
    ownTime: { person, standsIn: await standsIn(ctx, personId, now) },
    workload: await workloadOf(db, workspaceId, personId, now),
    own: await findOpenLeadsOf(db, workspaceId, personId, shownOwn),
    team:
      managed.length === 0
        ? null
        : { ...(await readTeam(ctx, managed, now)), claimsIn: channelsAs('rep') },
    pausedAfter:
      isPausedByLeases(person, document) && takesTurns(person.id, document)
        ? person.leasesEnded
        : null,
    operation: rolesIn(document, person, '').has('admin') ? await readOperation(ctx) : null,
    empty: channels.length === 0,
    now,
  };
}

const takesTurns = (id: string, { channels, routing }: Settings): boolean =>
  Object.entries(channels).some(
    ([channelId, { mode, roster }]) =>
      roster.includes(id) &&
      (mode === 'round-robin' ||
        routing.some((rule) => rule.channel === channelId && rule.mode === 'round-robin')),
  );

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
  channels: readonly string[],
  now: Date,
): Promise<{ unclaimed: Listed; overdue: Listed }> {
  const { db, workspaceId } = ctx;
  return {
    unclaimed: await listed(ctx, await findUnclaimedIn(db, workspaceId, channels, shownTeam)),
    overdue: await listed(ctx, await findOverdueIn(db, workspaceId, channels, shownTeam, now)),
  };
}

async function listed({ db, workspaceId }: Context, { ids, count }: Waiting): Promise<Listed> {
  const leads = await findLeads(db, workspaceId, ids);
  return { leads: leads.toSorted((a, b) => ids.indexOf(a.id) - ids.indexOf(b.id)), count };
}
