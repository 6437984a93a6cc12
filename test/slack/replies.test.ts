import { afterAll, afterEach, describe, expect, test } from 'vitest';
import type { MessageKind } from '../../src/slack/message.ts';
import { createTestDatabase } from '../support/testDatabase.ts';
import { drawn, noPace, startRig } from './rig.ts';

const testDatabase = await createTestDatabase();
const { db } = await testDatabase.open();
afterAll(testDatabase.drop);

const closing: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0)) await close();
});

const isPosted = ({ state }: { state: string }) => state === 'posted';

/** A posted card, and replies to wherever it stands; null: to nothing. */
async function withCard(answers: () => string | null | undefined = () => undefined) {
  const rig = await startRig(db);
  closing.push(() => rig.stop());
  const cardId = await rig.enqueue('card');
  const reply: MessageKind = {
    atMostOnce: true,
    draw: async (_ctx, { key }) => drawn(key),
    async thread() {
      const given = answers();
      return given === undefined ? (await rig.row(cardId)).ts : given;
    },
  };
  await rig.deliver(noPace, { messageKinds: { ...rig.ctx.messageKinds, reply } });
  const card = await rig.until(cardId, isPosted);
  const there = rig.sandbox.channel('leads').id;
  return { rig, card, cardId, reply: () => rig.enqueue('reply', there, 'reply') };
}

describe('a reply', () => {
  test('is posted in the thread of what it answers', async () => {
    const { rig, card, reply } = await withCard();
    const row = await rig.until(await reply(), isPosted);
    const seen = rig.sandbox.messages('leads').find(({ ts }) => ts === row.ts);
    expect(seen?.threadTs).toBe(card.ts);
  });

  test('whose answer was lost is found in the thread, and not sent again', async () => {
    const { rig, reply } = await withCard();
    rig.sandbox.faults.add({ method: 'chat.postMessage', fault: 'accept-then-500' });
    const id = await reply();
    await rig.until(id, ({ error }) => error !== null);
    rig.forward(60_000);
    rig.ctx.wakeDelivery();
    await rig.until(id, isPosted);
    expect(rig.sandbox.callsTo('conversations.replies')).not.toEqual([]);
    expect(rig.sandbox.messages('leads').filter(({ text }) => text === 'reply')).toHaveLength(1);
  });

  test('to a message that somebody deleted waits until that is posted again', async () => {
    const { rig, card, cardId, reply } = await withCard();
    rig.sandbox.deleteMessage({ channel: 'leads', ts: card.ts ?? '' });
    const id = await reply();
    await rig.until(cardId, (row) => isPosted(row) && row.ts !== card.ts);
    rig.forward(60_000);
    rig.ctx.wakeDelivery();
    const row = await rig.until(id, isPosted);
    const seen = rig.sandbox.messages('leads').find(({ ts }) => ts === row.ts);
    expect(seen?.threadTs).toBe((await rig.row(cardId)).ts);
  });

  test('to what is gone for good is not sent', async () => {
    const { rig, reply } = await withCard(() => null);
    await rig.until(await reply(), ({ state }) => state === 'dropped');
    expect(rig.sandbox.messages('leads')).toHaveLength(1);
  });
});
