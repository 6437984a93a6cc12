import type { PlainTextOption } from '@slack/types';
import type { Context } from '../context.ts';
import { meetPerson } from '../people/meetPerson.ts';
import { barred } from '../people/roles.ts';
import { findLeadsLike } from './findLeadsLike.ts';
import { leadIdIn, type LeadWithDetails } from './lead.ts';
import { leadOption } from './leadOption.ts';
import { findLeads, findOpenLeadsOf } from './leadStore.ts';

const most = 25;

/**
 * Leads to choose from while somebody types: one's own open ones where nothing is typed yet, the one
 * of a number, or those that are like it. Nothing for those who may do nothing.
 */
export async function suggestLeads(
  ctx: Context,
  { text, personId }: { text: string; personId: string },
): Promise<PlainTextOption[]> {
  if (barred(await meetPerson(ctx, personId))) return [];
  return (await leadsFor(ctx, text.trim(), personId)).map(leadOption);
}

async function leadsFor(
  { db, workspaceId, ...ctx }: Context,
  text: string,
  personId: string,
): Promise<readonly LeadWithDetails[]> {
  if (text === '') return findOpenLeadsOf(db, workspaceId, personId, most);
  const id = leadIdIn(text);
  const exact = id === null ? [] : await findLeads(db, workspaceId, [id]);
  if (exact.length > 0) return exact;
  const found = await findLeadsLike({ db, workspaceId, ...ctx }, { text, personId, limit: most });
  return found.outcome === 'found' ? found.leads : [];
}
