import { describe, expect, test } from 'vitest';
import type { SeenMessage } from '../../sandbox/sandbox.ts';
import { useWorld, type World } from '../support/world.ts';

/** What a rep reports most, in the order of a lead's life: as its button says it, and the status. */
const common = [
  ['Tried, no answer', 'attempted'],
  ['Connected', 'connected'],
  ['Qualified', 'qualified'],
  ['Quoted', 'quoted'],
] as const;

/** Where the lead stands before ana when its next update is due. */
type Surface = (world: World, leadId: number) => Promise<SeenMessage | 'home'>;
const surfaces: Readonly<Record<string, Surface>> = {
  'its card': (world, leadId) => world.card(leadId),
  'the nudge': async (world) => {
    await world.job('follow-up');
    const nudge = world.sandbox.dm('ana').findLast(({ visibleTo }) => visibleTo === undefined);
    if (!nudge) throw new Error('ana has no nudge');
    return nudge;
  },
  Home: async (world) => {
    await world.sandbox.openHome('ana');
    return 'home';
  },
};

/** Counts what a hand does: a button is a click, a choice from a menu two, a form's button one more. */
async function report(world: World, on: SeenMessage | 'home', [label, status]: readonly string[]) {
  const { sandbox } = world;
  const blocks = on === 'home' ? sandbox.home('ana')?.blocks : on.blocks;
  if (JSON.stringify(blocks).includes(`"text":"${label}"`)) {
    await sandbox.click('ana', on, label ?? '');
    return { clicks: 1, keystrokes: 0 };
  }
  await sandbox.click('ana', on, 'Update');
  await sandbox.select('ana', 'modal', 'Status', status ?? '');
  await sandbox.submit('ana');
  return { clicks: 4, keystrokes: 0 };
}

describe.each(Object.entries(surfaces))('from %s', (_, surface) => {
  const here = useWorld();

  test('each common update is one click and no keystroke', { timeout: 30_000 }, async () => {
    const { world } = here;
    const { id, card } = await world.lead({ name: 'Jane Doe' });
    await world.sandbox.click('ana', card, 'Claim');
    await world.settled();
    for (const update of common) {
      await untilDue(world, id);
      const effort = await report(world, await surface(world, id), update);
      await world.settled();
      expect([update, effort]).toEqual([update, { clicks: 1, keystrokes: 0 }]);
      expect((await leadOf(world, id)).status).toBe(update[1]);
    }
  });
});

const leadOf = ({ ctx }: World, id: number) =>
  ctx.db
    .selectFrom('leads')
    .where('id', '=', id)
    .select(['status', 'follow_up_due_at'])
    .executeTakeFirstOrThrow();

async function untilDue(world: World, id: number): Promise<void> {
  const { follow_up_due_at } = await leadOf(world, id);
  const wait = Number(follow_up_due_at) - world.clock.now().getTime();
  world.forward({ minutes: wait / 60_000 + 1 });
}
