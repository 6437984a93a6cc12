/** The first of what there is, and how much there is. */
export type Listed<One> = { readonly count: number; readonly listed: readonly One[] };

/** So many are read of a list: a digest shows a few of them, its pages all. */
export const mostListed = 1_000;

/** Of rows that each carry the whole's count. */
export const listedOf = <One>(
  rows: readonly (One & { readonly count: number })[],
): Listed<One> => ({
  count: rows[0]?.count ?? 0,
  listed: rows.map(({ count: _, ...one }) => one as unknown as One), // Omit<One & …, 'count'> is One
});
