import type { Context } from '../context.ts';
import type { LeadWithDetails } from '../leads/lead.ts';
import { findLeads } from '../leads/leadStore.ts';
import type { Identity } from './identity.ts';
import { findLeadIds, identityKey } from './importStore.ts';
import { type NewLead, reopens } from './newLead.ts';
import { findRepetitions } from './repetitionStore.ts';
import { changedFields, whatIsNew } from './whatIsNew.ts';

export type Identified = { readonly lead: NewLead; readonly identities: readonly Identity[] };

/**
 * Those that are leads already and add nothing to them: most rows of a file that is imported again.
 * Asks for all at once, and locks nothing; what is in doubt is not among them.
 */
export async function unchangedAmong(
  { db, workspaceId }: Context,
  arrivals: readonly Identified[],
): Promise<ReadonlySet<Identified>> {
  const unchanged = new Set<Identified>();
  if (arrivals.length === 0) return unchanged;
  const all = arrivals.flatMap(({ identities }) => identities);
  const leadIds = await findLeadIds(db, workspaceId, all);
  const ids = [...new Set(leadIds.values())];
  const leads = new Map((await findLeads(db, workspaceId, ids)).map((lead) => [lead.id, lead]));
  const repetitions = await findRepetitions(db, workspaceId, ids);
  for (const arrival of arrivals) {
    const same = sameLead(arrival, leadIds, leads);
    if (!same) continue;
    const added = whatIsNew(same, arrival.lead.arrival, repetitions(same.id));
    if (changedFields(added).length === 0) unchanged.add(arrival);
  }
  return unchanged;
}

/** Null where locks are needed to tell: an identity is new, or its lead was merged or is reopened. */
function sameLead(
  { identities, lead: entering }: Identified,
  leadIds: ReadonlyMap<string, number>,
  leads: ReadonlyMap<number, LeadWithDetails>,
): LeadWithDetails | null {
  const deciding = identities.filter(({ decides }) => decides);
  const known = deciding.map((identity) => leads.get(leadIds.get(identityKey(identity)) ?? 0));
  if (known.includes(undefined)) return null;
  const external = known[deciding.findIndex(({ kind }) => kind === 'external')];
  const lead = external ?? known[0];
  if (!lead || lead.mergedIntoId !== null) return null;
  const isItself = external !== undefined;
  return reopens(lead, entering, { isItself, hasMessage: false }) ? null : lead;
}
