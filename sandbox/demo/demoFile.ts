import { randomBytes } from 'node:crypto';
import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { makeFolder } from '../../src/db/folderLock.ts';

const schema = z.object({
  /** LEAD_NUDGE_KEY, hexadecimal. */
  key: z.string(),
  /** How far the demo's clock is ahead of the wall's, in ms. */
  clockOffset: z.number(),
  /** The secret part of the website's intake address; null until the source is set up. */
  intakeToken: z.string().nullable(),
  /** How many of the sample leads have arrived. */
  arrived: z.number(),
});
export type DemoState = z.infer<typeof schema>;

/** What the demo itself must remember from run to run, in a file of its data folder. */
export class DemoFile {
  readonly #path: string;
  state: DemoState;

  /** `fresh`: what a new demo begins with. */
  constructor(folder: string, fresh: () => Pick<DemoState, 'clockOffset'>) {
    makeFolder(folder);
    this.#path = join(folder, 'demo.json');
    this.state = readState(this.#path) ?? {
      key: randomBytes(32).toString('hex'),
      intakeToken: null,
      arrived: 0,
      ...fresh(),
    };
    this.save({});
  }

  save(changed: Partial<DemoState>): void {
    this.state = { ...this.state, ...changed };
    writeFileSync(`${this.#path}.new`, JSON.stringify(this.state), { mode: 0o600 });
    renameSync(`${this.#path}.new`, this.#path);
  }
}

function readState(path: string): DemoState | undefined {
  try {
    return schema.parse(JSON.parse(readFileSync(path, 'utf8')));
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
    throw error;
  }
}
