import type { Context } from '../context.ts';
import { assignLead } from './assignLead.ts';
import { findRouted } from './assignStore.ts';

const batch = 200;

/**
 * Assigns the leads that came in to be assigned and, because something broke in between, were not.
 * One that fails does not hold up the others. Answers how many got an owner.
 */
export async function assignRouted(ctx: Context): Promise<number> {
  const { db, workspaceId, log } = ctx;
  let assigned = 0;
  let ids: number[] = [];
  do {
    ids = await findRouted(db, workspaceId, ids.at(-1) ?? 0, batch);
    for (const id of ids) {
      const outcome = await assignLead(ctx, id).catch((err: unknown) => {
        log.error({ err, lead: id }, 'a lead could not be assigned; the next run tries again');
      });
      if (outcome?.outcome === 'assigned') assigned += 1;
    }
  } while (ids.length === batch);
  return assigned;
}
