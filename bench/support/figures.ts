/** One line of a bench's result. Of `ours` and `baseline` the unit stands in `what`. */
export type Measure = {
  readonly what: string;
  readonly ours: number;
  /** Null: it is compared with nothing. */
  readonly baseline: number | null;
  /** ours / baseline, or the other way round where less is better: above 1 we are the better ones. */
  readonly ratio: number | null;
  readonly target: string;
  readonly reached: boolean;
};

export function median(values: readonly number[]): number {
  return quantile(values, 0.5);
}

export function quantile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  const at = Math.max(0, Math.ceil(sorted.length * share) - 1);
  return sorted[at] ?? Number.NaN;
}

type Sample = () => Promise<number>;

/** Ours and the baseline in turn, `rounds` times, each first in every other round. */
export async function inTurn(
  rounds: number,
  ours: Sample,
  baseline: Sample,
): Promise<{ ours: number; baseline: number }> {
  const samples = { ours: [] as number[], baseline: [] as number[] };
  for (let round = 0; round < rounds; round++) {
    const takeOurs = async () => void samples.ours.push(await ours());
    const takeBaseline = async () => void samples.baseline.push(await baseline());
    await (round % 2 === 0 ? takeOurs() : takeBaseline());
    await (round % 2 === 0 ? takeBaseline() : takeOurs());
  }
  return { ours: median(samples.ours), baseline: median(samples.baseline) };
}

type Pair = { readonly ours: number; readonly baseline: number };

/** More is better: rates. The target is a share of the baseline. */
export const atLeastShare = (what: string, { ours, baseline }: Pair, share: number): Measure => ({
  ...{ what, ours, baseline, ratio: ours / baseline },
  target: `≥ ${share} × baseline`,
  reached: ours / baseline >= share,
});

/** Less is better: durations. The target is a limit; the baseline only tells the machine's part. */
export const below = (
  what: string,
  { ours, baseline = null }: { ours: number; baseline?: number | null },
  limit: number,
): Measure => ({
  ...{ what, ours, baseline, ratio: baseline === null ? null : baseline / ours },
  target: `< ${limit}`,
  reached: ours < limit,
});

/** Less is better, and the target is how many times less than the baseline. */
export const timesLess = (what: string, { ours, baseline }: Pair, times: number): Measure => ({
  ...{ what, ours, baseline, ratio: baseline / ours },
  target: `≥ ${times} × less`,
  reached: baseline / ours >= times,
});

/** Runs `work` on each item, `atOnce` at a time; answers how many a second. */
export async function rate<Item>(
  items: readonly Item[],
  atOnce: number,
  work: (item: Item) => Promise<unknown>,
): Promise<number> {
  const since = performance.now();
  let next = 0;
  const worker = async () => {
    for (let at = next++; at < items.length; at = next++) await work(items[at] as Item);
  };
  await Promise.all(Array.from({ length: atOnce }, worker));
  return (items.length * 1000) / (performance.now() - since);
}

export async function elapsed(work: () => Promise<unknown>): Promise<number> {
  const since = performance.now();
  await work();
  return performance.now() - since;
}
