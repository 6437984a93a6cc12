import type { Context } from '../context.ts';

/**
 * Does something for each of them, and counts where that came to something. One for whom it fails is
 * logged, and left to the next run; the others are dealt with all the same.
 */
export async function countEach<Item>(
  { log }: Context,
  items: Iterable<Item>,
  nameOf: (item: Item) => Readonly<Record<string, string | number>>,
  act: (item: Item) => Promise<boolean>,
): Promise<number> {
  let count = 0;
  for (const item of items) {
    try {
      if (await act(item)) count += 1;
    } catch (err) {
      log.error({ err, ...nameOf(item) }, 'somebody could not be told; the next run tries again');
    }
  }
  return count;
}
