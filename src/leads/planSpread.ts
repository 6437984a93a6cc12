import type { Context } from '../context.ts';
import { findPeople } from '../people/peopleStore.ts';
import type { Settings } from '../settings/settings.ts';
import { openLeadsOf } from './claimLoadStore.ts';
import { whyCannotTake } from './handOver.ts';
import { findReps } from './teamStore.ts';
import { findLeads } from './leadStore.ts';
import { spreadByLoad } from './spreadByLoad.ts';

/**
 * Who could get each of these leads, which are all `from`'s, so that the load is even: reps of its
 * channel who can take it now. Of a channel without a roster those who have leads there. Null: nobody.
 */
export async function planSpread(
  ctx: Context,
  { leadIds, from }: { leadIds: readonly number[]; from: string },
): Promise<Map<number, string | null>> {
  const { db, workspaceId } = ctx;
  const now = ctx.clock.now();
  const { document } = await ctx.settings.current();
  const found = await findLeads(db, workspaceId, leadIds);
  // In the order in which they are listed: the most urgent goes to whoever has the least.
  const leads = leadIds.flatMap((id) => found.filter((lead) => lead.id === id));
  const repsOf = new Map<string, readonly string[]>();
  for (const channelId of new Set(leads.map((lead) => lead.channelId))) {
    repsOf.set(channelId, await repsIn(ctx, channelId, document, now));
  }
  const reps = [...new Set([...repsOf.values()].flat())].filter((id) => id !== from);
  const people = await findPeople(db, workspaceId, reps);
  return spreadByLoad(
    leads.map((lead) => ({
      leadId: lead.id,
      among: people
        .filter(({ id }) => repsOf.get(lead.channelId)?.includes(id))
        .filter((person) => whyCannotTake(lead, person, document, now) === null)
        .map(({ id }) => id),
    })),
    await openLeadsOf(db, workspaceId, reps),
  );
}

async function repsIn(
  { db, workspaceId }: Context,
  channelId: string,
  { channels }: Settings,
  now: Date,
): Promise<readonly string[]> {
  const roster = channels[channelId]?.roster ?? [];
  if (roster.length > 0) return roster;
  return (await findReps(db, workspaceId, [channelId], now)).map(({ id }) => id);
}
