import { ZodError } from 'zod';
import type { Db, Trx } from '../db/openDatabase.ts';
import { withHolidays } from './holidays.ts';
import { type Settings, settingsSchema, settingsShape, type SettingsVersion } from './settings.ts';
import { brokenRules, type Fault } from './settingsRules.ts';
import { type Foreign, readStored, toStore } from './storedSettings.ts';

export type SettingsStore = {
  /** The version in force. Another process's change is seen within a second. In a transaction, give it. */
  current(trx?: Trx): Promise<SettingsVersion>;
  /** The document of that version. Null: there is none. */
  find(version: number): Promise<Settings | null>;
  /**
   * Stores a new version: `change` of the one in force. Every version is kept, with its author
   * (a person's id; null for an operator at the command line). The public holidays of the regions
   * that it names, and people do, are added. Throws a ZodError where the changed document is not valid.
   */
  change(
    change: (document: Settings) => Settings,
    by: { authorId: string | null; note: string; now: Date },
  ): Promise<SettingsVersion>;
};

const maxAge = 1_000;
const uniqueViolation = '23505';

export function createSettingsStore(db: Db, workspaceId: string): SettingsStore {
  let known: SettingsVersion = { version: 0, document: settingsSchema.parse({}) };
  let foreign: readonly Foreign[] = [];
  let knownUntil = 0;

  async function latest(from: Db | Trx = db): Promise<SettingsVersion> {
    const row = await from
      .selectFrom('settings_versions')
      .select(['version', 'document'])
      .where('workspace_id', '=', workspaceId)
      .where('version', '>', known.version)
      .orderBy('version', 'desc')
      .limit(1)
      .executeTakeFirst();
    if (row) {
      const read = readStored(row.document);
      known = { version: row.version, document: read.document };
      foreign = read.foreign;
    }
    knownUntil = performance.now() + maxAge;
    return known;
  }

  return {
    current: async (trx) => (performance.now() < knownUntil ? known : latest(trx)),
    async find(version) {
      const row = await db
        .selectFrom('settings_versions')
        .select('document')
        .where('workspace_id', '=', workspaceId)
        .where('version', '=', version)
        .executeTakeFirst();
      return row ? readStored(row.document).document : null;
    },
    async change(change, { authorId, note, now }) {
      for (;;) {
        const before = await latest();
        const added = foreign;
        const changed = settingsShape.parse(change(structuredClone(before.document)));
        refuseNewFaults(before.document, changed);
        const document = await withHolidays(changed, await regionsOfPeople(db, workspaceId), now);
        try {
          await db
            .insertInto('settings_versions')
            .values({
              workspace_id: workspaceId,
              version: before.version + 1,
              document: JSON.stringify(toStore(document, added)),
              author_id: authorId,
              note,
              created_at: now,
            })
            .execute();
        } catch (error) {
          // Somebody else stored that version first: change theirs.
          if (error instanceof Error && 'code' in error && error.code === uniqueViolation) continue;
          throw error;
        }
        return latest();
      }
    },
  };
}

/** The regions whose public holidays people have for their own. */
export async function regionsOfPeople(db: Db, workspaceId: string): Promise<string[]> {
  const rows = await db
    .selectFrom('people')
    .select('holiday_region')
    .distinct()
    .where('workspace_id', '=', workspaceId)
    .where('holiday_region', 'is not', null)
    .execute();
  return rows.flatMap(({ holiday_region: region }) => region ?? []);
}

/** Throws a ZodError where a change breaks a rule. What was broken before it does not stand in its way. */
function refuseNewFaults(before: Settings, after: Settings): void {
  const asText = (fault: Fault) => JSON.stringify(fault);
  const known = new Set(brokenRules(before).map(asText));
  const issues = brokenRules(after).filter((fault) => !known.has(asText(fault)));
  if (issues.length === 0) return;
  throw new ZodError(
    issues.map(({ path, message }) => ({ code: 'custom', path: [...path], message, input: after })),
  );
}
