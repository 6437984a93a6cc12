import { type Context, theApp } from '../context.ts';
import { type Plan, type Situation, changeLead } from './changeLead.ts';
import { eachLead } from './eachLead.ts';
import { findPoolLeadsOfDeparted } from './leaseStore.ts';
import { postedAgain } from './pool.ts';
import { hasExpiringLease } from './statuses.ts';

/**
 * Gives back to the pool what somebody has whose account is deactivated: claimed, attempted and
 * nurture leads. Later ones stay theirs until a manager decides. Nobody who left is told. Answers how
 * many.
 */
export const releaseDeparted = (ctx: Context): Promise<number> =>
  eachLead(
    ctx,
    (after, limit) => findPoolLeadsOfDeparted(ctx.db, ctx.workspaceId, { after, limit }),
    async ({ leadId, touches }) => {
      const released = await changeLead(ctx, { leadId, by: theApp }, (situation) =>
        release(situation, touches),
      );
      return released.outcome === 'released';
    },
  );

type Outcome = { readonly outcome: 'released' | 'stays' };

function release({ lead, owner, now }: Situation, touches: number): Plan<Outcome> | Outcome {
  const goes = hasExpiringLease(lead.status) || lead.status === 'nurture';
  if (!owner?.isDeactivated || !goes) return { outcome: 'stays' };
  return {
    change: { kind: 'released', ...postedAgain(lead, touches, now) },
    answer: () => ({ outcome: 'released' }),
  };
}
