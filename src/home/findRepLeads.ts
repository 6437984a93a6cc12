import type { Context } from '../context.ts';
import { meetPerson } from '../people/meetPerson.ts';
import type { Person } from '../people/person.ts';
import { rolesIn } from '../people/roles.ts';
import type { Listed } from './home.ts';
import { findOwn } from './homeStore.ts';
import { findLeads } from '../leads/leadStore.ts';

/**
 * A rep and their open leads, what is due first, first: those of the channels that the reader manages.
 * Null: Slack does not list one of the two.
 */
export async function findRepLeads(
  ctx: Context,
  { repId, by, limit }: { repId: string; by: string; limit: number },
): Promise<{ rep: Person; listed: Listed } | null> {
  const { db, workspaceId } = ctx;
  const [rep, reader] = [await meetPerson(ctx, repId), await meetPerson(ctx, by)];
  const { document } = await ctx.settings.current();
  if (!rep || !reader) return null;
  const ask = { list: 'open', now: ctx.clock.now(), from: 0, limit } as const;
  const { ids, count } = await findOwn(db, workspaceId, repId, ask);
  const leads = (await findLeads(db, workspaceId, ids))
    .filter(({ channelId }) => {
      const roles = rolesIn(document, reader, channelId);
      return roles.has('manager') || roles.has('admin');
    })
    .toSorted((a, b) => ids.indexOf(a.id) - ids.indexOf(b.id));
  const others = ids.length - leads.length;
  return { rep, listed: { leads, count: count - others } };
}
