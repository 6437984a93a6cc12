import { beforeEach, expect, test } from 'vitest';
import type { SeenMessage } from '../../sandbox/sandbox.ts';
import type { Db } from '../../src/db/openDatabase.ts';
import { receiveLead } from '../../src/intake/receiveLead.ts';
import type { Away } from '../../src/people/person.ts';
import type { Settings } from '../../src/settings/settings.ts';
import { mondayAtTen, useWorld } from '../support/world.ts';

const here = useWorld({ expectErrors: ['a lead could not be assigned'] });

/** #leads by turn: ana in Berlin and ben in London; both work at the story's ten o'clock in Berlin. */
async function byTurn(
  more: Partial<Settings['channels'][string]> = {},
  routing: Settings['routing'] = [],
) {
  const { world } = here;
  const { leads, people } = world.ids;
  const channel: Settings['channels'][string] = {
    ...{ name: 'leads', holidays: [], mode: 'round-robin' },
    managers: [people('mia')],
    roster: [people('ana'), people('ben')],
    ...more,
  };
  await world.changeSettings((document) => ({
    ...document,
    routing,
    channels: { ...document.channels, [leads]: channel },
  }));
}

async function setAway(name: string, standIn: string | null = null) {
  const { world } = here;
  const period: Away = {
    from: new Date(mondayAtTen.getTime() - 3_600_000),
    until: new Date(mondayAtTen.getTime() + 7 * 24 * 3_600_000),
    standInId: standIn && world.ids.people(standIn),
    origin: 'said',
  };
  await world.ctx.db
    .updateTable('people')
    .set({ away: JSON.stringify([period]) })
    .where('id', '=', world.ids.people(name))
    .execute();
}

const owner = async (leadId: number) =>
  (
    await here.world.ctx.db
      .selectFrom('leads')
      .innerJoin('people', 'people.id', 'leads.owner_id')
      .where('leads.id', '=', leadId)
      .select('people.id')
      .executeTakeFirst()
  )?.id ?? null;

const assigned = (person: string, leadId: number): SeenMessage[] =>
  here.world.sandbox
    .dm(person)
    .filter(({ text, visibleTo }) => !visibleTo && text.includes(`L-${leadId}`));

beforeEach(async () => {
  await here.world.ctx.db.updateTable('people').set({ away: '[]' }).execute();
  await byTurn();
});

test('by turn: the next one owns it, is told how to reach the customer, and nobody can claim it', async () => {
  const { world } = here;
  const { id, card } = await world.lead({ name: 'Jane Doe', email: 'jane@example.org' });
  const [first, second] =
    (await owner(id)) === world.ids.people('ana') ? ['ana', 'ben'] : ['ben', 'ana'];
  const [dm, ...more] = assigned(first, id);
  expect(more).toEqual([]);
  expect(dm?.text).toContain('Jane Doe');
  expect(dm?.text).toContain('mailto:jane@example.org');
  expect(dm?.text).toContain('First touch due');
  expect(dm?.text).toContain(`It is your turn in <#${world.ids.leads}>`);
  expect(card.text).toContain(`<@${world.ids.people(first)}>`);
  expect(JSON.stringify(card.blocks)).not.toContain('lead:claim');
  expect(assigned(second, id)).toEqual([]);

  const next = await world.lead();
  expect(await owner(next.id)).toBe(world.ids.people(second));
});

test('it is answered from the message that told it, whose buttons are then gone', async () => {
  const { world } = here;
  await setAway('ben');
  const { id } = await world.lead({ name: 'John Roe' });
  const [dm] = assigned('ana', id);
  if (!dm) throw new Error('not told');
  await world.sandbox.click('ana', dm, 'Connected');
  const card = await world.card(id);
  expect(card.text).toContain('Connected');
  const [after, ...more] = assigned('ana', id);
  expect(more).toEqual([]);
  expect(after?.ts).toBe(dm.ts);
  expect(after?.text).toContain('Updated since');
  expect(JSON.stringify(after?.blocks)).not.toContain('lead:quick');
});

test('who is away is passed over', async () => {
  const { world } = here;
  await setAway('ana');
  for (let n = 0; n < 3; n += 1) {
    const { id } = await world.lead();
    expect(await owner(id)).toBe(world.ids.people('ben'));
  }
});

test('with nobody on shift it goes to the fallback, whose message waits for the morning', async () => {
  const { world } = here;
  world.forward({ hours: 12 });
  await byTurn({ fallback: world.ids.people('mia') });
  const { id } = await world.lead();
  expect(await owner(id)).toBe(world.ids.people('mia'));
  expect(assigned('mia', id)).toEqual([]);
  world.forward({ hours: 12 });
  await world.settled();
  expect(assigned('mia', id)[0]?.text).toContain('you are the fallback there');
});

test('with nobody on shift and no fallback it is anyone’s to claim', async () => {
  const { world } = here;
  world.forward({ hours: 12 });
  const { id, card } = await world.lead();
  expect(await owner(id)).toBeNull();
  await world.sandbox.click('ben', card, 'Claim');
  await world.settled();
  expect(await owner(id)).toBe(world.ids.people('ben'));
  world.forward({ hours: 12 });
});

test('directly by a rule; while that person is away, to their stand-in', async () => {
  const { world } = here;
  const { leads, people } = world.ids;
  await byTurn({}, [
    { when: { country: 'AT' }, channel: leads, mode: 'direct', to: people('mia') },
  ]);
  const direct = await world.lead({ country: 'AT' });
  expect(await owner(direct.id)).toBe(people('mia'));
  expect(assigned('mia', direct.id)[0]?.text).toContain('By the routing rules');
  await setAway('mia', 'ben');
  const stoodIn = await world.lead({ country: 'Austria' });
  expect(await owner(stoodIn.id)).toBe(people('ben'));
  expect(assigned('ben', stoodIn.id)[0]?.text).toContain(`<@${people('mia')}>, who is away`);
});

test('what a crash left unassigned is assigned by the next follow-up', async () => {
  const { world } = here;
  // What follows once the lead is stored needs a transaction.
  const db: Db = Object.assign(Object.create(world.ctx.db) as Db, {
    executeQuery: world.ctx.db.executeQuery.bind(world.ctx.db),
    transaction: () => {
      throw new Error('the process ended here');
    },
  });
  const outcome = await receiveLead(
    { ...world.ctx, db },
    {
      source: 'website',
      arrival: { name: 'Jane Doe', email: 'crash@example.org' },
      by: { kind: 'app' },
    },
  );
  if (outcome.outcome !== 'created') throw new Error(outcome.outcome);
  const { id } = outcome.lead;
  expect(await owner(id)).toBeNull();
  expect(await world.job('follow-up')).toMatchObject({ assigned: 1 });
  expect(await owner(id)).not.toBeNull();
  expect(await world.job('follow-up')).toMatchObject({ assigned: 0 });
  expect((await world.card(id)).text).toContain('Claimed');
});

test('twenty at once: each has one owner, one card and one message, evenly', async () => {
  const { world } = here;
  const taken = await Promise.all(
    Array.from({ length: 20 }, (_, n) =>
      world.receive({ name: `Lead ${n}`, email: `twenty${n}@example.org` }),
    ),
  );
  await world.settled();
  const ids = taken.flatMap((one) => ('lead' in one ? [one.lead.id] : []));
  const owners = await Promise.all(ids.map(owner));
  const [ana, ben] = ['ana', 'ben'].map(
    (name) => owners.filter((each) => each === world.ids.people(name)).length,
  );
  expect(Math.abs((ana ?? 0) - (ben ?? 0))).toBeLessThanOrEqual(4);
  expect((ana ?? 0) + (ben ?? 0)).toBe(20);
  for (const id of ids) {
    expect(assigned('ana', id).length + assigned('ben', id).length).toBe(1);
  }
  expect(await world.violations()).toEqual([]);
});
