import type { Measure } from './figures.ts';

export type Size = {
  /** How many leads the database holds. */
  readonly rows: number;
  /** How many times ours and the baseline are measured, in turn. */
  readonly rounds: number;
};

export type Bench = {
  readonly about: string;
  run(size: Size): Promise<Measure[]>;
};

/** Progress, for whoever waits. */
export function say(what: string): void {
  process.stderr.write(`${new Date().toISOString().slice(11, 19)} ${what}\n`);
}
