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

/** A sentence for those who do not see the bars. */
export function barsInWords({ heading, bars }: { heading: string; bars: readonly Bar[] }): string {
  const each = bars.map(({ label, shown, note }) => `${label} ${shown}${note ? ` (${note})` : ''}`);
  return `${heading}: ${each.join(', ')}.`;
}
