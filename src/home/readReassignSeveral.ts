import type { ModalView } from '@slack/types';
import type { Context } from '../context.ts';
import { plain } from '../slack/richText.ts';
import { findRepLeads } from './findRepLeads.ts';
import { drawReassignSeveral } from './reassignSeveralForm.ts';
import { choiceOf, mostAtOnce } from './severalChoice.ts';
import { drawNotice } from '../leads/shortForms.ts';

/** The form by which a manager reassigns several of a rep's leads: all are chosen where the rep is gone. */
export async function readReassignSeveral(
  ctx: Context,
  { repId, by }: { repId: string; by: string },
): Promise<ModalView> {
  const found = await findRepLeads(ctx, { repId, by, limit: mostAtOnce });
  if (!found) return drawNotice('Team', [plain('Slack does not list this person.')]);
  const { rep, listed } = found;
  const now = ctx.clock.now();
  const choices = listed.leads.map((lead) => choiceOf(lead, now));
  if (choices.length === 0) {
    return drawNotice('Team', [plain(`${rep.name} has no open leads now.`)]);
  }
  const chosen = rep.isDeactivated ? choices.map(({ value }) => value) : [];
  const memory = { from: rep.id, name: rep.name, open: listed.count };
  return drawReassignSeveral({ choices, chosen, round: 0 }, memory);
}
