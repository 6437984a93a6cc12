import { expect, test } from 'vitest';
import { useWorld, type World } from '../support/world.ts';

const here = useWorld();

/** A lead that ana has claimed. */
async function claimed(world: World, arrival: Record<string, unknown> = {}) {
  const { id, card } = await world.lead(arrival);
  await world.sandbox.click('ana', card, 'Claim');
  return { id, card: await world.card(id) };
}

const lead = (world: World, id: number) =>
  world.ctx.db.selectFrom('leads').selectAll().where('id', '=', id).executeTakeFirstOrThrow();

test('tried without an answer takes one click on the card', async () => {
  const { world } = here;
  const { id, card } = await claimed(world);
  expect(await world.sandbox.click('ana', card, 'Tried, no answer')).toMatchObject({ acked: true });
  const after = await world.card(id);
  expect(after.text).toContain('Attempted');
  expect(after.text).toContain('Called, no answer');
  expect(await lead(world, id)).toMatchObject({ status: 'attempted', touch_count: 1 });
});

test('connected, qualified and quoted follow each other with a click each', async () => {
  const { world } = here;
  const { id } = await claimed(world);
  for (const step of ['Connected', 'Qualified', 'Quoted']) {
    await world.sandbox.click('ana', await world.card(id), step);
    expect((await world.card(id)).text).toContain(step);
  }
  expect(await lead(world, id)).toMatchObject({ status: 'quoted' });
});

test('a call that nobody took leaves a quoted lead quoted', async () => {
  const { world } = here;
  const { id } = await claimed(world);
  for (const step of ['Connected', 'Qualified', 'Quoted', 'Tried, no answer']) {
    await world.sandbox.click('ana', await world.card(id), step);
    await world.settled();
  }
  // Again tomorrow at this time, not at the end of the longer window of a quote.
  expect(await lead(world, id)).toMatchObject({
    status: 'quoted',
    touch_count: 2,
    due_rule: 'own-date',
  });
  const tomorrow = world.clock.now().getTime() + 86_400_000;
  const { follow_up_due_at } = await lead(world, id);
  expect(Math.abs(Number(follow_up_due_at) - tomorrow)).toBeLessThan(60_000);
});

test('a button that somebody still sees does not reopen a closed lead', async () => {
  const { world } = here;
  const { id, card } = await claimed(world);
  await world.sandbox.command('ana', 'leads', `/lead L-${id} lost money`);
  await world.settled();
  Object.assign(world.sandbox.channel('leads').find(card.ts) ?? {}, { blocks: card.blocks });
  await world.sandbox.click('ana', card, 'Connected');
  await world.sandbox.waitFor(() =>
    world.whispers('ana').some(({ text }) => text.includes('is closed: Lost')),
  );
  expect(await lead(world, id)).toMatchObject({ status: 'lost' });
});

test('somebody else’s lead is not theirs to update', async () => {
  const { world } = here;
  const { id, card } = await claimed(world);
  await world.sandbox.click('ben', card, 'Connected');
  expect((await world.whisper('ben')).text).toContain(`belongs to <@${world.ids.people('ana')}>`);
  expect(await lead(world, id)).toMatchObject({ status: 'claimed' });
  await world.sandbox.click('ben', card, 'Update');
  expect(world.sandbox.modal('ben')).toBeUndefined();
});

test('the form saves status, touch, note and next step at once', async () => {
  const { world } = here;
  const { id, card } = await claimed(world);
  await world.sandbox.click('ana', card, 'Update');
  await world.sandbox.select('ana', 'modal', 'Status', 'connected');
  const next = new Date(world.clock.now().getTime() + 26 * 3_600_000);
  await world.sandbox.submit('ana', {
    Note: 'wants a quote for 40 chairs',
    'Next step': Math.floor(next.getTime() / 1000),
  });
  expect(world.sandbox.modal('ana')).toBeUndefined();
  const row = await lead(world, id);
  expect(row).toMatchObject({ status: 'connected', due_rule: 'own-date', touch_count: 1 });
  expect(Math.abs(Number(row.follow_up_due_at) - next.getTime())).toBeLessThan(1_000);
  expect((await world.card(id)).text).toContain('Connected');
});

test('the form asks for what the status needs, and keeps what was typed', async () => {
  const { world } = here;
  const { id, card } = await claimed(world);
  await world.sandbox.click('ana', card, 'Update');
  const blocks = () => world.sandbox.modal('ana')?.blocks.map(({ block_id }) => block_id);
  expect(blocks()).not.toContain('evidence');
  world.sandbox.fill('ana', { Note: 'typed before' });

  await world.sandbox.select('ana', 'modal', 'Status', 'disqualified');
  expect(blocks()).toEqual(expect.arrayContaining(['obstacle', 'evidence']));
  const refused = await world.sandbox.submit('ana');
  expect(Object.keys(refused.errors ?? {})).toEqual(['obstacle', 'evidence']);

  await world.sandbox.submit('ana', { obstacle: 'invalid', Evidence: 'the number does not exist' });
  expect(await lead(world, id)).toMatchObject({ status: 'disqualified', obstacle: 'invalid' });
  const notes = await world.ctx.db
    .selectFrom('notes')
    .where('lead_id', '=', id)
    .select(['kind', 'body'])
    .orderBy('kind')
    .execute();
  expect(notes).toEqual([
    { kind: 'evidence', body: 'the number does not exist' },
    { kind: 'note', body: 'typed before' },
  ]);
  expect(JSON.stringify((await world.card(id)).blocks)).not.toContain('"button"');
});

test('evidence that was typed is still there after looking at another status', async () => {
  const { world } = here;
  const { card } = await claimed(world);
  await world.sandbox.click('ana', card, 'Update');
  await world.sandbox.select('ana', 'modal', 'Status', 'disqualified');
  world.sandbox.fill('ana', { Evidence: 'no such street', obstacle: 'invalid' });
  await world.sandbox.select('ana', 'modal', 'Status', 'connected');
  await world.sandbox.select('ana', 'modal', 'Status', 'disqualified');
  expect(JSON.stringify(world.sandbox.modal('ana')?.state)).toContain('no such street');
  await world.sandbox.closeModal('ana');
});

test('nurture needs the day to come back on, and is due then', async () => {
  const { world } = here;
  const { id, card } = await claimed(world);
  await world.sandbox.click('ana', card, 'Update');
  await world.sandbox.select('ana', 'modal', 'Status', 'nurture');
  expect((await world.sandbox.submit('ana')).errors).toHaveProperty('revisitOn');
  await world.sandbox.submit('ana', { 'Come back on': '2027-01-12' });
  expect(await lead(world, id)).toMatchObject({ status: 'nurture', revisit_on: '2027-01-12' });
  expect((await world.card(id)).text).toContain('Come back');
});

test('whoever finds no hurry is offered nurture, with what was typed kept', async () => {
  const { world } = here;
  const { card, id } = await claimed(world);
  await world.sandbox.click('ana', card, 'Update');
  await world.sandbox.select('ana', 'modal', 'Status', 'lost');
  await world.sandbox.select('ana', 'modal', 'What stood in the way', 'money');
  const offer = () => JSON.stringify(world.sandbox.modal('ana')?.blocks).includes('Perhaps later?');
  expect(offer()).toBe(false);
  await world.sandbox.select('ana', 'modal', 'What stood in the way', 'hurry');
  expect(offer()).toBe(true);
  await world.sandbox.click('ana', 'modal', 'Nurture instead');
  expect(JSON.stringify(world.sandbox.modal('ana')?.blocks)).toContain('Come back on');
  await world.sandbox.submit('ana', { Note: 'Budget comes in spring' });
  expect(world.sandbox.modal('ana')).toBeUndefined();
  expect(await lead(world, id)).toMatchObject({
    status: 'nurture',
    obstacle: null,
    closed_at: null,
  });
  expect((await lead(world, id)).revisit_on).toMatch(/^20/);
});

test('a next step that is too far ahead is refused beside its field', async () => {
  const { world } = here;
  const { card } = await claimed(world);
  await world.sandbox.click('ana', card, 'Update');
  const far = Math.floor(world.clock.now().getTime() / 1000) + 90 * 86_400;
  const { errors } = await world.sandbox.submit('ana', { 'Next step': far, Note: 'kept' });
  expect(errors).toHaveProperty('nextStepAt');
  expect(JSON.stringify(world.sandbox.modal('ana')?.state)).toContain('kept');
  await world.sandbox.closeModal('ana');
});

test('the time of a touch is not lost where nobody said what it was', async () => {
  const { world } = here;
  const { id, card } = await claimed(world);
  await world.sandbox.click('ana', card, 'Update');
  await world.sandbox.select('ana', 'modal', 'Status', 'won');
  const anHourAgo = Math.floor(world.clock.now().getTime() / 1000) - 3_600;
  const refused = await world.sandbox.submit('ana', { 'When that was': anHourAgo });
  expect(refused.errors).toEqual({ 'touch:won': 'Say what it was, or leave its time empty.' });
  await world.sandbox.submit('ana', { Touch: 'meeting:reached' });
  const touch = await world.ctx.db
    .selectFrom('touches')
    .select('occurred_at')
    .where('lead_id', '=', id)
    .executeTakeFirstOrThrow();
  expect(touch.occurred_at.getTime()).toBe(anHourAgo * 1000);
});

test('a value that is none is refused beside its field', async () => {
  const { world } = here;
  const { id, card } = await claimed(world);
  await world.sandbox.click('ana', card, 'Update');
  await world.sandbox.select('ana', 'modal', 'Status', 'won');
  const refused = await world.sandbox.submit('ana', { Value: 'a lot' });
  expect(refused.errors).toHaveProperty('value');
  await world.sandbox.submit('ana', { Value: '12,500 EUR' });
  expect(await lead(world, id)).toMatchObject({ status: 'won', value: 12_500, currency: 'EUR' });
});

test('when somebody changed it meanwhile, the form says what and keeps what was typed', async () => {
  const { world } = here;
  const { id, card } = await claimed(world);
  await world.sandbox.click('ana', card, 'Update');
  await world.sandbox.click('mia', await world.card(id), 'Connected');
  await world.sandbox.submit('ana', { Note: 'left a message' });
  const modal = JSON.stringify(world.sandbox.modal('ana'));
  expect(modal).toContain('It changed while this was open');
  expect(modal).toContain('Set to Connected');
  expect(modal).toContain('left a message');
  expect(await lead(world, id)).toMatchObject({ status: 'connected' });

  await world.sandbox.submit('ana');
  expect(world.sandbox.modal('ana')).toBeUndefined();
  expect(await lead(world, id)).toMatchObject({ status: 'attempted' });
});
