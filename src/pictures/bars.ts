export type Bar = {
  /** No name of a person: a picture cannot be erased. */
  readonly label: string;
  /** 0 or more. */
  readonly value: number;
  /** The value as it is written beside its bar: `93 %`, `2 h 10 min`. */
  readonly shown: string;
  /** From where to where the truth may lie, or most cases do. */
  readonly interval?: readonly [from: number, to: number];
  /** Muted, after the value: `n 45`. */
  readonly note?: string;
};

export type Bars = {
  /** A few words: `Time to the first touch`. */
  readonly heading: string;
  /** In the order in which they are drawn, at most twenty. */
  readonly bars: readonly Bar[];
  /** Where the longest possible bar ends: 100 for shares. Left out: with the longest of these. */
  readonly most?: number;
};

/** A sentence for those who do not see the bars. */
export function barsInWords({ heading, bars }: Bars): string {
  const each = bars.map(({ label, shown, note }) => `${label} ${shown}${note ? ` (${note})` : ''}`);
  return `${heading}: ${each.join(', ')}.`;
}
