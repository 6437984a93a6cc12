import { type Settings, settingsShape } from './settings.ts';

/** A key of a document that this version does not know, and what it holds. */
export type Foreign = {
  readonly path: readonly PropertyKey[];
  readonly key: string;
  readonly value: unknown;
};

/**
 * Reads a document that was valid when it was stored: what a newer version added is left aside, and
 * rules that have become stricter since are not applied.
 */
export function readStored(stored: unknown): { document: Settings; foreign: Foreign[] } {
  const read = settingsShape.safeParse(stored);
  if (read.success) return { document: read.data, foreign: [] };
  const known = structuredClone(stored);
  const foreign = read.error.issues.flatMap((issue) =>
    issue.code === 'unrecognized_keys'
      ? issue.keys.flatMap((key) => takeOut(known, issue.path, key))
      : [],
  );
  return { document: settingsShape.parse(known), foreign };
}

/** The document as it is to be stored: with what a newer version had added, where there is a place for it. */
export function toStore(document: Settings, foreign: readonly Foreign[]): unknown {
  const stored: unknown = structuredClone(document);
  for (const { path, key, value } of foreign) {
    const parent = objectAt(stored, path);
    if (parent) parent[key] = value;
  }
  return stored;
}

function takeOut(from: unknown, path: readonly PropertyKey[], key: string): Foreign[] {
  const parent = objectAt(from, path);
  if (!parent) return [];
  const value = parent[key];
  delete parent[key];
  return [{ path, key, value }];
}

type Branch = Record<PropertyKey, unknown>;

const isBranch = (value: unknown): value is Branch => typeof value === 'object' && value !== null;

function objectAt(from: unknown, path: readonly PropertyKey[]): Branch | undefined {
  let at = from;
  for (const key of path) at = isBranch(at) ? at[key] : undefined;
  return isBranch(at) ? at : undefined;
}
