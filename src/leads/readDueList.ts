import type { ModalView } from '@slack/types';
import type { Context } from '../context.ts';
import { drawDueList } from './dueList.ts';
import { isHot } from './ladder.ts';
import { isOverdue } from './lead.ts';
import { findOpenLeadsOf } from './leadStore.ts';
import { byUrgency } from './urgency.ts';

const most = 300;

/** Everything that somebody has due, most urgent first, as a modal. */
export async function readDueList(
  { db, workspaceId, settings, clock }: Context,
  personId: string,
): Promise<ModalView> {
  const now = clock.now();
  const { document } = await settings.current();
  const open = await findOpenLeadsOf(db, workspaceId, personId, most);
  const due = open.filter((lead) => isOverdue(lead, now));
  const lines = due.map((lead) => ({
    ...lead,
    hot: isHot(lead, document),
    dueAt: lead.followUpDueAt ?? now,
  }));
  return drawDueList(lines.toSorted(byUrgency));
}
