import type { FreshDatabase } from '../support/databases.ts';
import type { Instance } from '../support/instance.ts';

export type Given = {
  /** How often to do it. */
  readonly repeats: number;
  /** The short form, a part of `npm test`: fewer of everything, and nothing is judged by the clock. */
  readonly short: boolean;
  readonly createDatabase: () => Promise<FreshDatabase>;
  /** Progress, for whoever waits. */
  readonly say: (what: string) => void;
};

/** Something goes wrong on purpose, often; then it is checked what became of it. */
export type FaultRun = {
  readonly about: string;
  /** How often the full form does it. */
  readonly repeats: number;
  /** Each violation as a sentence. */
  play(given: Given): Promise<string[]>;
};

/** What an instance wrote that it should not have: a listener that failed, an error that nobody caught. */
export const complaints = (instances: readonly Instance[], expected = /(?!)/): string[] =>
  instances.flatMap(({ log }) =>
    log.filter((line) => /"level":(50|60)|^\S*Error\b/.test(line) && !expected.test(line)),
  );
