import type { ModalView } from '@slack/types';
import type { Context } from '../context.ts';
import { plain } from '../slack/richText.ts';
import type { HomeList } from './home.ts';
import { findOwn } from './homeStore.ts';
import { findLeads } from '../leads/leadStore.ts';
import { choiceOf, mostAtOnce } from './severalChoice.ts';
import { emptyDraft } from './severalDraft.ts';
import { drawSeveralForm } from './severalForm.ts';
import { drawNotice } from '../leads/shortForms.ts';

/**
 * The form for several of somebody's own open leads: those of the list that they look at, from the
 * page's first on, and what Slack takes of those after it.
 */
export async function readSeveral(
  { db, workspaceId, clock, settings }: Context,
  {
    personId,
    list,
    from,
    fromHome,
  }: { personId: string; list: HomeList; from: number; fromHome: boolean },
): Promise<ModalView> {
  const now = clock.now();
  const of = list === 'closed' ? ({ list: 'open', from: 0 } as const) : { list, from };
  const { ids, count } = await findOwn(db, workspaceId, personId, {
    ...of,
    now,
    limit: mostAtOnce,
  });
  const leads = await findLeads(db, workspaceId, ids);
  if (leads.length === 0) {
    return drawNotice('Several at once', [plain('This list of yours is empty now.')]);
  }
  const choices = leads
    .toSorted((a, b) => ids.indexOf(a.id) - ids.indexOf(b.id))
    .map((lead) => choiceOf(lead, now));
  const { document } = await settings.current();
  const memory = { fromHome, open: count, draft: emptyDraft };
  return drawSeveralForm({ choices, chosen: [], round: 0 }, memory, document);
}
