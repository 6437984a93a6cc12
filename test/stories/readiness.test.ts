import { expect, test } from 'vitest';
import { useWorld, type World } from '../support/world.ts';

const here = useWorld({ expectErrors: ['Slack refuses the app'] });

async function ready(world: World): Promise<[number, unknown]> {
  const answer = await fetch(`${world.app.url}/readyz`);
  return [answer.status, await answer.json()];
}

test('the process says that it runs, and that it is ready', async () => {
  const { world } = here;
  expect((await fetch(`${world.app.url}/healthz`)).status).toBe(200);
  expect(await ready(world)).toEqual([
    200,
    { database: 'ok', slack: 'ok', delivery: { lagMs: 0, parkedDestinations: 0 } },
  ]);
});

test('a message that waits too long makes it unready, a parked channel does not', async () => {
  const { world } = here;
  const { db, workspaceId } = world.ctx;
  const id = 'C0BEHIND';
  const waiting = { workspace_id: workspaceId, kind: 'card', key: 'late', destination: id };
  const longAgo = new Date(world.clock.now().getTime() - 120_000);
  await db.insertInto('destinations').values({ workspace_id: workspaceId, id }).execute();
  await db
    .insertInto('messages')
    .values({ ...waiting, created_at: longAgo, not_before: longAgo, lease_until: new Date(8e12) })
    .execute();
  const [status, said] = await ready(world);
  expect(status).toBe(503);
  expect(said).toMatchObject({ slack: 'ok', delivery: { parkedDestinations: 0 } });

  await db.updateTable('destinations').set({ parked_at: longAgo }).where('id', '=', id).execute();
  expect(await ready(world)).toEqual([
    200,
    { database: 'ok', slack: 'ok', delivery: { lagMs: 0, parkedDestinations: 1 } },
  ]);
});

test('once the app is removed from the workspace, nothing is sent, and it says so', async () => {
  const { world } = here;
  await world.sandbox.uninstall();
  expect(await ready(world)).toMatchObject([503, { database: 'ok', slack: 'app_uninstalled' }]);

  const before = world.sandbox.callsTo('chat.postMessage').length;
  await world.receive({ name: 'Too Late', email: 'late@example.org' });
  await world.sandbox.settled(100);
  expect(world.sandbox.callsTo('chat.postMessage')).toHaveLength(before);
});
