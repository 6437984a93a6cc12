import type { Actor } from '../context.ts';
import type { Trx } from './openDatabase.ts';

const interactionOf = (by: Actor): string | undefined =>
  by.kind === 'person' ? by.interaction : undefined;

/** In the transaction of the interaction's effect. False: it has taken effect already. */
export async function noteInteraction(
  trx: Trx,
  workspaceId: string,
  by: Actor,
  now: Date,
): Promise<boolean> {
  const id = interactionOf(by);
  return !id || noteDelivery(trx, workspaceId, { kind: 'interaction', id }, now);
}

/** The same of an event, by Slack's id of it. */
export const noteEvent = (trx: Trx, workspaceId: string, id: string, now: Date): Promise<boolean> =>
  noteDelivery(trx, workspaceId, { kind: 'event', id }, now);

async function noteDelivery(
  trx: Trx,
  workspaceId: string,
  delivery: { kind: 'interaction' | 'event'; id: string },
  now: Date,
): Promise<boolean> {
  const { numInsertedOrUpdatedRows } = await trx
    .insertInto('seen_deliveries')
    .values({ ...delivery, workspace_id: workspaceId, seen_at: now })
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirst();
  return numInsertedOrUpdatedRows === 1n;
}

/** For a verb that may refuse, which records nothing. What it changes must be locked. */
export async function hasTakenEffect(trx: Trx, workspaceId: string, by: Actor): Promise<boolean> {
  const interaction = interactionOf(by);
  if (!interaction) return false;
  const row = await trx
    .selectFrom('seen_deliveries')
    .select('id')
    .where('workspace_id', '=', workspaceId)
    .where('kind', '=', 'interaction')
    .where('id', '=', interaction)
    .executeTakeFirst();
  return row !== undefined;
}
