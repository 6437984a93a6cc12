import type { Db } from '../db/openDatabase.ts';
import { type Settings, settingsSchema } from '../settings/settings.ts';
import { readStored } from '../settings/storedSettings.ts';

/** The settings that were in force at an instant. Null: they have not changed since. */
export async function settingsBefore(
  db: Db,
  workspaceId: string,
  at: Date,
): Promise<Settings | null> {
  const versions = db.selectFrom('settings_versions').where('workspace_id', '=', workspaceId);
  const first = await versions
    .where('created_at', '>', at)
    .select('version')
    .orderBy('version')
    .limit(1)
    .executeTakeFirst();
  if (!first) return null;
  const before = await versions
    .where('version', '<', first.version)
    .select('document')
    .orderBy('version', 'desc')
    .limit(1)
    .executeTakeFirst();
  return before ? readStored(before.document).document : settingsSchema.parse({});
}
