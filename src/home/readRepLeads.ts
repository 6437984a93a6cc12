import type { ModalView } from '@slack/types';
import type { Context } from '../context.ts';
import { plain } from '../slack/richText.ts';
import { findRepLeads } from './findRepLeads.ts';
import { drawNotice } from '../leads/shortForms.ts';
import { drawRepLeads } from './teamBlocks.ts';

const most = 45;

/** A rep's open leads, as a manager sees them: those of the channels that they manage. */
export async function readRepLeads(
  ctx: Context,
  { repId, by }: { repId: string; by: string },
): Promise<ModalView> {
  const found = await findRepLeads(ctx, { repId, by, limit: most });
  if (!found) return drawNotice('Team', [plain('Slack does not list this person.')]);
  return drawRepLeads(found.rep, found.listed, ctx.clock.now());
}
