import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';

/** Another process works on the data folder. Its message is meant for people. */
export class FolderInUse extends Error {
  override name = 'FolderInUse';
}

const busy = 5;

/**
 * Takes a data folder for this process alone, creating it where it is missing, and returns the
 * function that gives it back. Throws FolderInUse while another process has it.
 *
 * The lock is the operating system's own on an open file (here SQLite's exclusive one, since Node
 * offers no other), so it ends with the process that holds it, however that ends; nothing goes
 * stale, and it holds across containers that share the folder.
 */
export function lockFolder(folder: string): () => void {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const file = new DatabaseSync(join(folder, 'lock'), { timeout: 0 });
  try {
    file.exec('begin exclusive');
  } catch (error) {
    file.close();
    if (!(error instanceof Error && 'errcode' in error && error.errcode === busy)) throw error;
    throw new FolderInUse(
      `Another Lead Nudge is using the data folder ${folder}. Stop it first, or choose another folder.`,
    );
  }
  return () => file.close();
}
