import { describe, expect, test } from 'vitest';
import type { SeenMessage } from '../../sandbox/sandbox.ts';
import { sayQuote } from '../../src/feedback/sayQuote.ts';
import { sourceChoice } from '../../src/feedback/sourceForm.ts';
import { showSource } from '../../src/feedback/showSource.ts';
import { useWorld, type World } from '../support/world.ts';

const weeks = (world: World, person: string): SeenMessage[] =>
  world.sandbox.dm(person).filter(({ text }) => /^Your sources?, week from/.test(text));
const pictures = (world: World, person: string): SeenMessage[] =>
  world.sandbox.dm(person).filter(({ text }) => /4 weeks: /.test(text));

/** So many leads of the website that ana has claimed and tried. */
async function tried(world: World, count: number): Promise<number[]> {
  const ids = [];
  for (let i = 0; i < count; i++) {
    const { id } = await world.lead();
    await world.sandbox.command('ana', 'leads', `/lead claim L-${id}`);
    await world.sandbox.command('ana', 'leads', `/lead L-${id} attempted call`);
    ids.push(id);
  }
  return ids;
}

// The week of Monday 23 November; max is in Stockholm, on the clock of Berlin.
const fridayAtThree = new Date('2026-11-27T14:00:00Z');

describe("a source's week", () => {
  const here = useWorld();

  test('comes to its owner on Friday at three, with a picture after it', async () => {
    const { world } = here;
    await world.changeSettings((settings) => ({
      ...settings,
      sources: {
        ...settings.sources,
        website: {
          ...settings.sources['website'],
          channel: world.ids.leads,
          cost: 40,
          mustHave: ['phone'],
        },
        quiet: { name: 'Quiet form', channel: world.ids.leads, owner: world.ids.people('max') },
      },
    }));
    // Without a phone number; nothing of it is held back longer than the limit.
    await world.receive({ name: 'Lacks Phone', email: 'lacks@example.org' });
    await world.changeSettings(({ sources: { website, ...sources }, ...settings }) => ({
      ...settings,
      sources: { ...sources, website: { ...website, channel: world.ids.leads, mustHave: [] } },
    }));
    const [won, bad, open] = await tried(world, 3);
    await world.lead({ name: 'Never Tried' });
    await world.sandbox.command('ana', 'leads', `/lead L-${won} won 1200`);
    await world.sandbox.command(
      'ana',
      'leads',
      `/lead L-${bad} disqualified invalid "there is no such company"`,
    );
    await world.sandbox.command('ana', 'leads', `/lead L-${open} qualified call`);
    world.clock.forward(fridayAtThree.getTime() - world.clock.now().getTime() - 60_000);
    expect(await world.job('send-source-scorecards')).toEqual({ sent: 0 });
    world.forward({ minutes: 2 });
    expect(await world.job('send-source-scorecards')).toEqual({ sent: 1 });
    const [week] = weeks(world, 'max');
    expect(week?.text).toContain('Website form');
    expect(week?.text).toContain('Arrived: 5');
    expect(week?.text).toContain('Worked: 60 % (3 of 5), never 2');
    expect(week?.text).toContain('Qualified: 67 % (2 of 3; 21 to 94 %)');
    expect(week?.text).toContain('Won: 33 % (1 of 3), €1,200');
    expect(week?.text).toContain('Cost: €100 per qualified lead (2), €200 per lead won (1)');
    expect(week?.text).toContain('In the way of 1: 1 invalid');
    expect(week?.text).toContain('A range after a share: ');
    expect(week?.text).toContain('No leads this week: Quiet form.');
    expect(pictures(world, 'max')).toHaveLength(1);
    expect(weeks(world, 'mia')).toHaveLength(0);
  });

  test('comes once, whatever restarts', async () => {
    const { world } = here;
    await world.stopApp();
    await world.startApp();
    world.forward({ hours: 2 });
    expect(await world.job('send-source-scorecards')).toEqual({ sent: 0 });
    expect(weeks(world, 'max')).toHaveLength(1);
    expect(await world.violations()).toEqual([]);
  });

  test('counts against nobody’s messages', async () => {
    const { world } = here;
    const rows = await world.ctx.db
      .selectFrom('notifications')
      .selectAll()
      .where('person_id', '=', world.ids.people('max'))
      .execute();
    expect(rows.filter(({ local_date: date }) => date === '2026-11-27')).toEqual([]);
  });

  test('opens from the message and from Home, for any source and period of theirs', async () => {
    const { world } = here;
    const [week] = weeks(world, 'max');
    if (!week) throw new Error('no scorecard');
    await world.sandbox.click('max', week, 'Open');
    const all = world.sandbox.read(world.sandbox.modal('max'));
    expect(all).toContain(': 33 % (1 of 3; 6 to 79 %) of those worked; 1 still open');
    expect(all).toContain('€100 per qualified lead (2), €200 per lead won (1)');
    await world.sandbox.closeModal('max', { all: true });

    await world.sandbox.openHome('mia');
    await world.sandbox.click('mia', 'home', 'Sources');
    expect(world.sandbox.read(world.sandbox.modal('mia'))).toContain(': 5');
    await world.sandbox.select('mia', 'modal', 'Leads that arrived', 'week');
    await world.sandbox.submit('mia', {});
    expect(world.sandbox.read(world.sandbox.modal('mia'))).toContain('worked 60 % (3 of 5)');
    await world.sandbox.closeModal('mia', { all: true });

    await world.sandbox.openHome('ada');
    await world.sandbox.click('ada', 'home', 'Sources');
    const named = async (person: string, typed: string) =>
      (await world.sandbox.suggest(person, 'modal', sourceChoice, typed)).options ?? [];
    const [quiet, ...others] = await named('ada', ' QUIET ');
    expect(others).toEqual([]);
    if (!quiet) throw new Error('nothing is offered');
    await world.sandbox.select('ada', 'modal', sourceChoice, quiet);
    await world.sandbox.submit('ada', {});
    expect(world.sandbox.read(world.sandbox.modal('ada'))).toContain('No leads arrived');
    // Each of many is found by some letters of its name.
    const { quiet: one } = (await world.ctx.settings.current()).document.sources;
    const many = Array.from({ length: 150 }, (_, n) => [
      `fair-${n}`,
      { ...one, name: `Fair ${n}` },
    ]);
    const { sources } = (await world.ctx.settings.current()).document;
    await world.changeSettings((settings) => ({
      ...settings,
      sources: { ...sources, ...Object.fromEntries(many) },
    }));
    expect(await named('ada', '')).toHaveLength(100);
    expect((await named('ada', 'fair 149')).map(({ value }) => value)).toEqual(['fair-149']);
    await world.changeSettings((settings) => ({ ...settings, sources }));
    await world.sandbox.closeModal('ada', { all: true });
    // Nobody is offered what is not theirs to see.
    await world.sandbox.openHome('mia');
    await world.sandbox.click('mia', 'home', 'Sources');
    expect((await named('mia', '')).map(({ value }) => value)).toEqual(['website']);
    await world.sandbox.closeModal('mia', { all: true });
  });

  test('is nothing for others: not in Home, and not by its id', async () => {
    const { world } = here;
    await world.sandbox.openHome('ana');
    expect(JSON.stringify(world.sandbox.home('ana'))).not.toContain('source:open');
    const ask = { key: 'quiet', period: 'week' } as const;
    expect(await showSource(world.ctx, { by: world.ids.people('ana'), ...ask })).toEqual({
      outcome: 'not-allowed',
      why: 'source-owner',
    });
    // Mia manages the owner of the one, not of the other.
    expect(await showSource(world.ctx, { by: world.ids.people('mia'), ...ask })).toEqual({
      outcome: 'not-allowed',
      why: 'source-owner',
    });
  });
});

describe('a week in which nothing was worked', () => {
  const here = useWorld();

  test('explains no range, for there is none', async () => {
    const { world } = here;
    await world.lead({ name: 'Never Tried' });
    world.clock.forward(fridayAtThree.getTime() + 60_000 - world.clock.now().getTime());
    expect(await world.job('send-source-scorecards')).toEqual({ sent: 1 });
    const [week] = weeks(world, 'max');
    expect(week?.text).toContain('Worked: 0 % (0 of 1), never 1');
    expect(week?.text).not.toContain('A range after a share');
  });
});

describe('after a downtime', () => {
  const here = useWorld({ at: new Date('2026-11-27T12:00:00Z') });

  test('it comes late the same day, and says so; of an owner who left, to their manager', async () => {
    const { world } = here;
    await tried(world, 1);
    await world.ctx.db
      .updateTable('people')
      .set({ is_deactivated: true })
      .where('id', '=', world.ids.people('max'))
      .execute();
    world.forward({ hours: 8 });
    expect(await world.job('send-source-scorecards')).toEqual({ sent: 1 });
    expect(weeks(world, 'max')).toHaveLength(0);
    expect(weeks(world, 'mia')[0]?.text).toContain('Sent late');
  });

  test('on a later day not at all', async () => {
    const { world } = here;
    world.forward({ days: 7, hours: 10 });
    expect(await world.job('send-source-scorecards')).toEqual({ sent: 0 });
    expect(weeks(world, 'mia')).toHaveLength(1);
  });

  test('of a source with neither, to nobody', async () => {
    const { world } = here;
    await world.changeSettings((settings) => ({
      ...settings,
      sources: { website: { name: 'Website form', channel: world.ids.leads } },
    }));
    world.clock.forward(new Date('2026-12-11T14:01:00Z').getTime() - world.clock.now().getTime());
    expect(await world.job('send-source-scorecards')).toEqual({ sent: 0 });
  });
});

describe('what those say who convert a source’s leads best', () => {
  // Monday, 10:00 in Berlin.
  const here = useWorld();

  test('is asked for once a month, of whoever worked five and qualified one', async () => {
    const { world } = here;
    const [first] = await tried(world, 4);
    await world.sandbox.command('ana', 'leads', `/lead L-${first} qualified call`);
    expect(await world.job('ask-quotes')).toEqual({ asked: 0 });
    await tried(world, 1);
    expect(await world.job('ask-quotes')).toEqual({ asked: 1 });
    expect(await world.job('ask-quotes')).toEqual({ asked: 0 });
    const asked = world.sandbox.dm('ana').at(-1);
    expect(asked?.text).toContain('What would you say about the leads of Website form?');
  });

  test('is said in a form, or left; nobody else can, and not at any length', async () => {
    const { world } = here;
    const asked = world.sandbox.dm('ana').at(-1);
    if (!asked) throw new Error('nobody was asked');
    await world.sandbox.click('ana', asked, 'Say something');
    const said = 'The good ones name a date. Write to <!channel> or kim@example.org.';
    await world.sandbox.submit('ana', { text: said });
    await world.settled();
    expect(world.sandbox.dm('ana').at(-1)?.text).toContain('You say:');

    const { people } = world.ids;
    const say = (person: string, text: string) =>
      sayQuote(world.ctx, {
        by: { kind: 'person', id: people(person), interaction: `${person} ${text.length}` },
        ...{ sourceKey: 'website', month: '2026-11-01', text },
      });
    expect(await say('ben', 'Mine')).toEqual({ outcome: 'not-allowed', why: 'asked' });
    expect(await say('ana', 'x'.repeat(20_000))).toMatchObject({
      outcome: 'invalid',
      errors: { text: 'This has 20000 characters; 1000 are possible.' },
    });
  });

  test('stands in the scorecard, with the name, without contact details', async () => {
    const { world } = here;
    world.clock.forward(fridayAtThree.getTime() + 60_000 - world.clock.now().getTime());
    await world.job('send-source-scorecards');
    const [week] = weeks(world, 'max');
    expect(week?.text).toContain('The good ones name a date. Write to &lt;!channel&gt; or [email]');
    expect(week?.text).toContain(`<@${world.ids.people('ana')}> says:`);
    expect(JSON.stringify(week?.blocks)).not.toContain('kim@example.org');
  });

  test('can be taken back', async () => {
    const { world } = here;
    const asked = world.sandbox.dm('ana').findLast(({ text }) => text.startsWith('What would you'));
    if (!asked) throw new Error('nobody was asked');
    await world.sandbox.click('ana', asked, 'Change');
    await world.sandbox.submit('ana', { text: '' });
    await world.sandbox.openHome('max');
    await world.sandbox.click('max', 'home', 'Sources');
    expect(world.sandbox.read(world.sandbox.modal('max'))).not.toContain('name a date');
    await world.sandbox.closeModal('max', { all: true });
  });
});
