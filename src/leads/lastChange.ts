import type { Context } from '../context.ts';
import type { LeadEvent } from './leadEvent.ts';
import { findEvents } from './leadHistoryStore.ts';

/** What happened to a lead last. */
export async function lastChange(ctx: Context, leadId: number): Promise<LeadEvent | null> {
  const [last] = await findEvents(ctx.db, ctx.workspaceId, leadId, 1);
  return last ?? null;
}
