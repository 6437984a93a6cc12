import type { Context } from '../context.ts';
import type { Trx } from '../db/openDatabase.ts';
import { type Delivery, insertLead, noteDelivery } from './arrivalStore.ts';
import { findDecided, findSame, lockedLead } from './knownLead.ts';
import type { Identity } from './identity.ts';
import { attachIdentities, findIdentities, lockIdentities } from './identityStore.ts';
import { enteredLead, type Entered, type NewLead } from './newLead.ts';
import { repeatLead } from './repeatLead.ts';
import { findSuppressing } from './findSuppressing.ts';
import { suppress } from './suppress.ts';

/** A delivery has taken effect, with a lead that is not this one. */
export class DeliveryReused extends Error {
  override name = 'DeliveryReused';
}

/**
 * Stores what may be a lead that is known; holds its identities until the transaction ends. A closed
 * one is reopened where this is a repeat enquiry. Throws DeliveryReused.
 */
export async function enterKnown(
  ctx: Context,
  trx: Trx,
  entering: NewLead,
  identities: readonly Identity[],
  delivery: Delivery | null,
  now: Date,
): Promise<Entered> {
  const { workspaceId } = ctx;
  if (delivery && !(await noteDelivery(trx, workspaceId, delivery, now))) {
    const known = await findIdentities(trx, workspaceId, identities);
    const lead = await findDecided(trx, workspaceId, known);
    if (!lead) throw new DeliveryReused();
    return { outcome: 'unchanged', lead };
  }
  const { reserved, known } = await lockIdentities(trx, workspaceId, identities);
  const deciding = new Map(
    identities.filter(({ decides }) => decides).map(({ kind }) => [kind, known.get(kind)]),
  );
  const same = await findSame(trx, workspaceId, {
    ...{ named: entering.arrival, identities, deciding },
  });
  const suppressed = await findSuppressing(ctx, trx, entering.arrival, same);
  const leadId = suppressed ?? same?.id ?? reserved;
  await attachIdentities(trx, workspaceId, identities, { reserved, leadId });
  const asked = suppressed === null ? null : await lockedLead(trx, workspaceId, suppressed);
  if (asked) return suppress(ctx, trx, asked, entering, now);
  if (same) {
    const isItself = deciding.get('external') !== undefined;
    return repeatLead(ctx, trx, { known: same, entering, isItself, now });
  }
  const id = await insertLead(trx, workspaceId, entering, now, [], null, reserved);
  if (id === null) throw new Error(`lead ${reserved} could not be stored`);
  return { outcome: 'created', lead: enteredLead(entering, id, now) };
}
