import type { Context } from '../context.ts';
import type { Trx } from '../db/openDatabase.ts';
import type { LeadWithDetails } from '../leads/lead.ts';
import { findSame } from './knownLead.ts';
import { findSuppressing } from './findSuppressing.ts';
import { identitiesOf } from './identity.ts';
import { attachIdentities, lockIdentities } from './identityStore.ts';

export type Recognised = {
  /** Another lead that it is the same as, locked. */
  readonly same: LeadWithDetails | null;
  /** The lead of whoever asked not to be contacted. */
  readonly suppressedBy: number | null;
};

/**
 * Judges a lead that is here already, and about which more is known now, by the rules of arrival. What
 * it is known by is its own from now on, but for what is another lead's: that is noted beside it. Holds
 * its identities until the transaction ends.
 */
export async function recognise(
  ctx: Context,
  trx: Trx,
  lead: LeadWithDetails,
): Promise<Recognised> {
  const { workspaceId } = ctx;
  const { details, sourceKey } = lead;
  const identities = identitiesOf(details, sourceKey, ctx.secrets);
  const { reserved, known } = await lockIdentities(trx, workspaceId, identities);
  const others = new Map([...known].filter(([, id]) => id !== lead.id));
  const same = await findSame(trx, workspaceId, {
    ...{ named: details, identities, except: lead.id },
    deciding: new Map(
      identities.filter(({ decides }) => decides).map(({ kind }) => [kind, others.get(kind)]),
    ),
  });
  const suppressedBy = await findSuppressing(ctx, trx, details, same);
  const own = identities.map((identity) => ({
    ...identity,
    decides: identity.decides && !others.has(identity.kind),
  }));
  await attachIdentities(trx, workspaceId, own, { reserved, leadId: lead.id });
  return { same, suppressedBy };
}
