import type { Db } from '../../db/openDatabase.ts';
import { settingsSchema, type Settings } from '../../settings/settings.ts';
import { readStored } from '../../settings/storedSettings.ts';

/** A part of the settings that was changed. */
export type ChangedPart = {
  readonly path: readonly string[];
  /** Of a rule: what it was and is now. Null: it is not told, or there was or is none. */
  readonly from: string | null;
  readonly to: string | null;
};

export type SettingsChange = {
  readonly version: number;
  /** Null: an operator, or the app itself. */
  readonly authorId: string | null;
  readonly at: Date;
  readonly note: string | null;
  readonly parts: readonly ChangedPart[];
};

/** Versions that are compared: more in a day are counted with the first of them. */
const mostVersions = 20;

/** How the settings were changed after `since`, the newest first. */
export async function settingsChanges(
  db: Db,
  workspaceId: string,
  { since, now }: { readonly since: Date; readonly now: Date },
): Promise<SettingsChange[]> {
  const versions = await db
    .selectFrom('settings_versions')
    .where('workspace_id', '=', workspaceId)
    .where('created_at', '>', since)
    .where('created_at', '<=', now)
    .select(['version', 'author_id as authorId', 'created_at as at', 'note'])
    .orderBy('version', 'desc')
    .limit(mostVersions)
    .execute();
  const oldest = versions.at(-1);
  if (!oldest) return [];
  const documents = await db
    .selectFrom('settings_versions')
    .where('workspace_id', '=', workspaceId)
    .where('version', '>=', oldest.version - 1)
    .select(['version', 'document'])
    .execute();
  const by = new Map(documents.map((one) => [one.version, readStored(one.document).document]));
  const before = (version: number) => by.get(version - 1) ?? settingsSchema.parse({});
  return versions.map((one) => ({
    ...one,
    parts: changedParts(before(one.version), by.get(one.version) ?? before(one.version)),
  }));
}

/** Parts whose values are rules, and no person's, channel's or source's. */
const rules = [
  'windows',
  'ladder',
  'hotLadder',
  'lease',
  'limits',
  'workingTime',
  'digest',
  'scorecard',
  'pay',
  'feedback',
];

/** What two documents differ in, each time as deep as both have it. */
export function changedParts(before: Settings, after: Settings): ChangedPart[] {
  return differences(before, after, []);
}

function differences(before: unknown, after: unknown, path: readonly string[]): ChangedPart[] {
  if (JSON.stringify(before) === JSON.stringify(after)) return [];
  if (isRecord(before) && isRecord(after)) {
    const keys = [...new Set([...Object.keys(before), ...Object.keys(after)])];
    return keys.flatMap((key) => differences(before[key], after[key], [...path, key]));
  }
  const told = rules.includes(path[0] ?? '');
  return [{ path, from: told ? scalar(before) : null, to: told ? scalar(after) : null }];
}

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const scalar = (value: unknown): string | null =>
  ['string', 'number', 'boolean'].includes(typeof value) ? String(value) : null;
