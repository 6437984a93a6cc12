import type { Context, PersonActor } from '../context.ts';
import { claimLead, type ClaimOutcome } from '../leads/claimLead.ts';
import { enqueueMessage } from '../slack/messageStore.ts';
import { markSummaryStale } from './importSummaryStore.ts';

/**
 * Claims a lead that an import left without a card, as claimLead does, and has its card posted. Where
 * the card was lost between the two, the winner's second click brings it.
 */
export async function claimImported(
  ctx: Context,
  input: { leadId: number; by: PersonActor; importId: number; channelId: string },
): Promise<ClaimOutcome> {
  const { leadId, by, importId, channelId } = input;
  const answer = await claimLead(ctx, { leadId, by });
  const { workspaceId } = ctx;
  await ctx.db.transaction().execute(async (trx) => {
    if (answer.outcome === 'claimed' || answer.outcome === 'yours-already')
      await enqueueMessage(trx, {
        workspaceId,
        kind: 'card',
        key: `card:${leadId}:1`,
        leadId,
        destination: answer.lead.channelId,
        now: ctx.clock.now(),
      });
    await markSummaryStale(trx, workspaceId, importId, channelId);
  });
  ctx.wakeDelivery();
  return answer;
}
