import { describe, expect, test } from 'vitest';
import type { SeenMessage } from '../../sandbox/sandbox.ts';
import { askForUpdate } from '../../src/nudges/askForUpdate.ts';
import { jobs } from '../../src/schedule.ts';
import { useWorld, type World } from '../support/world.ts';

/** Whispers left out. */
const dm = (world: World, person: string): SeenMessage[] =>
  world.sandbox.dm(person).filter(({ visibleTo }) => visibleTo === undefined);

const title = (world: World, person: string) => world.sandbox.modal(person)?.title;

/** The one nudge that stands. */
function nudge(world: World, person: string): SeenMessage {
  const [only, ...more] = dm(world, person);
  expect(more).toEqual([]);
  if (!only) throw new Error(`${person} has no nudge`);
  return only;
}

const posts = (world: World): number => world.sandbox.callsTo('chat.postMessage').length;

const claimed = async (world: World, person: string, arrival: Record<string, unknown> = {}) => {
  const lead = await world.lead(arrival);
  await world.sandbox.click(person, lead.card, 'Claim');
  await world.settled();
  return lead;
};

const job = async (world: World, minutes = 0) => {
  world.forward({ minutes });
  return world.job('follow-up');
};

const unix = (instant: string): number => Date.parse(instant) / 1000;

/** The part of a nudge that begins with these words. */
const from = ({ text }: SeenMessage, words: string): string => {
  expect(text).toContain(words);
  return text.slice(text.indexOf(words));
};

const order = ({ text }: SeenMessage, ...names: string[]): string[] =>
  names.toSorted((a, b) => text.indexOf(a) - text.indexOf(b));

describe('what is due', () => {
  const here = useWorld();

  test('is listed most urgent first: hot leads, first touches, value, then how far over', async () => {
    const { world } = here;
    await world.changeSettings((settings) => ({ ...settings, hot: [{ segment: 'vip' }] }));
    await claimed(world, 'ana', { name: 'Quoted Deal', value: 50_000 });
    await world.sandbox.command('ana', 'leads', '/lead L-1001 attempted tomorrow 9am');
    await claimed(world, 'ana', { name: 'Older Deal' });
    await job(world, 60 * 24);
    await claimed(world, 'ana', { name: 'Hot Deal', segment: 'vip' });
    await claimed(world, 'ana', { name: 'Worth Deal', value: 900 });
    await job(world, 70);
    const names = ['Hot Deal', 'Worth Deal', 'Older Deal', 'Quoted Deal'];
    expect(order(nudge(world, 'ana'), ...names)).toEqual(names);
    expect(nudge(world, 'ana').text).toContain('Hot · First touch due');
  });

  test('says when the claim ends', async () => {
    const { world } = here;
    // Claimed on Monday at 10:00 in Berlin, due at 11:00, three working days from there.
    expect(nudge(world, 'ana').text).toMatch(
      /Older Deal.*\n.*claim ends <!date[^|]*\|2026-11-26 10:00 UTC>/,
    );
  });

  test('is answered in one click; what is dealt with is struck, and gone at the next redraw', async () => {
    const { world } = here;
    await world.sandbox.click('ana', nudge(world, 'ana'), 'Tried, no answer');
    await world.settled();
    expect(from(nudge(world, 'ana'), 'Dealt with')).toContain('Hot Deal');
    expect(JSON.stringify(nudge(world, 'ana').blocks)).toContain('"strike":true');
    await world.sandbox.click('ana', nudge(world, 'ana'), 'Connected');
    await world.settled();
    expect(from(nudge(world, 'ana'), 'Dealt with')).toContain('Worth Deal');
    expect(nudge(world, 'ana').text).not.toContain('Hot Deal');
  });

  test('behind three dots there are the form, the details, the reason and the way back', async () => {
    const { world } = here;
    const { sandbox } = world;
    await sandbox.select('ana', nudge(world, 'ana'), 'lead:menu', 'Details');
    expect(title(world, 'ana')).toMatchObject({ text: 'L-1002' });
    await sandbox.closeModal('ana');
    await sandbox.select('ana', nudge(world, 'ana'), 'lead:menu', 'Why is it due?');
    expect(sandbox.modal('ana')).toBeDefined();
    await sandbox.closeModal('ana');
    await sandbox.select('ana', nudge(world, 'ana'), 'lead:menu', 'Update…');
    expect(title(world, 'ana')).toMatchObject({ text: 'Update L-1002' });
    await sandbox.closeModal('ana');
    await sandbox.select('ana', nudge(world, 'ana'), 'lead:menu', 'Give back…');
    await sandbox.submit('ana', { 'Why you give it back': 'not my region' });
    await world.settled();
    expect(from(nudge(world, 'ana'), 'Dealt with')).toContain('Older Deal');
  });
});

describe('what runs out soon', () => {
  const here = useWorld();

  test('is no reason to notify', async () => {
    const { world } = here;
    await claimed(world, 'ana', { name: 'First Deal' });
    await job(world, 45);
    expect(dm(world, 'ana')).toEqual([]);
  });

  test('is shown silently in the nudge that stands, from 70 % of its window', async () => {
    const { world } = here;
    await claimed(world, 'ana', { name: 'Second Deal' });
    await job(world, 16);
    expect(from(nudge(world, 'ana'), '1 lead is past')).not.toContain('Second Deal');
    const before = posts(world);
    // 41 of 60 minutes.
    await job(world, 25);
    expect(nudge(world, 'ana').text).not.toContain('Second Deal');
    await job(world, 5);
    expect(from(nudge(world, 'ana'), 'Runs out soon')).toContain('Second Deal');
    expect(posts(world)).toBe(before);
  });

  test('can be postponed to a time that is picked, and is gone from the nudge then', async () => {
    const { world } = here;
    const { sandbox } = world;
    await sandbox.click('ana', nudge(world, 'ana'), 'Postpone');
    expect(title(world, 'ana')).toMatchObject({ text: 'Postpone L-1002' });
    await sandbox.submit('ana', { Until: unix('2026-11-24T09:00:00Z') });
    await world.settled();
    expect(nudge(world, 'ana').text).not.toContain('Second Deal');
    expect(nudge(world, 'ana').text).toContain('First Deal');
  });

  test('leaves a nudge alone where nothing in it changes', async () => {
    const { world } = here;
    await job(world, 5);
    const updates = world.sandbox.callsTo('chat.update').length;
    for (let tick = 0; tick < 10; tick++) await job(world, 1);
    expect(world.sandbox.callsTo('chat.update').length).toBe(updates);
  });
});

describe('the number of notifications', () => {
  const here = useWorld();

  test('is one for new breaches that come together, and no other within 45 minutes', async () => {
    const { world } = here;
    await claimed(world, 'ana', { name: 'Deal A' });
    world.forward({ minutes: 20 });
    await claimed(world, 'ana', { name: 'Deal B' });
    world.forward({ minutes: 30 });
    await claimed(world, 'ana', { name: 'Deal C' });
    await job(world, 11);
    const first = nudge(world, 'ana');
    expect(first.text).toContain('1 lead is past');
    await job(world, 20);
    expect(nudge(world, 'ana').ts).toBe(first.ts);
    expect(nudge(world, 'ana').text).toContain('2 leads are past');
    // 51 minutes after the first.
    await job(world, 31);
    expect(nudge(world, 'ana').ts).not.toBe(first.ts);
    expect(nudge(world, 'ana').text).toContain('3 leads are past');
  });

  test('is three a day at most; the rest is folded in', async () => {
    const { world } = here;
    await claimed(world, 'ana', { name: 'Deal D' });
    await job(world, 61);
    const third = nudge(world, 'ana');
    await claimed(world, 'ana', { name: 'Deal E' });
    await job(world, 61);
    expect(nudge(world, 'ana').ts).toBe(third.ts);
    expect(nudge(world, 'ana').text).toContain('Deal E');
  });

  test('includes what a manager asks for', async () => {
    const { world } = here;
    const { people } = world.ids;
    const by = { kind: 'person', id: people('mia'), interaction: 'ask' } as const;
    expect(await askForUpdate(world.ctx, { repId: people('ana'), by })).toMatchObject({
      outcome: 'nudged-enough',
    });
  });

  test('begins anew on the next day, with a message of its own', async () => {
    const { world } = here;
    const yesterday = nudge(world, 'ana');
    await claimed(world, 'ben', { name: 'Deal of Ben' });
    await claimed(world, 'ana', { name: 'Deal F' });
    await job(world, 60 * 20);
    const today = nudge(world, 'ana');
    expect(today.ts).not.toBe(yesterday.ts);
    expect(today.text).toContain('Deal F');
  });
});

describe('with more than fifteen due', () => {
  const here = useWorld();

  test('the nudge shows the ten most urgent, and the way to all', async () => {
    const { world } = here;
    const { sandbox } = world;
    for (let i = 1; i <= 23; i++) await claimed(world, 'ana', { name: `Deal ${i}`, value: i });
    await job(world, 61);
    const { text, blocks } = nudge(world, 'ana');
    expect(text).toContain('23 leads are past');
    expect(text.match(/L-\d+/g)).toHaveLength(10);
    expect(text).toContain('Deal 14 ');
    expect(text).not.toContain('Deal 13 ');
    expect(blocks.length).toBeLessThanOrEqual(50);
    await sandbox.click('ana', nudge(world, 'ana'), 'All 23');
    const list = sandbox.modal('ana');
    expect(title(world, 'ana')).toMatchObject({ text: '23 leads are due' });
    expect(JSON.stringify(list?.blocks)).toContain('Deal 1"');
  });

  test('they can be dealt with in that list, too', async () => {
    const { world } = here;
    const { sandbox } = world;
    await sandbox.click('ana', 'modal', 'Connected');
    await world.settled();
    expect(title(world, 'ana')).toMatchObject({ text: '22 leads are due' });
    await sandbox.select('ana', 'modal', 'lead:menu', 'Update…');
    expect(title(world, 'ana')).toMatchObject({ text: 'Update L-1022' });
    await sandbox.submit('ana', {});
    await world.settled();
    expect(title(world, 'ana')).toMatchObject({ text: '21 leads are due' });
    expect(from(nudge(world, 'ana'), 'Dealt with')).toContain('Deal 22');
  });
});

describe('before it goes to the manager', () => {
  const here = useWorld();

  test('the rep is told when, and who that is', async () => {
    const { world } = here;
    await claimed(world, 'ana', { name: 'Slow Deal' });
    await job(world, 61);
    const first = nudge(world, 'ana');
    expect(first.text).not.toContain('Goes to');
    // Two working hours after it was due, at 11:00 in Berlin; the manager is told after four.
    await job(world, 120);
    const second = nudge(world, 'ana');
    expect(second.ts).not.toBe(first.ts);
    expect(second.text).toMatch(/Goes to <@U0MIA> <!date[^|]*\|2026-11-23 14:00 UTC>/);
    await job(world, 60);
    expect(nudge(world, 'ana').ts).toBe(second.ts);
  });

  test('and then that it has', async () => {
    const { world } = here;
    await job(world, 60);
    await job(world, 6);
    expect(nudge(world, 'ana').text).toContain(`Told <@${world.ids.people('mia')}> <!date`);
  });

  test('a hot lead goes faster', async () => {
    const { world } = here;
    await world.changeSettings((settings) => ({ ...settings, hot: [{ minValue: 1_000 }] }));
    await claimed(world, 'ben', { name: 'Hot Deal', value: 5_000 });
    await job(world, 61);
    expect(nudge(world, 'ben').text).not.toContain('Goes to');
    await job(world, 45);
    expect(nudge(world, 'ben').text).toContain('Goes to');
  });
});

describe('a claim that ended', () => {
  const here = useWorld();

  test('is told with the reason, and can be taken back while nobody has it', async () => {
    const { world } = here;
    const { id } = await claimed(world, 'ana', { name: 'Lost Deal' });
    for (let day = 0; day < 3; day++) await job(world, 24 * 60);
    await job(world, 61);
    expect(nudge(world, 'ana').text).toMatch(
      new RegExp(`L-${id} Lost Deal.* went back to the pool .*after 3 days, no touch`),
    );
    await world.sandbox.click('ana', nudge(world, 'ana'), 'Take it back');
    await world.settled();
    expect(nudge(world, 'ana').text).not.toContain('back in the pool');
    expect((await world.card(id)).text).toContain(`<@${world.ids.people('ana')}>`);
  });

  test('pauses new leads by turn after the third one, and the nudge says the way out', async () => {
    const { world } = here;
    await world.changeSettings((settings) => ({
      ...settings,
      limits: { ...settings.limits, leasesEnded: 1 },
    }));
    await claimed(world, 'ben', { name: 'Other Deal' });
    // Ben takes turns here; Ana, whose claim has ended again, takes none.
    await world.changeSettings(({ channels, ...settings }) => ({
      ...settings,
      channels: Object.fromEntries(
        Object.entries(channels).map(([id, channel]) => [
          id,
          { ...channel, mode: 'round-robin', roster: [world.ids.people('ben')] },
        ]),
      ),
    }));
    for (let day = 0; day < 7; day++) await job(world, 24 * 60);
    expect(nudge(world, 'ana').text).toContain('went back to the pool');
    expect(nudge(world, 'ana').text).not.toContain('by turn');
    expect(nudge(world, 'ben').text).toContain(
      'No new leads come to you by turn: 1 of your claims ended. They come again after a touch',
    );
    await world.sandbox.openHome('ben');
    await world.settled();
    expect(world.sandbox.read(world.sandbox.home('ben'))).toContain(
      'No new leads come to you by turn: 1 of your claims ended. They come again',
    );
  });
});

describe('while somebody is away', () => {
  const here = useWorld();

  test('nobody nudges them; what is urgent goes to their stand-in', async () => {
    const { world } = here;
    const { sandbox } = world;
    const { id } = await claimed(world, 'ana', { name: 'Urgent Deal', phone: '030 23125 001' });
    await sandbox.command('ana', 'leads', `/lead L-${id} connected call "call me" tomorrow 10am`);
    await sandbox.command('ana', 'leads', '/lead away until monday standing in: @ben');
    await world.settled();
    await job(world, 24 * 60 + 30);
    expect(dm(world, 'ana').filter(({ text }) => text.includes('Urgent Deal'))).toEqual([]);
    const { text } = nudge(world, 'ben');
    expect(text).toContain(
      `For <@${world.ids.people('ana')}>, away until <!date^${unix('2026-11-30T08:00:00Z')}`,
    );
    expect(text).toContain('Urgent Deal');
    expect(text).toContain('tel:+493023125001');
    const before = posts(world);
    await job(world, 60);
    expect(posts(world)).toBe(before);
  });

  test('who can answer it there', async () => {
    const { world } = here;
    await world.sandbox.click('ben', nudge(world, 'ben'), 'Tried, no answer');
    await world.settled();
    expect(from(nudge(world, 'ben'), 'Dealt with')).toContain('Urgent Deal');
  });
});

describe('a nudge that waits to be sent', () => {
  const here = useWorld();

  test('is judged again: what was dealt with meanwhile is not told', async () => {
    const { world } = here;
    const { sandbox, ctx } = world;
    const { id } = await claimed(world, 'ana', { name: 'Done Deal' });
    const fault = sandbox.faults.add({ fault: '429', method: 'chat.postMessage', retryAfter: 2 });
    world.forward({ minutes: 61 });
    await jobs['follow-up']?.run(ctx);
    await sandbox.waitFor(() => fault.hits > 0, { what: 'the refusal' });
    await sandbox.command('ana', 'leads', `/lead L-${id} connected`);
    await world.settled();
    expect(dm(world, 'ana')).toEqual([]);
    const rows = await ctx.db
      .selectFrom('messages')
      .where('kind', '=', 'nudge')
      .select('state')
      .execute();
    expect(rows).toEqual([{ state: 'dropped' }]);
  });
});
