import type { Db, Trx } from '../db/openDatabase.ts';
import { type Settings, settingsSchema, type SettingsVersion } from './settings.ts';

export type SettingsStore = {
  /** The version in force. Another process's change is seen within a second. In a transaction, give it. */
  current(trx?: Trx): Promise<SettingsVersion>;
  /**
   * Stores a new version: `change` of the one in force. Every version is kept, with its author
   * (a person's id; null for an operator at the command line). Throws a ZodError where the changed
   * document is not valid.
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
    if (row) known = { version: row.version, document: settingsSchema.parse(row.document) };
    knownUntil = performance.now() + maxAge;
    return known;
  }

  return {
    current: async (trx) => (performance.now() < knownUntil ? known : latest(trx)),
    async change(change, { authorId, note, now }) {
      for (;;) {
        const before = await latest();
        const document = settingsSchema.parse(change(structuredClone(before.document)));
        try {
          await db
            .insertInto('settings_versions')
            .values({
              workspace_id: workspaceId,
              version: before.version + 1,
              document: JSON.stringify(document),
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
