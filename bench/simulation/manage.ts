import type { Context } from '../../src/context.ts';
import { giveMoreTime } from '../../src/leads/giveMoreTime.ts';
import { reassignLead } from '../../src/leads/reassignLead.ts';
import { askForUpdate } from '../../src/nudges/askForUpdate.ts';
import type { Random } from './random.ts';
import type { Place } from './team.ts';

const hour = 3_600_000;

/** A manager looks at what was escalated to them, and deals with some of it. Answers how much. */
export async function manage(
  ctx: Context,
  { place, random }: { place: Place; random: Random },
): Promise<number> {
  let did = 0;
  const by = { kind: 'person', id: place.manager } as const;
  for (const { leadId, ownerId } of await escalated(ctx, place)) {
    if (!random.chance(0.7)) continue;
    did += 1;
    const what = ownerId ? random.weighted({ reassign: 4, wait: 3, ask: 3 }) : 'reassign';
    if (what === 'reassign') {
      const others = place.roster.filter(({ id }) => id !== ownerId);
      const to = others[random.whole(0, others.length - 1)]?.id;
      if (to) await reassignLead(ctx, { leadId, by, to, reason: 'It has waited long enough.' });
    } else if (what === 'wait') {
      const until = new Date(ctx.clock.now().getTime() + random.between(24, 72) * hour);
      await giveMoreTime(ctx, { leadId, by, until, reason: 'The customer asked for it.' });
    } else if (ownerId) {
      await askForUpdate(ctx, { repId: ownerId, by });
    }
  }
  return did;
}

/** After the digest: whoever has most overdue is asked. Answers how many were. */
export async function askTheLatest(ctx: Context, { manager }: Place): Promise<number> {
  const { repId } =
    (await ctx.db
      .selectFrom('breaches')
      .where('workspace_id', '=', ctx.workspaceId)
      .where('dealt_with_at', 'is', null)
      .where('owner_id', 'is not', null)
      .groupBy('owner_id')
      .orderBy(({ fn }) => fn.countAll(), 'desc')
      .orderBy('owner_id')
      .select('owner_id as repId')
      .executeTakeFirst()) ?? {};
  if (!repId) return 0;
  await askForUpdate(ctx, { repId, by: { kind: 'person', id: manager } });
  return 1;
}

const escalated = ({ db, workspaceId }: Context, { manager }: Place) =>
  db
    .selectFrom('escalations')
    .where('workspace_id', '=', workspaceId)
    .where('person_id', '=', manager)
    .where('over_at', 'is', null)
    .orderBy('lead_id')
    .select(['lead_id as leadId', 'owner_id as ownerId'])
    .execute();
