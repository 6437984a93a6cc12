import type { Context } from '../context.ts';
import { unpark } from './destinationStore.ts';

/** Lets what waits there go, each message drawn anew. */
export async function unparkDestination(ctx: Context, id: string): Promise<void> {
  await unpark(ctx.db, ctx.workspaceId, id);
  ctx.wakeDelivery();
}
