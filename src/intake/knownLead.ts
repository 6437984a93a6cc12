import type { Trx } from '../db/openDatabase.ts';
import type { LeadWithDetails } from '../leads/lead.ts';
import { findLead, lockLead } from '../leads/leadStore.ts';
import { findSimilar } from './findSimilar.ts';
import type { Identity } from './identity.ts';
import type { Named } from './sameLead.ts';

type Known = ReadonlyMap<Identity['kind'], number | undefined>;

type Sought = {
  readonly named: Named;
  readonly identities: readonly Identity[];
  /** Whose those of them are that decide. */
  readonly deciding: Known;
  /** A lead that is known already, and is not sought. */
  readonly except?: number;
};

/** The lead that this is the same as, by the rules of arrival, locked. Null: none. */
export async function findSame(
  trx: Trx,
  workspaceId: string,
  { named, identities, deciding, except }: Sought,
): Promise<LeadWithDetails | null> {
  const decided = await findDecided(trx, workspaceId, deciding);
  if (decided && decided.id !== except) return decided;
  const [similar] = await findSimilar(
    trx,
    workspaceId,
    [{ arrival: named, identities }],
    except ?? null,
  );
  return similar ? lockedLead(trx, workspaceId, similar) : null;
}

/** The lead that these identities decide for, locked: an external id before an email. */
export async function findDecided(
  trx: Trx,
  workspaceId: string,
  known: Known,
): Promise<LeadWithDetails | null> {
  const id = known.get('external') ?? known.get('email');
  return id === undefined ? null : lockedLead(trx, workspaceId, id);
}

/** Where the lead was merged into another one, that one. */
export async function lockedLead(
  trx: Trx,
  workspaceId: string,
  id: number,
): Promise<LeadWithDetails | null> {
  await lockLead(trx, workspaceId, id);
  const lead = await findLead(trx, workspaceId, id);
  const into = lead?.mergedIntoId ?? null;
  return into === null ? lead : lockedLead(trx, workspaceId, into);
}
