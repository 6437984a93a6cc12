import type { Trx } from '../db/openDatabase.ts';
import type { LeadWithDetails } from '../leads/lead.ts';
import type { Entered, NewLead } from './newLead.ts';
import { addToLead, findEnquiries } from './repetitionStore.ts';
import { changedFields, whatIsNew } from './whatIsNew.ts';

/** Adds to a lead that is locked what came with its repetition, where anything of it is new. */
export async function repeatLead(
  trx: Trx,
  workspaceId: string,
  known: LeadWithDetails,
  { arrival, sourceKey, createdBy }: NewLead,
  now: Date,
): Promise<Entered> {
  const enquiries = await findEnquiries(trx, workspaceId, [known.id]);
  const added = whatIsNew(known, arrival, enquiries.get(known.id) ?? []);
  const changed = changedFields(added);
  if (changed.length === 0) return { outcome: 'unchanged', lead: known };
  await addToLead(trx, workspaceId, known, added, { sourceKey, actorId: createdBy, now });
  const lead = { ...known, ...added.lead, details: { ...known.details, ...added.details } };
  return { outcome: 'merged', lead, changed };
}
