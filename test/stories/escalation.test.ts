import { afterEach, describe, expect, test } from 'vitest';
import type { SeenMessage } from '../../sandbox/sandbox.ts';
import type { Away } from '../../src/people/person.ts';
import { useWorld, type World } from '../support/world.ts';

const claimed = async (world: World, person: string, arrival: Record<string, unknown> = {}) => {
  const lead = await world.lead(arrival);
  await world.sandbox.click(person, lead.card, 'Claim');
  await world.settled();
  return lead;
};

const escalations = (world: World, person: string): SeenMessage[] =>
  world.sandbox.dm(person).filter(({ text }) => /needs? you/.test(text));

const only = (messages: SeenMessage[]): SeenMessage => {
  expect(messages).toHaveLength(1);
  const [message] = messages;
  if (!message) throw new Error('no message');
  return message;
};

const escalation = (world: World, person = 'mia') => only(escalations(world, person));
const buttons = ({ blocks }: SeenMessage): string[] =>
  JSON.stringify(blocks).match(/"(lead|nudge):[\w-]+"/g) ?? [];
const modal = (world: World, person: string) => JSON.stringify(world.sandbox.modal(person) ?? null);

const ownerOf = async ({ ctx, sandbox }: World, id: number) => {
  const { owner_id } = await ctx.db
    .selectFrom('leads')
    .select('owner_id')
    .where('id', '=', id)
    .executeTakeFirstOrThrow();
  return owner_id && sandbox.user(owner_id).name;
};

async function setAway(world: World, name: string, { days = 7, standIn = '' } = {}) {
  const now = world.clock.now().getTime();
  const period: Away = {
    from: new Date(now - 60_000),
    until: new Date(now + days * 24 * 3_600_000),
    standInId: standIn ? world.ids.people(standIn) : null,
    origin: 'said',
  };
  await world.ctx.db
    .updateTable('people')
    .set({ away: JSON.stringify([period]) })
    .where('id', '=', world.ids.people(name))
    .execute();
}

const manages = (world: World, managers: string[], fallback?: string) =>
  world.changeSettings((document) => {
    const { leads, people } = world.ids;
    const channel = document.channels[leads];
    if (!channel) throw new Error('no channel');
    const named = { ...channel, managers: managers.map(people) };
    return {
      ...document,
      channels: { [leads]: fallback ? { ...named, fallback: people(fallback) } : named },
    };
  });

describe('a lead that its owner lets lie', () => {
  const here = useWorld();
  afterEach(async () => expect(await here.world.violations()).toEqual([]));

  test('is told to the manager, in one message, once the ladder’s time has passed', async () => {
    const { world } = here;
    await claimed(world, 'ana', { name: 'Small Order', value: 100 });
    await claimed(world, 'ana', { name: 'Big Order', company: 'Acme', value: 90_000 });
    world.forward({ minutes: 20 });
    await claimed(world, 'ana', { name: 'Folded Order' });
    world.forward({ minutes: 40 });
    await claimed(world, 'ben', { name: 'Later Order' });
    world.forward({ hours: 3, minutes: 55 });
    await world.job('follow-up');
    expect(escalations(world, 'mia')).toEqual([]);

    world.forward({ minutes: 10 });
    expect(await world.job('follow-up')).toMatchObject({ escalated: 2, told: 1 });
    const message = escalation(world);
    const { text } = message;
    expect(text).toContain('2 leads need you');
    expect(text.indexOf('Big Order')).toBeLessThan(text.indexOf('Small Order'));
    expect(text).toMatch(
      /Big Order · Acme · L-\d+\n<@\w+> · Claimed · due .*€90,000 · no touch yet/,
    );
    expect(buttons(message)).toEqual(
      expect.arrayContaining(['"lead:reassign"', '"nudge:ask"', '"lead:more-time"']),
    );
  });

  test('is told once, however often the job runs', async () => {
    const { world } = here;
    world.forward({ minutes: 1 });
    await world.job('follow-up');
    expect(await world.job('follow-up')).toMatchObject({ escalated: 0, told: 0 });
    escalation(world);
  });

  test('joins the message that stands, silently, within 45 minutes; later that is posted anew', async () => {
    const { world } = here;
    const first = escalation(world);
    world.forward({ minutes: 19 });
    expect(await world.job('follow-up')).toMatchObject({ escalated: 1, told: 0 });
    const second = escalation(world);
    expect(second.ts).toBe(first.ts);
    expect(second.text).toContain('3 leads need you');
    expect(second.text).toContain('Folded Order');

    world.forward({ minutes: 40 });
    expect(await world.job('follow-up')).toMatchObject({ escalated: 1, told: 1 });
    const third = escalation(world);
    expect(third.ts).not.toBe(first.ts);
    expect(third.text).toContain('4 leads need you');
  });

  test('is told in the manager’s working time only: what comes in the evening waits for the morning', async () => {
    const { world } = here;
    world.forward({ hours: 20, minutes: 30 });
    await claimed(world, 'ben', { name: 'Evening Order' });
    const { ts } = escalation(world);
    // Five hours later Ben still works in London, and Mia in Berlin does not.
    world.forward({ hours: 5, minutes: 5 });
    expect(await world.job('follow-up')).toMatchObject({ escalated: 1, told: 0 });
    expect(escalation(world).ts).toBe(ts);
    world.forward({ hours: 15, minutes: 25 });
    await world.job('follow-up');
    const message = escalation(world);
    expect(message.ts).not.toBe(ts);
    expect(message.text).toContain('Evening Order');
  });
});

describe('what the manager does about it', () => {
  const here = useWorld();
  afterEach(async () => {
    expect(here.world.sandbox.modals('mia')).toEqual([]);
    expect(await here.world.violations()).toEqual([]);
  });

  test('reassign: the rep who is chosen owns it, and the line is struck, then gone', async () => {
    const { world } = here;
    const { id } = await claimed(world, 'ana', { name: 'First Deal' });
    await claimed(world, 'ana', { name: 'Second Deal' });
    world.forward({ hours: 5, minutes: 5 });
    await world.job('follow-up');
    const message = escalation(world);
    await world.sandbox.click('mia', message, 'lead:reassign', { value: String(id) });
    expect(modal(world, 'mia')).toContain(`Reassign L-${id}`);
    const { errors } = await world.sandbox.submit('mia', { To: 'ana', Why: 'Ana is busy' });
    expect(errors).toEqual({ to: 'They have it already. Choose another rep.' });
    expect(await ownerOf(world, id)).toBe('ana');
    // What was typed is still there.
    await world.sandbox.submit('mia', { To: 'ben' });
    await world.settled();
    expect(world.sandbox.modal('mia')).toBeUndefined();
    expect(await ownerOf(world, id)).toBe('ben');
    const after = escalation(world);
    expect(after.ts).toBe(message.ts);
    expect(after.text).toContain('1 lead needs you');
    expect(after.text).toMatch(/Dealt with: .*First Deal/);
    const { notes } = await notesOf(world, id);
    expect(notes).toContain('Ana is busy');
  });

  test('give more time: with a reason, the lead is not overdue any more', async () => {
    const { world } = here;
    const message = escalation(world);
    await world.sandbox.click('mia', message, 'Give more time');
    const now = world.clock.now().getTime() / 1000;
    const past = { Until: Math.floor(now - 3_600), Why: 'She asked' };
    expect((await world.sandbox.submit('mia', past)).errors).toEqual({
      until: 'Choose a time that is still to come.',
    });
    await world.sandbox.submit('mia', { Until: Math.floor(now + 26 * 3_600) });
    await world.settled();
    const after = escalation(world);
    expect(after.text).toContain('Nothing needs you. All of these are dealt with.');
    expect(after.text).toMatch(/Dealt with: .*Second Deal/);
    // What was struck before is gone.
    expect(after.text).not.toContain('First Deal');
    expect(buttons(after)).toEqual([]);
  });

  test('nudge: the rep gets their nudge on the manager’s word', async () => {
    const { world } = here;
    world.forward({ days: 1, hours: -4 });
    await claimed(world, 'ana', { name: 'Third Deal' });
    world.forward({ hours: 5, minutes: 5 });
    await world.job('follow-up');
    const [mia, ana] = [world.ids.people('mia'), world.ids.people('ana')];
    await world.sandbox.click('mia', escalation(world), 'Nudge', { value: ana });
    await world.sandbox.waitFor(() =>
      world.sandbox.dm('mia').some(({ text }) => text.includes('gets a nudge')),
    );
    world.forward({ minutes: 46 });
    await world.settled();
    expect(world.sandbox.dm('ana').at(-1)?.text).toContain(`<@${mia}> asks how these stand`);
  });

  test('what the rep does themselves strikes the line too', async () => {
    const { world } = here;
    const nudge = world.sandbox.dm('ana').findLast(({ text }) => text.includes('Third Deal'));
    if (!nudge) throw new Error('no nudge');
    await world.sandbox.click('ana', nudge, 'Connected');
    await world.settled();
    expect(escalation(world).text).toMatch(/Dealt with: .*Third Deal/);
  });

  test('in Home and in a lead’s details it can be given to another rep, too', async () => {
    const { world } = here;
    const { id } = await claimed(world, 'ana', { name: 'Home Deal' });
    world.forward({ days: 1 });
    await world.job('follow-up');
    await world.sandbox.openHome('mia');
    await world.sandbox.click('mia', 'home', 'lead:reassign', { value: String(id) });
    await world.sandbox.submit('mia', { To: 'ben' });
    await world.settled();
    expect(await ownerOf(world, id)).toBe('ben');
    const home = JSON.stringify(world.sandbox.home('mia')?.blocks);
    expect(home).not.toContain(`L-${id}`);

    await world.sandbox.click('mia', await world.card(id), 'Details');
    await world.sandbox.click('mia', 'modal', 'Reassign');
    await world.sandbox.submit('mia', { To: 'ana' });
    await world.sandbox.waitFor(() => modal(world, 'mia').includes(`Given to`));
    expect(await ownerOf(world, id)).toBe('ana');
    await world.sandbox.closeModal('mia');
  });
});

async function notesOf({ ctx }: World, id: number) {
  const rows = await ctx.db.selectFrom('notes').where('lead_id', '=', id).select('body').execute();
  return { notes: rows.map(({ body }) => body) };
}

describe('whom it is told', () => {
  const here = useWorld();
  afterEach(async () => expect(await here.world.violations()).toEqual([]));

  test('each manager has their own message; what one of them deals with is struck for the other', async () => {
    const { world } = here;
    await manages(world, ['mia', 'max']);
    const { id } = await claimed(world, 'ana', { name: 'Shared Deal' });
    world.forward({ hours: 5, minutes: 5 });
    expect(await world.job('follow-up')).toMatchObject({ escalated: 1, told: 2 });
    await world.sandbox.click('max', escalation(world, 'max'), 'Reassign');
    await world.sandbox.submit('max', { To: 'ben' });
    await world.settled();
    expect(await ownerOf(world, id)).toBe('ben');
    for (const name of ['mia', 'max']) {
      expect(escalation(world, name).text).toMatch(/Dealt with: .*Shared Deal/);
    }
  });

  test('whoever manages the channel no more is told why their click does nothing', async () => {
    const { world } = here;
    world.forward({ days: 1, hours: -5 });
    const { id } = await claimed(world, 'ana', { name: 'Guarded Deal' });
    world.forward({ hours: 5, minutes: 5 });
    await world.job('follow-up');
    const message = escalation(world);
    await manages(world, ['max']);
    await world.sandbox.click('mia', message, 'Reassign');
    await world.sandbox.waitFor(() =>
      world.sandbox.dm('mia').some(({ text }) => text.includes('for the managers of the lead')),
    );
    expect(world.sandbox.modals('mia')).toEqual([]);
    expect(await ownerOf(world, id)).toBe('ana');
  });

  test('a form that is sent twice, or after somebody else was quicker, takes effect once', async () => {
    const { world } = here;
    const { lead_id: id } = await world.ctx.db
      .selectFrom('lead_details')
      .where('name', '=', 'Guarded Deal')
      .select('lead_id')
      .executeTakeFirstOrThrow();
    const more = { value: String(id) };
    await world.sandbox.click('max', escalation(world, 'max'), 'Give more time', more);
    await world.sandbox.command('ana', 'leads', `/lead L-${id} lost need`);
    await world.settled();
    const Until = Math.floor(world.clock.now().getTime() / 1000 + 20 * 3_600);
    await world.sandbox.submit('max', { Until, Why: 'too late' });
    expect(modal(world, 'max')).toContain('is closed');
    expect(modal(world, 'max')).toContain('too late');
    await world.sandbox.closeModal('max');
  });

  test('nobody is told of their own lead, and nobody who has left', async () => {
    const { world } = here;
    await manages(world, ['mia', 'max', 'ben']);
    await world.sandbox.deactivate('ben');
    world.forward({ days: 1, hours: -5 });
    await claimed(world, 'mia', { name: 'Own Deal' });
    world.forward({ hours: 5, minutes: 5 });
    await world.job('follow-up');
    expect(escalation(world, 'max').text).toContain('Own Deal');
    expect(escalations(world, 'mia').some(({ text }) => text.includes('Own Deal'))).toBe(false);
    expect(escalations(world, 'ben')).toEqual([]);
  });

  test('while all managers are away, who stands in is told, and sees what they may do', async () => {
    const { world } = here;
    await manages(world, ['mia']);
    world.forward({ days: 1, hours: -5 });
    const { id } = await claimed(world, 'ana', { name: 'Holiday Deal' });
    await setAway(world, 'mia', { days: 1, standIn: 'max' });
    world.forward({ hours: 5, minutes: 5 });
    await world.job('follow-up');
    const told = escalation(world, 'max');
    expect(told.text).toContain('Holiday Deal');
    expect(escalations(world, 'mia').some(({ text }) => text.includes('Holiday Deal'))).toBe(false);
    const block = JSON.stringify(told.blocks);
    expect(block).toContain(`"lead:details","value":"${id}"`);
    // Back at work, the manager finds it.
    world.forward({ days: 1 });
    await world.job('follow-up');
    expect(escalation(world).text).toContain('Holiday Deal');
  });
});

describe('what is told at once', () => {
  const here = useWorld();
  afterEach(async () => expect(await here.world.violations()).toEqual([]));

  test('a lead that runs out while its owner is away and nobody stands in', async () => {
    const { world } = here;
    const { id } = await claimed(world, 'ana', { name: 'Urgent Deal' });
    await world.sandbox.command('ana', 'leads', `/lead L-${id} connected today 2pm`);
    await setAway(world, 'ana');
    world.forward({ hours: 4, minutes: 5 });
    expect(await world.job('follow-up')).toMatchObject({ escalated: 1, told: 1 });
    const message = escalation(world);
    expect(message.text).toContain(`<@${world.ids.people('ana')}> is away until`);
    expect(buttons(message)).toEqual(['"lead:reassign"', '"lead:more-time"']);
  });

  test('a live deal of somebody who has left; what they had not worked on goes back to the pool', async () => {
    const { world } = here;
    const { id } = await claimed(world, 'ben', { name: 'Live Deal', value: 8_000 });
    await world.sandbox.command('ben', 'leads', `/lead L-${id} quoted`);
    const { id: idle } = await claimed(world, 'ben', { name: 'Idle Deal' });
    await world.sandbox.deactivate('ben');
    world.forward({ minutes: 50 });
    await world.job('follow-up');
    expect(await ownerOf(world, idle)).toBeNull();
    const message = escalation(world);
    expect(message.text).toContain(`<@${world.ids.people('ben')}> has left · Quoted · €8,000`);
    expect(message.text).not.toContain('Idle Deal');
    await world.sandbox.click('mia', message, 'lead:reassign', { value: String(id) });
    await world.sandbox.submit('mia', { To: 'max' });
    await world.settled();
    expect(await ownerOf(world, id)).toBe('max');
    expect(escalation(world).text).toMatch(/Dealt with: .*Live Deal/);
  });
});

describe('a lead whose channel is archived', () => {
  const here = useWorld({ expectErrors: ['nothing can be posted there'] });

  test('is told to the fallback, who takes it or gives it to somebody', async () => {
    const { world } = here;
    await manages(world, ['mia'], 'ana');
    await world.sandbox.archive('leads');
    const outcome = await world.receive({ name: 'Stranded Deal', email: 'stranded@example.org' });
    if (!('lead' in outcome)) throw new Error('not taken');
    await world.settled();
    expect(await world.job('follow-up')).toMatchObject({ escalated: 1, told: 1 });
    const message = escalation(world, 'ana');
    expect(message.text).toContain('where nothing can be posted');
    expect(buttons(message)).toEqual(['"lead:claim"', '"lead:details"']);
    await world.sandbox.click('ana', message, 'Claim');
    await world.settled();
    expect(await ownerOf(world, outcome.lead.id)).toBe('ana');
    await world.job('follow-up');
    expect(escalation(world, 'ana').text).toMatch(/Dealt with: .*Stranded Deal/);
  });
});
