import { expect, test } from 'vitest';
import { useWorld } from '../support/world.ts';

const here = useWorld({ expectErrors: ['nothing can be posted there until somebody acts'] });

test('an admin is told once that an archived channel gets nothing; unarchived, it gets what waited', async () => {
  const { world } = here;
  await world.sandbox.archive('leads');
  await world.receive({ name: 'Waits', email: 'waits@example.org' });
  await world.sandbox.settled();
  const parked = async () => (await world.job('report-parked'))['reported'];
  expect(await parked()).toBe(1);
  expect(await parked()).toBe(0);
  const [told, ...more] = world.sandbox.dm('ada');
  expect(more).toEqual([]);
  expect(told?.text).toContain('it is archived');
  expect(told?.text).toContain('1 message waits');

  await world.sandbox.unarchive('leads');
  await world.settled();
  expect(world.sandbox.messages('leads').at(-1)?.text).toContain('Waits');
});
