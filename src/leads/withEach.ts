import type { Context, PersonActor } from '../context.ts';
import { asMember } from './asMember.ts';
import type { SeveralAnswer, SeveralResult } from './several.ts';

/**
 * Does something with each of several leads, one after the other. Each succeeds or fails on its own:
 * an error is logged, and is that lead's answer. The person's interaction takes effect once a lead.
 */
export async function withEach<Chosen extends { readonly leadId: number }>(
  ctx: Context,
  chosen: readonly Chosen[],
  by: PersonActor,
  act: (one: Chosen, by: PersonActor) => Promise<SeveralAnswer>,
): Promise<SeveralResult[]> {
  const results: SeveralResult[] = [];
  for (const one of chosen) {
    const { leadId } = one;
    const own = by.interaction ? { ...by, interaction: `${by.interaction}:${leadId}` } : by;
    try {
      results.push({ leadId, answer: await asMember(ctx, own, () => act(one, own)) });
    } catch (error) {
      ctx.log.error({ err: error, lead: leadId }, 'one of several leads could not be dealt with');
      results.push({ leadId, answer: { outcome: 'failed', lead: null } });
    }
  }
  return results;
}
