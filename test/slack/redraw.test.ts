import { sql } from 'kysely';
import { afterAll, afterEach, describe, expect, test } from 'vitest';
import type { SandboxOptions } from '../../sandbox/sandboxOptions.ts';
import type { Respond } from '../../src/slack/redrawInPlace.ts';
import { redrawInPlace } from '../../src/slack/redrawInPlace.ts';
import { markMessagesStale } from '../../src/slack/messageStore.ts';
import { claimPlace, claimStale, preparePace } from '../../src/slack/redrawStore.ts';
import { createTestDatabase } from '../support/testDatabase.ts';
import { drawn, type Rig, startRig } from './rig.ts';

const testDatabase = await createTestDatabase();
const { db } = await testDatabase.open();
let rigs: Rig[] = [];
const rigged = async (options?: SandboxOptions) => {
  const rig = await startRig(db, options);
  rigs.push(rig);
  return rig;
};
afterEach(async () => {
  for (const rig of rigs) {
    expect(rig.sandbox.unexpected).toEqual([]);
    await rig.stop();
  }
  rigs = [];
});
afterAll(testDatabase.drop);

const isPosted = ({ state }: { state: string }) => state === 'posted';
const isShown = (row: { shown_version: number; wanted_version: number }) =>
  row.shown_version === row.wanted_version;

/** A message that stands in #leads. */
async function standing(rig: Rig, key: string, kind = 'card') {
  await rig.deliver();
  const id = await rig.enqueue(key, undefined, kind);
  const { channel_id, ts } = await rig.until(id, isPosted);
  return { id, place: { channelId: channel_id!, ts: ts! } };
}

async function change(rig: Rig, id: number, key: string, text: string | Error | 'delete' | null) {
  rig.texts.set(key, text);
  await markMessagesStale(db, rig.ctx.workspaceId, { id });
  rig.ctx.wakeDelivery();
}

test('what came while a message was on its way is not on it', async () => {
  const rig = await rigged();
  const began = rig.ctx.clock.now();
  const slow = {
    draw: async () => {
      rig.forward(60_000);
      return drawn('as it was a minute ago');
    },
  };
  await rig.deliver(undefined, { messageKinds: { ...rig.ctx.messageKinds, nudge: slow } });
  const { drawn_at, posted_at } = await rig.until(
    await rig.enqueue('slow', undefined, 'nudge'),
    isPosted,
  );
  expect(posted_at!.getTime() - drawn_at!.getTime()).toBeGreaterThanOrEqual(60_000);
  expect(drawn_at!.getTime()).toBeGreaterThanOrEqual(began.getTime());
});

describe('a message that changed', () => {
  test('is redrawn once after a burst, and shows the newest state', async () => {
    const rig = await rigged();
    const { id } = await standing(rig, 'card');
    await rig.stopDelivering();
    for (let i = 1; i <= 20; i++) await change(rig, id, 'card', `state ${i}`);
    await rig.deliver();
    expect(await rig.until(id, isShown)).toMatchObject({ wanted_version: 21 });
    expect(rig.textsIn()).toEqual(['state 20']);
    expect(rig.sandbox.countOf('chat.update')).toBe(1);
  });

  test('while it is being redrawn is redrawn again', async () => {
    const rig = await rigged();
    const { id } = await standing(rig, 'card');
    rig.sandbox.faults.add({ method: 'chat.update', fault: 'slow', delayMs: 300 });
    await change(rig, id, 'card', 'first');
    await rig.until(id, ({ leased_by }) => leased_by !== null);
    await change(rig, id, 'card', 'second');
    await rig.until(id, isShown);
    expect(rig.textsIn()).toEqual(['second']);
  });

  test('before it is posted is posted as it is then, and not redrawn', async () => {
    const rig = await rigged();
    const id = await rig.enqueue('card');
    await change(rig, id, 'card', 'changed');
    await rig.deliver();
    expect(await rig.until(id, isPosted)).toMatchObject({ shown_version: 2, wanted_version: 2 });
    expect(rig.textsIn()).toEqual(['changed']);
  });

  test('waits out a limit', async () => {
    const rig = await rigged();
    const { id } = await standing(rig, 'card');
    rig.sandbox.faults.add({ method: 'chat.update', fault: '429', retryAfter: 1 });
    await change(rig, id, 'card', 'changed');
    await rig.until(id, isShown);
    const [refused, taken] = rig.sandbox.callsTo('chat.update');
    expect(taken!.at - refused!.at).toBeGreaterThanOrEqual(990);
    expect(await rig.row(id)).toMatchObject({ attempts: 0 });
  });

  test('is redrawn after a lost reply', async () => {
    const rig = await rigged();
    const { id } = await standing(rig, 'card');
    rig.sandbox.faults.add({ method: 'chat.update', fault: 'accept-then-reset' });
    await change(rig, id, 'card', 'changed');
    await rig.until(id, isShown);
    expect(rig.textsIn()).toEqual(['changed']);
  });

  test('is left alone where it no longer holds', async () => {
    const rig = await rigged();
    const { id } = await standing(rig, 'card');
    await change(rig, id, 'card', null);
    await rig.until(id, ({ live }) => !live);
    expect(rig.textsIn()).toEqual(['card']);
    expect(rig.sandbox.countOf('chat.update')).toBe(0);
  });

  test('is deleted where a newer one took its place', async () => {
    const rig = await rigged();
    const { id } = await standing(rig, 'nudge', 'nudge');
    await change(rig, id, 'nudge', 'delete');
    await rig.until(id, ({ live }) => !live);
    expect(rig.textsIn()).toEqual([]);
  });

  test('that Slack refuses as it is drawn is shown again with the next change', async () => {
    const rig = await rigged();
    const { id } = await standing(rig, 'card');
    rig.sandbox.faults.add({ method: 'chat.update', fault: { error: 'invalid_blocks' } });
    await change(rig, id, 'card', 'refused');
    await rig.until(id, isShown);
    expect(rig.textsIn()).toEqual(['card']);
    await change(rig, id, 'card', 'taken');
    await rig.until(id, isShown);
    expect(rig.textsIn()).toEqual(['taken']);
  });

  test('that cannot be drawn waits, and does not hold up others', async () => {
    const rig = await rigged();
    const bad = await standing(rig, 'bad');
    const good = await rig.enqueue('good');
    await rig.until(good, isPosted);
    await change(rig, bad.id, 'bad', new Error('this row cannot be drawn'));
    await change(rig, good, 'good', 'changed');
    await rig.until(good, isShown);
    expect(await rig.until(bad.id, ({ attempts }) => attempts === 1)).toMatchObject({ live: true });
    await change(rig, bad.id, 'bad', 'mended');
    await sql`update messages set redraw_after = '-infinity' where id = ${bad.id}`.execute(db);
    expect(await rig.until(bad.id, isShown)).toMatchObject({ attempts: 0 });
  });
});

test('a process that comes back after its lease does not leave an old state standing', async () => {
  const rig = await rigged();
  const { id } = await standing(rig, 'card');
  await rig.stopDelivering();
  const stalled = Promise.withResolvers<void>();
  const began = Promise.withResolvers<void>();
  const stalling: typeof rig.ctx.messageKinds = {
    card: {
      draw: async () => {
        began.resolve();
        await stalled.promise;
        return drawn('old');
      },
    },
  };
  const slow = await rig.deliver(undefined, { messageKinds: stalling });
  await change(rig, id, 'card', 'new');
  await began.promise;
  await sql`update messages set lease_until = now() - interval '1 second' where id = ${id}`.execute(
    db,
  );
  const stopped = slow.stop();
  await rig.deliver();
  await rig.until(id, isShown);
  expect(rig.textsIn()).toEqual(['new']);
  stalled.resolve();
  await stopped;
  await rig.until(id, (row) => row.wanted_version === 3 && isShown(row));
  expect(rig.textsIn()).toEqual(['new']);
  expect(rig.sandbox.countOf('chat.update')).toBe(3);
});

describe('a message that somebody deleted', () => {
  test('is posted once more, and then forgotten', async () => {
    const rig = await rigged();
    const { id, place } = await standing(rig, 'card');
    await rig.ctx.slack.chat.delete({ channel: place.channelId, ts: place.ts });
    await change(rig, id, 'card', 'again');
    const { ts } = await rig.until(id, (row) => isPosted(row) && row.ts !== place.ts);
    expect(rig.textsIn()).toEqual(['again']);
    expect(rig.posted).toEqual([id, id]);
    await rig.ctx.slack.chat.delete({ channel: place.channelId, ts: ts! });
    await change(rig, id, 'card', 'and again');
    await rig.until(id, ({ live }) => !live);
    expect(rig.textsIn()).toEqual([]);
  });

  test('is forgotten at once where a second copy is worse than none', async () => {
    const rig = await rigged();
    const { id, place } = await standing(rig, 'nudge', 'nudge');
    await rig.ctx.slack.chat.delete({ channel: place.channelId, ts: place.ts });
    await change(rig, id, 'nudge', 'again');
    await rig.until(id, ({ live }) => !live);
    expect(rig.textsIn()).toEqual([]);
  });

  test('in a channel that is archived stays as it is', async () => {
    const rig = await rigged();
    const { id } = await standing(rig, 'card');
    rig.sandbox.faults.add({ method: 'chat.update', fault: { error: 'is_inactive' } });
    await change(rig, id, 'card', 'changed');
    await rig.until(id, ({ error }) => error === 'is_inactive');
    await rig.sandbox.settled(300);
    expect(rig.sandbox.countOf('chat.update')).toBe(1);
  });
});

describe('the pace of redraws', () => {
  const pace = { everyMs: 60_000, burst: 3, limit: 10 };

  test('a burst after a calm, then one at a time, for all processes together', async () => {
    const rig = await rigged();
    const { workspaceId } = rig.ctx;
    await preparePace(db, workspaceId);
    const { id } = await standing(rig, 'one');
    const ids = [id];
    for (const key of ['two', 'three', 'four', 'five']) ids.push(await rig.enqueue(key));
    for (const each of ids) await rig.until(each, isPosted);
    await rig.stopDelivering();
    for (const each of ids) await markMessagesStale(db, workspaceId, { id: each });
    const both = await Promise.all([
      claimStale(db, workspaceId, pace),
      claimStale(db, workspaceId, pace),
    ]);
    expect(both.flatMap(({ claims }) => claims)).toHaveLength(3);
    const { claims, soonestMs } = await claimStale(db, workspaceId, pace);
    expect(claims).toEqual([]);
    expect(soonestMs).toBeGreaterThan(50_000);
    expect(soonestMs).toBeLessThanOrEqual(60_000);
    await sql`update destinations set next_at = next_at - interval '61 seconds'
      where workspace_id = ${workspaceId} and id = 'method:chat.update'`.execute(db);
    expect((await claimStale(db, workspaceId, pace)).claims).toHaveLength(1);
  });
});

describe('redrawing in place', () => {
  const answering = () => {
    const answers: Parameters<Respond>[0][] = [];
    const respond: Respond = async (answer) => void answers.push(answer);
    return { answers, respond };
  };

  test('shows the newest state by response_url, and leaves nothing to the sweep', async () => {
    const rig = await rigged();
    const { id, place } = await standing(rig, 'card');
    await rig.stopDelivering();
    await change(rig, id, 'card', 'changed');
    const { answers, respond } = answering();
    await redrawInPlace(rig.ctx, place, respond);
    expect(answers).toEqual([{ replace_original: true, ...drawn('changed') }]);
    expect(await rig.row(id)).toMatchObject({ shown_version: 2, leased_by: null });
  });

  test('leaves it to whoever is at it already', async () => {
    const rig = await rigged();
    const { id, place } = await standing(rig, 'card');
    await rig.stopDelivering();
    await change(rig, id, 'card', 'changed');
    await claimPlace(db, rig.ctx.workspaceId, place);
    const { answers, respond } = answering();
    await redrawInPlace(rig.ctx, place, respond);
    expect(answers).toEqual([]);
    expect(await rig.row(id)).toMatchObject({ shown_version: 1 });
  });

  test('leaves to the sweep what it cannot show', async () => {
    const rig = await rigged();
    const { id, place } = await standing(rig, 'card');
    rig.texts.set('card', 'changed');
    await markMessagesStale(db, rig.ctx.workspaceId, { id });
    await redrawInPlace(rig.ctx, place, async () => {
      throw new Error('the response_url is used up');
    });
    rig.ctx.wakeDelivery();
    await rig.until(id, isShown);
    expect(rig.textsIn()).toEqual(['changed']);
  });

  test('does nothing to messages that are not ours', async () => {
    const rig = await rigged();
    const { answers, respond } = answering();
    await redrawInPlace(rig.ctx, { channelId: 'C0LEADS', ts: '1.000000' }, respond);
    expect(answers).toEqual([]);
  });
});
