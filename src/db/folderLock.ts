import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';

/** Another process works on the data folder. Its message is meant for people. */
export class FolderInUse extends Error {
  override name = 'FolderInUse';
}

/** The data folder cannot be made or written to. Its message is meant for people. */
export class FolderUnusable extends Error {
  override name = 'FolderUnusable';
}

const busy = 5;

/** Makes a folder that only its user may read, where there is none yet. Throws FolderUnusable. */
export function makeFolder(folder: string): void {
  usable(folder, () => mkdirSync(folder, { recursive: true, mode: 0o700 }));
}

function usable<T>(folder: string, use: () => T): T {
  try {
    return use();
  } catch (error) {
    const why = error instanceof Error ? error.message.split(',')[0] : String(error);
    throw new FolderUnusable(`The data folder ${folder} cannot be used (${why}). Choose another.`);
  }
}

/**
 * Takes a data folder for this process alone, creating it where it is missing, and returns the
 * function that gives it back. Throws FolderInUse while another process has it, and FolderUnusable.
 *
 * The lock is the operating system's own on an open file (here SQLite's exclusive one, since Node
 * offers no other), so it ends with the process that holds it, however that ends; nothing goes
 * stale, and it holds across containers that share the folder.
 */
export function lockFolder(folder: string): () => void {
  makeFolder(folder);
  const file = usable(folder, () => new DatabaseSync(join(folder, 'lock'), { timeout: 0 }));
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
