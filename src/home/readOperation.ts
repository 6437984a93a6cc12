import type { Context } from '../context.ts';
import { lastOutage } from '../db/outageStore.ts';
import { readSending } from '../slack/sendingStore.ts';
import type { Operation } from './operation.ts';

const shownMs = 3 * 86_400_000;

export async function readOperation({ db, workspaceId, clock }: Context): Promise<Operation> {
  const since = new Date(clock.now().getTime() - shownMs);
  const { pausedAt } = await readSending(db, workspaceId);
  return { pausedAt, outage: await lastOutage(db, workspaceId, since) };
}
