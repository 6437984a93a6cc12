import type { Context } from '../context.ts';
import type { Trx } from '../db/openDatabase.ts';
import { contactHashes, findDoNotContact } from '../leads/doNotContactStore.ts';
import type { LeadWithDetails } from '../leads/lead.ts';
import type { Arrival } from './arrival.ts';

/**
 * The lead of whoever asked not to be contacted, where this arrival is theirs: by their email address,
 * by their phone number where no address came with it, or as the lead that it is the same as. Null: it
 * may be passed on.
 */
export async function findSuppressing(
  { workspaceId, secrets }: Context,
  trx: Trx,
  { email, phone }: Pick<Arrival, 'email' | 'phone'>,
  same: LeadWithDetails | null,
): Promise<number | null> {
  if (same?.doNotContactAt) return same.id;
  const hashes = contactHashes({ email, phone: email ? null : phone }, secrets);
  return (await findDoNotContact(trx, workspaceId, hashes))?.leadId ?? null;
}
