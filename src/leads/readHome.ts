import type { Context } from '../context.ts';
import { meetPerson } from '../people/meetPerson.ts';
import { barred, type Role, rolesIn } from '../people/roles.ts';
import { findOverdueIn, findUnclaimedIn, type Waiting, workloadOf } from './homeStore.ts';
import { type Home, type Listed, shownOwn, shownTeam } from './homeView.ts';
import { findLeads, findOpenLeadsOf } from './leadStore.ts';

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
    workload: await workloadOf(db, workspaceId, personId, now),
    own: await findOpenLeadsOf(db, workspaceId, personId, shownOwn),
    team:
      managed.length === 0
        ? null
        : { ...(await readTeam(ctx, managed, now)), claimsIn: channelsAs('rep') },
    empty: channels.length === 0,
    now,
  };
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
