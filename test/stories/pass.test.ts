import { expect, test } from 'vitest';
import { useWorld } from '../support/world.ts';

const here = useWorld();

const ownerOf = async (id: number) =>
  (
    await here.world.ctx.db
      .selectFrom('leads')
      .where('id', '=', id)
      .select(['owner_id', 'status', 'lease_ends_at'])
      .executeTakeFirstOrThrow()
  ).owner_id;

/** Ana's lead, offered to ben from its card. */
async function offered(name: string) {
  const { world } = here;
  const { sandbox } = world;
  const { id, card } = await world.lead({ name, email: `${name.toLowerCase()}@example.org` });
  await sandbox.click('ana', card, 'Claim');
  await sandbox.click('ana', await world.card(id), 'Pass');
  await sandbox.submit('ana', { To: 'ben', 'Note for them': 'speaks English only' });
  await world.settled();
  const offer = sandbox.dm('ben').findLast(({ text }) => text.includes(`L-${id}`));
  if (!offer) throw new Error('ben has no offer');
  return { id, offer };
}

const dms = (person: string) =>
  here.world.sandbox
    .dm(person)
    .map(({ text }) => text)
    .join('\n');
const lastDm = (person: string) => here.world.sandbox.dm(person).at(-1)?.text ?? '';

test('a colleague accepts with one click, and has the contact details then', async () => {
  const { world } = here;
  const { id, offer } = await offered('Accepted');
  expect(offer.text).toContain('speaks English only');
  expect(offer.text).not.toContain('accepted@example.org');
  expect(await ownerOf(id)).toBe(world.ids.people('ana'));
  expect((await world.card(id)).text).toContain('Offered to');

  await Promise.all([1, 2].map(() => world.sandbox.click('ben', offer, 'Accept')));
  await world.settled();
  expect(dms('ben')).not.toContain('no longer offered to you');
  expect(await ownerOf(id)).toBe(world.ids.people('ben'));
  expect((await world.card(id)).text).toContain(`<@${world.ids.people('ben')}>`);
  expect(lastDm('ana')).toContain(`accepted L-${id}`);
  const shown = world.sandbox.dm('ben').find(({ ts }) => ts === offer.ts);
  expect(shown?.text).toContain('You accepted');
  expect(JSON.stringify(shown?.blocks)).not.toContain('lead:pass');
});

test('declined, it stays with its owner, who is told', async () => {
  const { world } = here;
  const { id, offer } = await offered('Declined');
  await world.sandbox.click('ben', offer, 'Decline');
  await world.settled();
  expect(await ownerOf(id)).toBe(world.ids.people('ana'));
  expect(lastDm('ana')).toContain('declined');
});

test('without an answer it comes back after an hour of working time', async () => {
  const { world } = here;
  const { id, offer } = await offered('Expired');
  world.forward({ minutes: 61 });
  await world.sandbox.click('ben', offer, 'Accept');
  expect(await ownerOf(id)).toBe(world.ids.people('ana'));
  await world.job('follow-up');
  expect(dms('ana')).toContain('did not answer within an hour');
  const shown = world.sandbox.dm('ben').find(({ ts }) => ts === offer.ts);
  expect(shown?.text).toContain('ended without an answer');
});

test('who else clicks changes nothing; what happens to the lead withdraws the offer', async () => {
  const { world } = here;
  const { sandbox } = world;
  const { id, offer } = await offered('Withdrawn');
  await sandbox.click('ana', await world.card(id), 'Pass');
  const again = await sandbox.submit('ana', { To: 'ben' });
  expect(JSON.stringify(sandbox.modal('ana')?.blocks ?? again)).toContain(
    'offered to a colleague already',
  );
  await sandbox.closeModal('ana', { all: true });
  await sandbox.command('ana', 'leads', `/lead release ${id} "moved away"`);
  await world.settled();
  const shown = sandbox.dm('ben').find(({ ts }) => ts === offer.ts);
  expect(shown?.text).toContain('no longer offered');
  expect(await ownerOf(id)).toBeNull();
});

test('it is refused where it cannot be: oneself, guests, somebody else’s lead', async () => {
  const { world } = here;
  const { sandbox } = world;
  const { id, card } = await world.lead({ name: 'Refused' });
  await sandbox.click('ana', card, 'Claim');
  const typed = async (person: string, text: string) => {
    const { body } = await sandbox.command(person, 'leads', text);
    return (body as { text: string }).text; // the app always answers with text
  };
  expect(await typed('ben', `/lead pass ${id} @ben`)).toContain('belongs to');
  expect(await typed('ana', `/lead pass ${id} ben`)).toContain('type @ and choose');
  expect(await typed('ana', `/lead pass ${id} @ana`)).toContain('already');
  sandbox.addUser({ name: 'guest', isGuest: true });
  expect(await typed('ana', `/lead pass ${id} @guest`)).toContain('guest');
  expect(await typed('ana', `/lead ${id} pass @ben “over to you”`)).toContain('Offered.');
  await world.settled();
  expect(lastDm('ben')).toContain('over to you');
});
