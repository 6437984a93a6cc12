import { expect, test } from 'vitest';
import { useWorld, type World } from '../support/world.ts';

const here = useWorld();

/** What `/lead …` answered. */
async function type(world: World, person: string, text: string) {
  const { body } = await world.sandbox.command(person, 'leads', `/lead ${text}`.trim());
  const answer = body as { text?: string; blocks?: unknown } | undefined;
  return { text: answer?.text ?? '', blocks: JSON.stringify(answer?.blocks ?? []) };
}

test('/lead alone shows what is due, with a way to Home', async () => {
  const { world } = here;
  const { card } = await world.lead({ name: 'Way In' });
  await world.sandbox.click('ana', card, 'Claim');
  const { text, blocks } = await type(world, 'ana', '');
  expect(text).toContain('Nothing is due now');
  expect(text).toContain('Way In');
  expect(blocks).toContain('Open Home');
});

test('help names every command', async () => {
  const { text } = await type(here.world, 'ana', 'help');
  for (const verb of ['new', 'find', 'mine', 'claim', 'release', 'postpone', 'note', 'setup']) {
    expect(text).toContain(`/lead ${verb}`);
  }
});

test('a manager sees the team by typing; who manages nothing is told so', async () => {
  const { world } = here;
  expect((await type(world, 'mia', 'team')).text).toContain('In your channels:');
  expect((await type(world, 'mia', 'team')).blocks).toContain('lead:rep');
  expect((await type(world, 'ben', 'team')).text).toContain('You manage no channel');
});

test('a lead is claimed, updated, postponed, noted and released by typing', async () => {
  const { world } = here;
  const { id } = await world.lead({ name: 'Typed Lead', email: 'typed@example.org' });
  expect((await type(world, 'ben', `L-${id}`)).text).not.toContain('typed@example.org');
  expect((await type(world, 'ana', `claim l-${id}`)).text).toContain('mailto:typed@example.org');
  expect((await type(world, 'ben', `claim ${id}`)).text).toContain(
    `<@${world.ids.people('ana')}> has L-${id}`,
  );

  const updated = await type(world, 'ana', `${id} connected call “wants a quote” next tue 10am`);
  expect(updated.text).toContain('Saved: Connected.');
  const row = await world.ctx.db
    .selectFrom('leads')
    .where('id', '=', id)
    .select(['status', 'follow_up_due_at'])
    .executeTakeFirstOrThrow();
  // Ana's Tuesday of next week, ten o'clock in Berlin.
  expect(row).toEqual({ status: 'connected', follow_up_due_at: new Date('2026-12-01T09:00:00Z') });

  expect((await type(world, 'ana', `note L-${id} back from holiday on monday`)).text).toContain(
    'Note saved',
  );
  expect((await type(world, 'ana', `postpone L-${id} 2 dec 3pm`)).text).toContain('Postponed to');
  expect((await type(world, 'ben', `L-${id} won`)).text).toContain('belongs to');
  expect((await type(world, 'ana', `release L-${id} "moved away"`)).text).toContain(
    'Given back to the pool',
  );
  expect((await world.card(id)).text).toContain('Back in the pool');
});

test('disqualifying takes an obstacle and evidence', async () => {
  const { world } = here;
  const { id } = await world.lead();
  await type(world, 'ana', `claim ${id}`);
  const refused = await type(world, 'ana', `L-${id} disqualified`);
  expect(refused.text).toContain('needs an obstacle');
  expect(refused.text).toContain(`/lead L-${id} disqualified invalid`);
  const done = await type(world, 'ana', `L-${id} disqualified invalid "number does not exist"`);
  expect(done.text).toContain('Saved: Disqualified.');
});

test('nurture comes back on the day', async () => {
  const { world } = here;
  const { id } = await world.lead();
  await type(world, 'ana', `claim ${id}`);
  expect((await type(world, 'ana', `L-${id} nurture 3 dec`)).text).toContain('Come back');
});

test('unknown input is answered with the nearest valid form, ready to copy', async () => {
  const { world } = here;
  const { id } = await world.lead();
  const { blocks, text } = await type(world, 'ana', `L-${id} conected <!channel> tomorrow`);
  expect(blocks).toContain('rich_text_preformatted');
  expect(text).toContain(`/lead L-${id} connected`);
  expect(text).not.toContain('<!channel>');
});

test('a lead that there is not', async () => {
  expect((await type(here.world, 'ana', 'L-99999')).text).toContain('no such lead');
  expect((await type(here.world, 'ana', 'claim 99999')).text).toContain('no such lead');
});

test('mine lists one’s own leads only', async () => {
  const { world } = here;
  const { id } = await world.lead({ name: 'Bens Lead' });
  await type(world, 'ben', `claim ${id}`);
  expect((await type(world, 'ben', 'mine')).text).toContain('Bens Lead');
  expect((await type(world, 'ana', 'mine')).text).not.toContain('Bens Lead');
});

test('setup makes a channel take leads; after the first, an admin says so', async () => {
  const { world } = here;
  const { id } = world.sandbox.addChannel({ name: 'leads-uk' });
  const setUp = async (person: string) => {
    const { body } = await world.sandbox.command(person, 'leads-uk', '/lead setup');
    return (body as { text: string }).text; // the app always answers with text
  };
  expect(await setUp('ben')).toContain('Only an admin');
  const done = await setUp('ada');
  expect(done).toContain('takes leads now');
  expect(done).toContain('Monday to Friday, 09:00 to 17:30 on your clock');
  expect(await setUp('ada')).toContain('already');
  const { document } = await world.ctx.settings.current();
  expect(document.channels[id]).toMatchObject({
    name: 'leads-uk',
    managers: [world.ids.people('ada')],
  });
});
