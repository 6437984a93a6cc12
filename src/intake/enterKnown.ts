import type { Context } from '../context.ts';
import type { Trx } from '../db/openDatabase.ts';
import type { LeadWithDetails } from '../leads/lead.ts';
import { findLead, lockLead } from '../leads/leadStore.ts';
import { type Delivery, insertLead, noteDelivery } from './arrivalStore.ts';
import type { Identity } from './identity.ts';
import { attachIdentities, findIdentities, lockIdentities } from './identityStore.ts';
import { enteredLead, type Entered, isSameLead, type NewLead } from './newLead.ts';
import { repeatLead } from './repeatLead.ts';

/** A delivery has taken effect, with a lead that is not this one. */
export class DeliveryReused extends Error {
  override name = 'DeliveryReused';
}

/**
 * Stores what may be a lead that is known; holds its identities until the transaction ends. Throws
 * DeliveryReused.
 */
export async function enterKnown(
  { workspaceId }: Context,
  trx: Trx,
  entering: NewLead,
  identities: readonly Identity[],
  delivery: Delivery | null,
  now: Date,
): Promise<Entered> {
  if (delivery && !(await noteDelivery(trx, workspaceId, delivery, now))) {
    const known = await findIdentities(trx, workspaceId, identities);
    const lead = await sameLead(trx, workspaceId, known, () => true);
    if (!lead) throw new DeliveryReused();
    return { outcome: 'unchanged', lead };
  }
  const { reserved, known } = await lockIdentities(trx, workspaceId, identities);
  const same = await sameLead(trx, workspaceId, known, (lead) => isSameLead(lead, entering));
  await attachIdentities(trx, workspaceId, identities, { reserved, leadId: same?.id ?? reserved });
  if (same) return repeatLead(trx, workspaceId, same, entering, now);
  const id = await insertLead(trx, workspaceId, entering, now, [], null, reserved);
  if (id === null) throw new Error(`lead ${reserved} could not be stored`);
  return { outcome: 'created', lead: enteredLead(entering, id, now) };
}

/**
 * The lead that these identities are known by, locked. An external id names its lead for good, an
 * email the lead that `isSame`.
 */
async function sameLead(
  trx: Trx,
  workspaceId: string,
  known: ReadonlyMap<Identity['kind'], number>,
  isSame: (lead: LeadWithDetails) => boolean,
): Promise<LeadWithDetails | null> {
  const external = known.get('external');
  const email = known.get('email');
  if (external !== undefined) return lockedLead(trx, workspaceId, external);
  const lead = email === undefined ? null : await lockedLead(trx, workspaceId, email);
  return lead && isSame(lead) ? lead : null;
}

/** Where the lead was merged into another one, that one. */
async function lockedLead(
  trx: Trx,
  workspaceId: string,
  id: number,
): Promise<LeadWithDetails | null> {
  await lockLead(trx, workspaceId, id);
  const lead = await findLead(trx, workspaceId, id);
  const into = lead?.mergedIntoId ?? null;
  return into === null ? lead : lockedLead(trx, workspaceId, into);
}
