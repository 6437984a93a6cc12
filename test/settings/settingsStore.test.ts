import { afterAll, expect, test } from 'vitest';
import { ZodError } from 'zod';
import { settingsSchema } from '../../src/settings/settings.ts';
import { createSettingsStore } from '../../src/settings/settingsStore.ts';
import { monday, startKernel } from '../support/kernel.ts';

const kernel = await startKernel();
const { ctx, db } = kernel;
afterAll(kernel.drop);

const by = { authorId: null, note: 'test', now: monday };

/** As another version of the app would, and a process of this version that starts then. */
async function storedByAnother(document: object) {
  const { version } = await createSettingsStore(db, 'T1').current();
  await db
    .insertInto('settings_versions')
    .values({
      workspace_id: 'T1',
      version: version + 1,
      document: JSON.stringify(document),
      created_at: monday,
    })
    .execute();
  return createSettingsStore(db, 'T1');
}
const newest = async () => {
  const { document } = await db
    .selectFrom('settings_versions')
    .select('document')
    .orderBy('version', 'desc')
    .limit(1)
    .executeTakeFirstOrThrow();
  return document;
};

test('what a newer version added is left aside, and still there after a change', async () => {
  const store = await storedByAnother({
    ...settingsSchema.parse({ channels: { CLEADS: {} } }),
    moods: ['calm'],
    channels: { CLEADS: { managers: ['UMIA'], colour: 'blue' } },
  });
  const { document } = await store.current();
  expect(document.channels).toMatchObject({ CLEADS: { managers: ['UMIA'] } });
  expect(document).not.toHaveProperty('moods');
  expect(document.channels['CLEADS']).not.toHaveProperty('colour');

  await store.change((now) => ({ ...now, currency: 'CHF' }), by);
  expect(await newest()).toMatchObject({
    currency: 'CHF',
    moods: ['calm'],
    channels: { CLEADS: { managers: ['UMIA'], colour: 'blue' } },
  });
});

test('what an older version let pass is in force, and can be changed elsewhere', async () => {
  const store = await storedByAnother({
    windows: { claimed: '100d' },
    workingTime: { from: '22:00', to: '06:00' },
    lease: '2h',
  });
  const before = await store.current();
  expect(before.document).toMatchObject({ windows: { claimed: '100d' }, lease: '2h' });
  const after = await store.change((now) => ({ ...now, currency: 'CHF' }), by);
  expect(after.document).toEqual({ ...before.document, currency: 'CHF' });
  expect(await store.find(before.version)).toEqual(before.document);
  expect(await store.find(999)).toBeNull();
});

test('a change that breaks a rule is refused with the field; what was in force stays so', async () => {
  const before = await ctx.settings.current();
  const refused = await ctx.settings
    .change((now) => ({ ...now, hot: [{ channel: 'C0NONE' }] }), by)
    .catch((error: unknown) => error);
  if (!(refused instanceof ZodError)) throw new Error('it was taken');
  expect(refused.issues).toEqual([
    expect.objectContaining({
      path: ['hot', 0, 'channel'],
      message: 'is not one of the channels in `channels`',
    }),
  ]);
  expect((await createSettingsStore(db, 'T1').current()).version).toBeGreaterThanOrEqual(
    before.version,
  );
  expect((await createSettingsStore(db, 'T1').current()).document.hot).toEqual([]);
});
