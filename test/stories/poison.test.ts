import { expect, test } from 'vitest';
import { useWorld } from '../support/world.ts';

const here = useWorld({
  expectErrors: ['could not be told', 'could not be planned', 'could not be calculated anew'],
});

test('one person whose row cannot be read keeps nobody else from being told', async () => {
  const { world } = here;
  const { sandbox, ctx } = world;
  for (const [person, name] of [
    ['ana', 'Of Ana'],
    ['ben', 'Of Ben'],
  ] as const) {
    const { card } = await world.lead({ name });
    await sandbox.click(person, card, 'Claim');
  }
  await ctx.db
    .updateTable('people')
    .set({ timezone: 'Mars/Olympus' })
    .where('id', '=', world.ids.people('ana'))
    .execute();
  world.forward({ minutes: 61 });
  await world.job('follow-up');
  expect(sandbox.dm('ben').at(-1)?.text).toContain('Of Ben');
  expect(sandbox.dm('ana')).toEqual([]);
  expect(sandbox.dm('mia').at(-1)?.text).toContain('Of Ana');
});
