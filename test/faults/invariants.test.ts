import { expect, test } from 'vitest';
import { useWorld, type World } from '../support/world.ts';

/** The checks that fault runs and stories end with: each must see what it is there to see. */

const here = useWorld();

async function claimed(world: World): Promise<number> {
  const { id, card } = await world.lead();
  await world.sandbox.click('ana', card, 'Claim');
  return id;
}

/** A message as the app would send it, whatever its rules say. */
async function send(world: World, kind: string, person: string, text: string, times = 1) {
  const { ctx, ids, clock } = world;
  const to = ids.people(person);
  const { id } = await ctx.db
    .insertInto('messages')
    .values({
      workspace_id: ctx.workspaceId,
      kind,
      key: `${kind}:${to}:${clock.now().toISOString()}`,
      person_id: to,
      destination: to,
      state: 'posted',
      live: false,
      created_at: clock.now(),
      not_before: clock.now(),
    })
    .returning('id')
    .executeTakeFirstOrThrow();
  for (let n = 0; n < times; n++) await post(world, to, text, id);
}

const post = ({ ctx }: World, channel: string, text: string, message_id: number) =>
  ctx.slack.chat.postMessage({
    channel,
    text,
    metadata: { event_type: 'lead_nudge', event_payload: { message_id } },
  });

test('an ordinary day holds', async () => {
  const { world } = here;
  const id = await claimed(world);
  await world.sandbox.click('ana', await world.card(id), 'Tried, no answer');
  world.forward({ days: 1, hours: 2 });
  await world.job('follow-up');
  await world.job('send-digests');
  expect(world.sandbox.dm('ana')).toHaveLength(1);
  expect(world.sandbox.dm('mia')).toHaveLength(1);
  expect(await world.violations()).toEqual([]);
});

test('an owner who never claimed is seen', async () => {
  const { world } = here;
  const id = await claimed(world);
  const ben = world.ids.people('ben');
  await world.ctx.db.updateTable('leads').set({ owner_id: ben }).where('id', '=', id).execute();
  expect(await world.violations()).toContainEqual(expect.stringContaining(`L-${id} belongs to`));
});

test('a second card, with its dead buttons, is seen', async () => {
  const { world } = here;
  const { id, card } = await world.lead();
  const { message_id } = (card.metadata as { event_payload: { message_id: number } }).event_payload; // as the app posts it
  const { ctx, ids } = world;
  await ctx.slack.chat.postMessage({
    channel: ids.leads,
    text: card.text,
    blocks: card.blocks,
    metadata: { event_type: 'lead_nudge', event_payload: { message_id } },
  });
  const seen = (await world.violations()).filter((one) => one.includes(`${id}`));
  expect(seen).toContainEqual(expect.stringContaining('stands 2 times'));
  expect(seen).toContainEqual(expect.stringContaining('buttons that are dead'));
});

test('a card that is gone is seen', async () => {
  const { world } = here;
  const { id, card } = await world.lead();
  world.sandbox.deleteMessage(card);
  expect(await world.violations()).toContainEqual(
    expect.stringContaining(`card of L-${id} does not stand`),
  );
});

test('a card that offers a lead that is taken is seen', async () => {
  const { world } = here;
  const id = await claimed(world);
  await world.settled();
  const values = { status: 'new', owner_id: null } as const;
  await world.ctx.db.updateTable('leads').set(values).where('id', '=', id).execute();
  expect(await world.violations()).toContainEqual(
    expect.stringContaining(`L-${id} is new, and its card does not offer it`),
  );
});

test('a claim that outlives its end is seen', async () => {
  const { world } = here;
  const id = await claimed(world);
  const ended = { lease_ends_at: new Date('2026-11-23T08:00:00Z') };
  await world.ctx.db.updateTable('leads').set(ended).where('id', '=', id).execute();
  expect(await world.violations()).toContainEqual(
    expect.stringContaining(`L-${id} is ${world.ids.people('ana')}'s although`),
  );
});

test('the same lead twice is seen', async () => {
  const { world } = here;
  const ids = [(await world.lead()).id, (await world.lead()).id];
  const values = { external_id: 'same' };
  await world.ctx.db.updateTable('lead_details').set(values).where('lead_id', 'in', ids).execute();
  expect(await world.violations()).toContainEqual(expect.stringContaining('same is 2 leads'));
});

test('two digests on one day are seen', async () => {
  const { world } = here;
  await send(world, 'digest', 'ada', 'Nothing is overdue.', 2);
  const seen = await world.violations();
  expect(seen).toContainEqual(expect.stringContaining(`2 digests to ${world.ids.people('ada')}`));
  expect(seen).toContainEqual(expect.stringContaining('was sent 2 times'));
});

test('a nudge at night, of nothing that is due, is seen', async () => {
  const { world } = here;
  const { id } = await world.lead();
  world.forward({ hours: 14 });
  await send(world, 'nudge', 'ben', `1 lead is past its window. L-${id} Jane Doe`);
  const seen = (await world.violations()).filter((one) => one.includes(world.ids.people('ben')));
  expect(seen).toContainEqual(expect.stringContaining('out of hours'));
  expect(seen).toContainEqual(expect.stringContaining('nudge 1 for 0 reasons'));
  expect(seen).toContainEqual(expect.stringContaining(`lists L-${id}`));
});

test('too many nudges a day are seen', async () => {
  const { world } = here;
  await send(world, 'nudge', 'max', 'Again.', 4);
  expect(await world.violations()).toContainEqual(
    expect.stringContaining(`4 messages to ${world.ids.people('max')}`),
  );
});

test('a message to somebody who has left is seen', async () => {
  const { world } = here;
  await world.sandbox.deactivate('max');
  world.forward({ minutes: 1 });
  await send(world, 'note', 'max', 'Hello.');
  expect(await world.violations()).toContainEqual(expect.stringContaining('who had left'));
});

test('a message that mentions everyone is seen', async () => {
  const { world } = here;
  await world.ctx.slack.chat.postMessage({ channel: world.ids.leads, text: '<!channel> look' });
  expect(await world.violations()).toContainEqual(
    expect.stringContaining('mentions a whole channel'),
  );
});
