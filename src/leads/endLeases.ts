import type { Context } from '../context.ts';
import { endLease } from './endLease.ts';
import { findEndedLeases } from './leaseStore.ts';
import { eachLead } from './eachLead.ts';

/** Ends the claims that are over at `now`, each on its own. Answers how many. */
export const endLeases = (ctx: Context, now: Date): Promise<number> =>
  eachLead(
    ctx,
    (after, limit) => findEndedLeases(ctx.db, ctx.workspaceId, { now, after, limit }),
    async (leased) => (await endLease(ctx, leased)).outcome === 'ended',
  );
