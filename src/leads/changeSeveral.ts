import type { Context, PersonActor } from '../context.ts';
import { passLead } from './passLead.ts';
import { postponeLead } from './postponeLead.ts';
import { releaseLead } from './releaseLead.ts';
import type { ChosenLead, SeveralAnswer, SeveralOrder, SeveralResult } from './several.ts';
import { updateLead } from './updateLead.ts';
import { withEach } from './withEach.ts';

/** Does the same with several leads: each by its own verb, which says who may and what is refused. */
export function changeSeveral(
  ctx: Context,
  of: { chosen: readonly ChosenLead[]; by: PersonActor; order: SeveralOrder },
): Promise<SeveralResult[]> {
  return withEach(ctx, of.chosen, of.by, (one, by) => carryOut(ctx, one, by, of.order));
}

async function carryOut(
  ctx: Context,
  { leadId, version }: ChosenLead,
  by: PersonActor,
  order: SeveralOrder,
): Promise<SeveralAnswer> {
  const one = { leadId, by, expectedVersion: version };
  switch (order.act) {
    case 'update': {
      const answer = await updateLead(ctx, { ...one, ...order.fields });
      return answer.outcome === 'updated' ? { outcome: 'done', lead: answer.lead } : answer;
    }
    case 'postpone': {
      const answer = await postponeLead(ctx, { ...one, to: order.to });
      return answer.outcome === 'postponed' ? { outcome: 'done', lead: answer.lead } : answer;
    }
    case 'release': {
      const answer = await releaseLead(ctx, { ...one, reason: order.reason });
      return answer.outcome === 'released' ? { outcome: 'done', lead: answer.lead } : answer;
    }
    case 'pass': {
      const answer = await passLead(ctx, { leadId, by, to: order.to, note: order.note });
      return answer.outcome === 'offered' ? { outcome: 'done', lead: answer.lead } : answer;
    }
  }
}
