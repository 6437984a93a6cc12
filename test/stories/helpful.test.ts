import { expect, test } from 'vitest';
import { useWorld } from '../support/world.ts';

const here = useWorld();

test('marketing says what helps at a stage, and the rep reads it in the details', async () => {
  const { world } = here;
  await world.sandbox.openHome('max');
  await world.sandbox.click('max', 'home', 'What helps');
  await world.sandbox.submit('max', {
    'Comparing options': 'Send the comparison sheet; offer a call with a customer of their size.',
  });
  expect(world.sandbox.modal('max')).toBeUndefined();

  const { card } = await world.lead({ stage: 'options' });
  await world.sandbox.click('ana', card, 'Details');
  expect(world.sandbox.read(world.sandbox.modal('ana'))).toContain('Send the comparison sheet');
  const { version, document } = await world.ctx.settings.current();
  expect(document.helpful).toEqual({ options: expect.stringContaining('comparison sheet') });
  const { author_id } = await world.ctx.db
    .selectFrom('settings_versions')
    .select('author_id')
    .where('version', '=', version)
    .executeTakeFirstOrThrow();
  expect(author_id).toBe(world.ids.people('max'));
});

test('who makes no leads is told whose it is', async () => {
  const { world } = here;
  const { version } = await world.ctx.settings.current();
  await world.sandbox.openHome('max');
  await world.sandbox.click('max', 'home', 'What helps');
  const { document } = await world.ctx.settings.current();
  await world.ctx.settings.change(
    (settings) => ({
      ...settings,
      sources: Object.fromEntries(
        Object.entries(settings.sources).map(([key, { owner: _, ...source }]) => [key, source]),
      ),
    }),
    { authorId: null, note: 'test', now: world.clock.now() },
  );
  await world.sandbox.submit('max', { Deciding: 'Ask for the order.' });
  expect(world.sandbox.read(world.sandbox.modal('max'))).toContain('owners of sources');
  const now = await world.ctx.settings.current();
  expect([now.version, now.document.helpful]).toEqual([version + 1, document.helpful]);
});
