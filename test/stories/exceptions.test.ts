import { expect, test } from 'vitest';
import { useWorld } from '../support/world.ts';

const here = useWorld();

test('a manager waives a lead, pauses a rep, sees both with their reasons, and ends one', async () => {
  const { world } = here;
  const { id, card } = await world.lead();
  await world.sandbox.click('ana', card, 'Claim');
  await world.sandbox.click('mia', await world.card(id), 'Details');
  await world.sandbox.click('mia', 'modal', 'Waive');
  const inThreeDays = Math.floor(world.clock.now().getTime() / 1000) + 3 * 86_400;
  expect(
    (await world.sandbox.submit('mia', { Until: inThreeDays, Why: ' ' })).errors,
  ).toBeDefined();
  await world.sandbox.submit('mia', { Until: inThreeDays, Why: 'a dispute about the invoice' });
  const { follow_up_due_at: due } = await world.ctx.db
    .selectFrom('leads')
    .select('follow_up_due_at')
    .where('id', '=', id)
    .executeTakeFirstOrThrow();
  expect(Number(due) / 1000).toBeGreaterThan(inThreeDays);
  await world.sandbox.closeModal('mia', { all: true });

  await world.sandbox.openHome('mia');
  await world.sandbox.select('mia', 'home', 'lead:rep', world.ids.people('ana'));
  await world.sandbox.click('mia', 'modal', 'Pause');
  await world.sandbox.submit('mia', { Why: 'a course' });
  expect(world.sandbox.read(world.sandbox.modal('mia'))).toContain('is paused until');
  await world.sandbox.closeModal('mia', { all: true });
  await world.sandbox.openHome('mia');
  await world.settled();
  expect(world.sandbox.read(world.sandbox.home('mia'))).toContain(' · paused until');
  await world.sandbox.openHome('ana');
  expect(world.sandbox.read(world.sandbox.home('ana'))).toContain(
    'A manager has paused your leads',
  );

  await world.sandbox.openHome('mia');
  await world.sandbox.click('mia', 'home', 'Exceptions');
  const list = () => world.sandbox.read(world.sandbox.modal('mia'));
  expect(list()).toContain('a dispute about the invoice');
  expect(list()).toContain('a course');
  await world.sandbox.click('mia', 'modal', 'End now');
  await world.settled();
  const left = await world.ctx.db
    .selectFrom('overrides')
    .select('reason')
    .where('ended_at', 'is', null)
    .execute();
  expect(left).toHaveLength(1);
  expect(list()).toContain(left[0]?.reason);
  expect(list().match(/Until/g)).toHaveLength(1);
});

test('a rep on a roster is found in Home without a lead, and paused', async () => {
  const { world } = here;
  const ben = world.ids.people('ben');
  const leads = world.sandbox.channel('leads').id;
  await world.ctx.settings.change(
    (before) => ({
      ...before,
      channels: { ...before.channels, [leads]: { ...before.channels[leads]!, roster: [ben] } },
    }),
    { authorId: null, note: 'a roster', now: world.clock.now() },
  );
  await world.sandbox.openHome('mia');
  await world.settled();
  await world.sandbox.select('mia', 'home', 'lead:rep', ben);
  expect(world.sandbox.read(world.sandbox.modal('mia'))).toContain('No open leads');
  await world.sandbox.click('mia', 'modal', 'Pause');
  await world.sandbox.submit('mia', { Why: 'a course' });
  expect(world.sandbox.read(world.sandbox.modal('mia'))).toContain('is paused until');
});
