import type { Context } from '../context.ts';
import { parkIfLive } from './destinationStore.ts';

/** Sends and redraws nothing there until unparkDestination; says so once in the log. `code` is Slack's. */
export async function parkDestination(ctx: Context, id: string, code: string): Promise<void> {
  if (await parkIfLive(ctx.db, ctx.workspaceId, id, code)) {
    ctx.log.warn({ destination: id, code }, 'nothing can be posted there until somebody acts');
  }
}
