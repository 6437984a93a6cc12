import { expect, test } from 'vitest';
import { useWorld } from '../support/world.ts';

const here = useWorld();

test('a click that is being worked on when the app stops is finished and acknowledged', async () => {
  const { world } = here;
  const { id, card } = await world.lead();
  // The claim itself waits for this transaction, which ends when the app is stopping.
  const held = Promise.withResolvers<void>();
  const locked = Promise.withResolvers<void>();
  const holding = world.ctx.db.transaction().execute(async (trx) => {
    await trx.selectFrom('leads').where('id', '=', id).select('id').forUpdate().execute();
    locked.resolve();
    await held.promise;
  });
  await locked.promise;
  const clicked = world.sandbox.click('ana', card, 'Claim');
  await world.sandbox.waitFor(() => world.app.running() > 0);
  const stopped = world.stopApp();
  held.resolve();
  await holding;
  expect(await clicked).toMatchObject({ acked: true });
  await stopped;

  await world.startApp();
  const lead = await world.ctx.db
    .selectFrom('leads')
    .where('id', '=', id)
    .select('owner_id')
    .executeTakeFirst();
  expect(lead?.owner_id).toBe(world.ids.people('ana'));
});
