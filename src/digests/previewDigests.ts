import type { Context } from '../context.ts';
import { findPeople } from '../people/peopleStore.ts';
import { tellPerson } from '../people/tellPerson.ts';
import { localDate } from '../people/zone.ts';
import type { Settings } from '../settings/settings.ts';
import { hasDigest } from './digestStore.ts';
import { settingsBefore } from './settingsBeforeStore.ts';

const day = 86_400_000;

/**
 * Shows whoever was made a manager in the last day what a digest is: once for good, in their working
 * time, unless their first digest is there already. Answers how many.
 */
export async function previewDigests(ctx: Context): Promise<number> {
  const now = ctx.clock.now();
  const before = await settingsBefore(ctx.db, ctx.workspaceId, new Date(now.getTime() - day));
  if (!before) return 0;
  const { document } = await ctx.settings.current();
  const known = managers(before);
  const added = [...managers(document)].filter((id) => !known.has(id));
  let queued = 0;
  for (const person of await findPeople(ctx.db, ctx.workspaceId, added)) {
    const date = localDate(now, person.timezone);
    if (await hasDigest(ctx.db, ctx.workspaceId, person.id, date)) continue;
    const key = `digest-preview:${person.id}`;
    const told = await ctx.db
      .transaction()
      .execute((trx) => tellPerson(ctx, trx, { person, kind: 'digest-preview', perDay: 1, key }));
    if (told === 'queued') queued += 1;
  }
  return queued;
}

const managers = ({ channels }: Settings): Set<string> =>
  new Set(Object.values(channels).flatMap((channel) => channel.managers));
