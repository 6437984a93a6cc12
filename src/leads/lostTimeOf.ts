import type { Context } from '../context.ts';
import { type LostTime, type LostTimeOf, sumLostTime } from './lostTimeStore.ts';

/**
 * Working time that was lost to leads that were held back (of the channel), sent back or let go
 * incomplete (of whoever had them), and bad (from claim to disqualification), by source, kind and
 * person. At least one of `sourceKeys`, `channels` and `personId`. Definitions are in docs/metrics.md.
 */
export const lostTimeOf = (
  { db, workspaceId }: Pick<Context, 'db' | 'workspaceId'>,
  span: LostTimeOf,
): Promise<LostTime[]> => sumLostTime(db, workspaceId, span);
