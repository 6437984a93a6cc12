import type { ModalView } from '@slack/types';
import type { Context } from '../context.ts';
import { meetPerson } from '../people/meetPerson.ts';
import { rolesIn } from '../people/roles.ts';
import { plain } from '../slack/richText.ts';
import { findOwn } from './homeStore.ts';
import { findLeads } from './leadStore.ts';
import { drawNotice } from './shortForms.ts';
import { drawRepLeads } from './teamBlocks.ts';

const most = 45;

/** A rep's open leads, as a manager sees them: those of the channels that they manage. */
export async function readRepLeads(
  ctx: Context,
  { repId, by }: { repId: string; by: string },
): Promise<ModalView> {
  const { db, workspaceId } = ctx;
  const now = ctx.clock.now();
  const [rep, reader] = [await meetPerson(ctx, repId), await meetPerson(ctx, by)];
  const { document } = await ctx.settings.current();
  if (!rep || !reader) return drawNotice('Team', [plain('Slack does not list this person.')]);
  const ask = { list: 'open', now, from: 0, limit: most } as const;
  const { ids, count } = await findOwn(db, workspaceId, repId, ask);
  const leads = (await findLeads(db, workspaceId, ids))
    .filter(({ channelId }) => {
      const roles = rolesIn(document, reader, channelId);
      return roles.has('manager') || roles.has('admin');
    })
    .toSorted((a, b) => ids.indexOf(a.id) - ids.indexOf(b.id));
  const others = ids.length - leads.length;
  return drawRepLeads(rep.name, { leads, count: count - others }, now);
}
