/** A lead, and who can take it. */
export type ToSpread = { readonly leadId: number; readonly among: readonly string[] };

/**
 * Who gets each of several leads: one after the other, whoever of those that can take it has the
 * fewest then. `open`: how many they have now; of equals, the first by id. Null: nobody can.
 */
export function spreadByLoad(
  leads: readonly ToSpread[],
  open: ReadonlyMap<string, number>,
): Map<number, string | null> {
  const load = new Map(open);
  const has = (id: string) => load.get(id) ?? 0;
  const spread = new Map<number, string | null>();
  for (const { leadId, among } of leads) {
    const [to = null] = among.toSorted((a, b) => has(a) - has(b) || (a < b ? -1 : 1));
    spread.set(leadId, to);
    if (to !== null) load.set(to, has(to) + 1);
  }
  return spread;
}
