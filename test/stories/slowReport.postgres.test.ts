import { sql } from 'kysely';
import { expect, test } from 'vitest';
import { useWorld } from '../support/world.ts';

const here = useWorld();

test('a report that takes longer than Slack waits says so, then comes', async () => {
  const { world } = here;
  await world.lead();
  const answer = await world.ctx.db.transaction().execute(async (trx) => {
    await sql`lock table leads in access exclusive mode`.execute(trx);
    return world.sandbox.command('mia', 'leads', '/lead report');
  });
  expect(JSON.stringify(answer.body)).toContain('are being added up');
  await world.settled();
  await world.sandbox.waitFor(() =>
    world.whispers('mia').some(({ text }) => text.includes('Leads that came in: 1')),
  );
  expect(world.whispers('mia').at(-1)?.text).toContain('Leads that came in: 1');
});
