import type { Context } from '../context.ts';
import { assignRouted } from '../leads/assignRouted.ts';
import { endLeases } from '../leads/endLeases.ts';
import { endPasses } from '../leads/endPasses.ts';
import { recalculateDue } from '../leads/recalculateDue.ts';
import { releaseDeparted } from '../leads/releaseDeparted.ts';
import { tellMerged } from '../leads/tellMerged.ts';
import { lookAtNudges } from './lookAtNudges.ts';
import { noticeBreaches } from './noticeBreaches.ts';
import { planEscalations } from './planEscalations.ts';
import { sendEscalations } from './sendEscalations.ts';
import { sendNudges } from './sendNudges.ts';
import { tellUnclaimed } from './tellUnclaimed.ts';

/**
 * Finds the follow-up windows that have run out, and does what follows from each. Run every minute;
 * after a downtime one run makes good all that was missed, judged by how things are now.
 */
export async function followUp(ctx: Context): Promise<Record<string, number>> {
  const { finished, moved } = await recalculateDue(ctx);
  // What is due is known only then.
  if (!finished) return { moved };
  const now = ctx.clock.now();
  const breaches = await noticeBreaches(ctx, now);
  const leasesEnded = await endLeases(ctx, now);
  const released = await releaseDeparted(ctx);
  const passesTold = await endPasses(ctx, now);
  const mergesTold = await tellMerged(ctx);
  const nudged = await sendNudges(ctx, now);
  await lookAtNudges(ctx, now);
  // Where nobody can be asked, that is escalated at once.
  const asked = await tellUnclaimed(ctx, now);
  const escalated = await planEscalations(ctx, now);
  const told = await sendEscalations(ctx, now);
  const assigned = await assignRouted(ctx);
  if (breaches + nudged + asked + escalated + told > 0) ctx.wakeDelivery();
  return {
    moved,
    breaches,
    leasesEnded,
    released,
    passesTold,
    mergesTold,
    nudged,
    asked,
    escalated,
    told,
    assigned,
  };
}
