import type { Db, Trx } from '../db/openDatabase.ts';
import { findFieldValues } from '../leads/fieldStore.ts';
import { findLeads } from '../leads/leadStore.ts';
import type { Identity } from './identity.ts';
import { findSharing } from './identityStore.ts';
import { isSimilar, type Named } from './sameLead.ts';

type Arriving = { readonly arrival: Named; readonly identities: readonly Identity[] };

/**
 * For each of these the lead that has a phone number or a shared mailbox in common with it, and has,
 * or had, a similar name or company: an open one before a closed one, then the oldest; `except` is
 * none of them. Null: there is none.
 */
export async function findSimilar(
  db: Db | Trx,
  workspaceId: string,
  arriving: readonly Arriving[],
  except: number | null = null,
): Promise<(number | null)[]> {
  const all = arriving.flatMap(({ identities }) => identities);
  const sharing = await findSharing(db, workspaceId, all);
  if (sharing.size === 0) return arriving.map(() => null);
  const ids = [...new Set([...sharing.values()].flat())];
  const leads = (await findLeads(db, workspaceId, ids)).toSorted(
    (a, b) => Number(a.closedAt !== null) - Number(b.closedAt !== null) || a.id - b.id,
  );
  const values = Map.groupBy(await findFieldValues(db, workspaceId, ids), ({ leadId }) => leadId);
  const namesOf = new Map(
    leads.map(({ id, details }): [number, Named[]] => {
      const others = (values.get(id) ?? []).flatMap(({ field, value }): Named[] =>
        field === 'name' || field === 'company'
          ? [{ name: null, company: null, [field]: value }]
          : [],
      );
      return [id, [details, ...others]];
    }),
  );
  return arriving.map(({ arrival, identities }) => {
    const candidates = new Set(
      identities.flatMap(({ decides, hash }) =>
        decides ? [] : (sharing.get(hash.toString('hex')) ?? []),
      ),
    );
    const same = leads.find(
      ({ id }) =>
        id !== except &&
        candidates.has(id) &&
        (namesOf.get(id) ?? []).some((named) => isSimilar(arrival, named)),
    );
    return same?.id ?? null;
  });
}
