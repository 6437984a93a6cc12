import { expect, test } from 'vitest';
import { keepReply } from '../../src/leads/keepReply.ts';
import { useWorld, type World } from '../support/world.ts';

const here = useWorld();

async function keepReplies(world: World, keepReplies: boolean) {
  const { leads } = world.ids;
  await world.changeSettings((settings) => {
    const channel = settings.channels[leads];
    if (!channel) throw new Error('#leads is not set up');
    return {
      ...settings,
      channels: { ...settings.channels, [leads]: { ...channel, keepReplies } },
    };
  });
}

/** A lead of ana's in a channel that keeps replies. */
async function claimed(world: World) {
  await keepReplies(world, true);
  const { id, card } = await world.lead();
  await world.sandbox.click('ana', card, 'Claim');
  const reply = (user: string, text: string) =>
    world.sandbox.say(user, 'leads', text, { threadTs: card.ts });
  return { id, card, reply };
}

const notes = (world: World, id: number) =>
  world.ctx.db
    .selectFrom('notes')
    .select(['kind', 'author_id', 'body'])
    .where('lead_id', '=', id)
    .where('kind', '=', 'note')
    .orderBy('id')
    .execute();

test('what the owner writes under the card is a note, and is shown as one in the thread', async () => {
  const { world } = here;
  const { id, card, reply } = await claimed(world);
  await reply('ana', 'Wants <b>40</b> chairs & a *quote*');
  await world.settled();
  expect(await notes(world, id)).toEqual([
    {
      kind: 'note',
      author_id: world.ids.people('ana'),
      body: 'Wants <b>40</b> chairs & a *quote*',
    },
  ]);
  await world.sandbox.click('ana', card, 'Details');
  const details = world.sandbox.read(world.sandbox.modal('ana'));
  expect(details).toContain(' in the thread');
  expect(details).toContain('Note in the thread');
  await world.sandbox.closeModal('ana');
});

test('a note in the thread moves nothing: neither the due instant nor an open form', async () => {
  const { world } = here;
  const { id, reply } = await claimed(world);
  const lead = () =>
    world.ctx.db
      .selectFrom('leads')
      .select(['version', 'follow_up_due_at', 'status'])
      .where('id', '=', id)
      .executeTakeFirstOrThrow();
  const before = await lead();
  await reply('ana', 'call after four');
  await world.settled();
  expect(await notes(world, id)).toHaveLength(1);
  expect(await lead()).toEqual(before);
});

test('what colleagues and managers write under it, and what stands beside it, is not kept', async () => {
  const { world } = here;
  const { id, reply } = await claimed(world);
  await reply('ben', 'good luck');
  await reply('mia', 'how is it going?');
  await world.sandbox.say('ana', 'leads', 'L-1 is mine, by the way');
  const other = await world.sandbox.say('ana', 'leads', 'lunch?');
  await world.sandbox.say('ana', 'leads', 'pizza', { threadTs: other.ts });
  await world.settled();
  expect(await notes(world, id)).toEqual([]);
});

test('the stand-in of an owner who is away is heard as well', async () => {
  const { world } = here;
  const { id, reply } = await claimed(world);
  await world.sandbox.command('ana', 'leads', '/lead away until Friday stand-in @ben');
  await world.settled();
  await reply('ben', 'called for ana');
  await world.settled();
  expect((await notes(world, id)).map(({ body }) => body)).toEqual(['called for ana']);
  await world.sandbox.command('ana', 'leads', '/lead back');
});

test('an event that comes twice is one note; edits, deletions and bots are left alone', async () => {
  const { world } = here;
  const { id, card, reply } = await claimed(world);
  await reply('ana', 'once');
  await world.sandbox.redeliver();
  const place = { channel: world.ids.leads, thread_ts: card.ts, ts: '1.000100' };
  const written = { ...place, type: 'message', user: world.ids.people('ana'), text: 'other' };
  await world.sandbox.event({ ...written, subtype: 'message_changed', message: written });
  await world.sandbox.event({ ...written, subtype: 'message_deleted', deleted_ts: '1.0' });
  await world.sandbox.event({ ...written, bot_id: 'B1' });
  await world.settled();
  expect((await notes(world, id)).map(({ body }) => body)).toEqual(['once']);
});

test('a channel that has not asked for it keeps nothing', async () => {
  const { world } = here;
  const { id, reply } = await claimed(world);
  await keepReplies(world, false);
  await reply('ana', 'between us');
  await world.settled();
  expect(await notes(world, id)).toEqual([]);
});

test('of one reply that many processes hear of at once one note remains', async () => {
  const { world } = here;
  const { id, card } = await claimed(world);
  const reply = {
    eventId: 'Ev1',
    channelId: world.ids.leads,
    threadTs: card.ts,
    authorId: world.ids.people('ana'),
    text: 'at once',
  };
  const kept = await Promise.all(Array.from({ length: 5 }, () => keepReply(world.ctx, reply)));
  expect(kept.filter(Boolean)).toHaveLength(1);
  expect(await notes(world, id)).toHaveLength(1);
});

test('an installation without the history scope hears nothing, and breaks nothing', async () => {
  const { world } = here;
  const { id, reply } = await claimed(world);
  world.sandbox.withdrawScopes('channels:history');
  await reply('ana', 'unheard');
  await world.settled();
  expect(await notes(world, id)).toEqual([]);
});
