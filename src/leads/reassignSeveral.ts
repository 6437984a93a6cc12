import type { Context, PersonActor } from '../context.ts';
import { planSpread } from './planSpread.ts';
import { reassignLead } from './reassignLead.ts';
import type { ChosenLead, SeveralResult } from './several.ts';
import { withEach } from './withEach.ts';

export type ReassignSeveral = {
  readonly chosen: readonly ChosenLead[];
  readonly by: PersonActor;
  /** Whose they are. */
  readonly from: string;
  /** Who gets all of them; null: they are spread by load. */
  readonly to: string | null;
  readonly reason: string;
};

/** Gives several of a rep's leads to others, each as `reassignLead` does. */
export async function reassignSeveral(
  ctx: Context,
  { chosen, by, from, to, reason }: ReassignSeveral,
): Promise<SeveralResult[]> {
  const leadIds = chosen.map(({ leadId }) => leadId);
  const spread = to === null ? await planSpread(ctx, { leadIds, from }) : null;
  return withEach(ctx, chosen, by, async ({ leadId, version: expectedVersion }, own) => {
    const rep = spread ? (spread.get(leadId) ?? null) : to;
    if (rep === null) return { outcome: 'nobody', lead: null };
    const answer = await reassignLead(ctx, { leadId, by: own, to: rep, reason, expectedVersion });
    return answer.outcome === 'reassigned' ? { outcome: 'done', lead: answer.lead } : answer;
  });
}
