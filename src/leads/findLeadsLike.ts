import type { Context } from '../context.ts';
import { meetPerson } from '../people/meetPerson.ts';
import { barred } from '../people/roles.ts';
import type { LeadWithDetails } from './lead.ts';
import { findLeads } from './leadStore.ts';
import type { NotAllowed } from './refusal.ts';
import { findByTerms } from './searchStore.ts';
import { searchTerms } from './searchTerms.ts';

export type FindOutcome =
  | {
      readonly outcome: 'found';
      /** The person's own first, then open ones, the newest first; at most `limit`. */
      readonly leads: readonly LeadWithDetails[];
      /** How many there are; 200 means as many or more. */
      readonly count: number;
    }
  /** Fewer than three characters. */
  | { readonly outcome: 'too-short' }
  | { readonly outcome: 'barred'; readonly why: NotAllowed };

/** Looks for leads by parts of a name, a company, an email address or a phone number. Any full member may. */
export async function findLeadsLike(
  ctx: Context,
  { text, personId, limit }: { text: string; personId: string; limit: number },
): Promise<FindOutcome> {
  const { db, workspaceId } = ctx;
  const why = barred(await meetPerson(ctx, personId));
  if (why) return { outcome: 'barred', why };
  const terms = searchTerms(text);
  if (!terms) return { outcome: 'too-short' };
  const { ids, count } = await findByTerms(db, workspaceId, terms, { personId, limit });
  const leads = await findLeads(db, workspaceId, ids);
  return {
    outcome: 'found',
    leads: leads.toSorted((a, b) => ids.indexOf(a.id) - ids.indexOf(b.id)),
    count,
  };
}
