import { sql } from 'kysely';
import { afterAll, afterEach, describe, expect, test } from 'vitest';
import type { SandboxOptions } from '../../sandbox/sandboxOptions.ts';
import { unparkDestination } from '../../src/slack/unparkDestination.ts';
import { markMessagesStale } from '../../src/slack/messageStore.ts';
import { claimInTurn, claimWaiting } from '../../src/slack/outboxStore.ts';
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

const withoutHistory = { app: { scopes: ['chat:write', 'chat:write.public', 'im:write'] } };
const isPosted = ({ state }: { state: string }) => state === 'posted';
const isTriedOnce = ({ attempts }: { attempts: number }) => attempts === 1;

/** As if the process that had claimed it were gone. */
const endLease = (rig: Rig, id: number) =>
  sql`update messages set lease_until = now() - interval '1 second'
    where workspace_id = ${rig.ctx.workspaceId} and id = ${id}`.execute(db);

describe('sending', () => {
  test('posts what waits, and records where', async () => {
    const rig = await rigged();
    await rig.deliver();
    const id = await rig.enqueue('hello');
    const { channel_id, ts, posted_at, shown_version } = await rig.until(id, isPosted);
    const [message] = rig.sandbox.messages('leads');
    expect(message).toMatchObject({
      text: 'hello',
      ts,
      metadata: { event_type: 'lead_nudge', event_payload: { message_id: id } },
    });
    expect(channel_id).toBe(rig.sandbox.channel('leads').id);
    expect(posted_at).toBeInstanceOf(Date);
    expect(shown_version).toBe(1);
    expect(rig.posted).toEqual([id]);
    const { args } = rig.sandbox.callsTo('chat.postMessage')[0]!;
    expect(args).toMatchObject({ unfurl_links: 'false', unfurl_media: 'false' });
  });

  test('the same key is one message', async () => {
    const rig = await rigged();
    await rig.enqueue('same');
    await expect(rig.enqueue('same')).rejects.toThrow('there already');
  });

  test("a person's id is a DM, recorded by the DM's own id", async () => {
    const rig = await rigged();
    await rig.deliver();
    const id = await rig.enqueue('for you', rig.sandbox.user('ana').id, 'nudge');
    const { channel_id } = await rig.until(id, isPosted);
    expect(channel_id).toMatch(/^D/);
    expect(rig.sandbox.dm('ana').map(({ text }) => text)).toEqual(['for you']);
  });

  test('goes in order, one a second to a channel, without meeting the limit', async () => {
    const rig = await rigged({ enforceRateLimits: true });
    await rig.deliver({ postEveryMs: 1_000, updateEveryMs: 0, updateBurst: 1 });
    const keys = ['1', '2', '3', '4'];
    const ids = [];
    for (const key of keys) ids.push(await rig.enqueue(key));
    await rig.until(ids.at(-1)!, isPosted);
    expect(rig.textsIn()).toEqual(keys);
    expect(rig.sandbox.callsTo('chat.postMessage').map(({ status }) => status)).toEqual(
      keys.map(() => 200),
    );
  });

  test('is drawn at the last moment, and dropped where it no longer holds', async () => {
    const rig = await rigged();
    const changed = await rig.enqueue('as it was');
    const obsolete = await rig.enqueue('obsolete');
    rig.texts.set('as it was', 'as it is');
    rig.texts.set('obsolete', null);
    await rig.deliver();
    await rig.until(changed, isPosted);
    expect(await rig.until(obsolete, ({ state }) => state === 'dropped')).toMatchObject({
      live: false,
    });
    expect(rig.textsIn()).toEqual(['as it is']);
  });

  test('two processes send each message once, each channel in order', async () => {
    const rig = await rigged({
      world: {
        users: [{ name: 'ana' }],
        channels: Array.from({ length: 12 }, (_, i) => ({ name: `c${i}` })),
      },
    });
    const channels = rig.sandbox.channels;
    let last = 0;
    for (let i = 0; i < 15; i++) {
      for (const { id, name } of channels) last = await rig.enqueue(`${name} ${i}`, id);
    }
    await Promise.all([rig.deliver(), rig.deliver()]);
    await rig.until(last, isPosted);
    await rig.sandbox.waitFor(() => rig.sandbox.countOf('chat.postMessage') >= 180);
    for (const { name } of channels) {
      expect(rig.textsIn(name)).toEqual(Array.from({ length: 15 }, (_, i) => `${name} ${i}`));
    }
    expect(rig.sandbox.countOf('chat.postMessage')).toBe(180);
  });

  test('stopping waits for what is on its way, and takes no more', async () => {
    const rig = await rigged();
    rig.sandbox.faults.add({ method: 'chat.postMessage', fault: 'slow', delayMs: 200 });
    const id = await rig.enqueue('on its way');
    const delivery = await rig.deliver();
    await rig.until(id, ({ leased_by }) => leased_by !== null);
    await delivery.stop();
    expect(await rig.row(id)).toMatchObject({ state: 'posted' });
    const after = await rig.enqueue('too late');
    expect(await rig.row(after)).toMatchObject({ state: 'waiting', leased_by: null });
  });
});

describe('a limit', () => {
  test('holds up its channel alone, for as long as Slack says', async () => {
    const rig = await rigged();
    const leads = rig.sandbox.channel('leads').id;
    const general = rig.sandbox.channel('general').id;
    const fault = {
      method: 'chat.postMessage',
      channel: leads,
      fault: '429',
      retryAfter: 2,
    } as const;
    rig.sandbox.faults.add(fault);
    await rig.deliver();
    const held = await rig.enqueue('held up', leads);
    await rig.until(held, ({ error }) => error === 'ratelimited');
    const free = await rig.enqueue('not held up', general);
    await rig.until(free, isPosted);
    expect(await rig.row(held)).toMatchObject({ state: 'waiting', attempts: 0 });
    await rig.until(held, isPosted);
    const [refused, , taken] = rig.sandbox.callsTo('chat.postMessage');
    expect(taken!.at - refused!.at).toBeGreaterThanOrEqual(1_990);
  });

  test('that does not say how long is taken for ten seconds', async () => {
    const rig = await rigged();
    rig.sandbox.faults.add({ method: 'chat.postMessage', fault: '429-no-retry-after' });
    await rig.deliver();
    const id = await rig.enqueue('held up');
    await rig.until(id, ({ error }) => error === 'ratelimited');
    const { rows } = await sql<{ seconds: number }>`
      select extract(epoch from next_at - now())::float8 as seconds from destinations
      where workspace_id = ${rig.ctx.workspaceId} and id = ${rig.sandbox.channel('leads').id}`.execute(
      db,
    );
    expect(rows[0]!.seconds).toBeGreaterThan(5);
    expect(rows[0]!.seconds).toBeLessThanOrEqual(10);
  });
});

describe('a reply that was lost', () => {
  test.each(['accept-then-reset', 'accept-then-500', 'accept-then-internal_error'] as const)(
    '%s: the message is found, and not sent again',
    async (fault) => {
      const rig = await rigged();
      rig.sandbox.faults.add({ method: 'chat.postMessage', fault });
      await rig.deliver();
      const id = await rig.enqueue('once');
      // An answer of Slack's counts as an attempt; its pause goes by the product's clock.
      await rig.until(id, ({ error }) => error !== null);
      await forwardTo(rig, id);
      await rig.until(id, isPosted);
      expect(rig.textsIn()).toEqual(['once']);
      expect(rig.posted).toEqual([id]);
    },
  );

  test('a DM is found, too', async () => {
    const rig = await rigged();
    rig.sandbox.faults.add({ method: 'chat.postMessage', fault: 'accept-then-reset' });
    await rig.deliver();
    const id = await rig.enqueue('once', rig.sandbox.user('ana').id, 'nudge');
    expect((await rig.until(id, isPosted)).channel_id).toMatch(/^D/);
    expect(rig.sandbox.dm('ana')).toHaveLength(1);
  });

  test('where nothing had been taken, it is sent again', async () => {
    const rig = await rigged();
    rig.sandbox.faults.add({ method: 'chat.postMessage', fault: 'reset-before' });
    await rig.deliver();
    const id = await rig.enqueue('once', undefined, 'nudge');
    await rig.until(id, isPosted);
    expect(rig.textsIn()).toEqual(['once']);
  });

  test('without the history scope a card goes again', async () => {
    const rig = await rigged(withoutHistory);
    rig.sandbox.faults.add({ method: 'chat.postMessage', fault: 'accept-then-reset' });
    await rig.deliver();
    const id = await rig.enqueue('at least once');
    await rig.until(id, isPosted);
    expect(rig.textsIn()).toEqual(['at least once', 'at least once']);
  });

  test('without the history scope a nudge does not', async () => {
    const rig = await rigged(withoutHistory);
    rig.sandbox.faults.add({ method: 'chat.postMessage', fault: 'accept-then-reset' });
    await rig.deliver();
    const id = await rig.enqueue('at most once', rig.sandbox.user('ana').id, 'nudge');
    await rig.until(id, ({ state, live }) => state === 'posted' && !live);
    expect(rig.sandbox.dm('ana')).toHaveLength(1);
  });

  test('a process that died after posting leaves it to the next one, which finds it', async () => {
    const rig = await rigged();
    const id = await rig.enqueue('once');
    const { workspaceId, clock } = rig.ctx;
    const [claim] = (
      await claimWaiting(db, workspaceId, { limit: 1, everyMs: 0, now: clock.now() })
    ).claims;
    await rig.ctx.slack.chat.postMessage({
      channel: claim!.message.destination,
      ...drawn('once'),
      metadata: { event_type: 'lead_nudge', event_payload: { message_id: id } },
    });
    await endLease(rig, id);
    await rig.deliver();
    await rig.until(id, isPosted);
    expect(rig.textsIn()).toEqual(['once']);
  });

  test('what was claimed for a process that never heard of it is claimed again at once', async () => {
    const rig = await rigged();
    const id = await rig.enqueue('once');
    let lost = 0;
    const losing = db.withPlugin({
      transformQuery: ({ node }) => node,
      transformResult: async ({ result }) => {
        lost += 1;
        if (lost === 1) throw new Error('Connection terminated unexpectedly');
        return result;
      },
    });
    const claimNext = claimInTurn(losing, rig.ctx.workspaceId);
    const ask = { limit: 1, everyMs: 0, now: rig.ctx.clock.now() };
    await expect(claimNext(ask)).rejects.toThrow('terminated');
    const { claims } = await claimNext(ask);
    expect(claims).toMatchObject([{ message: { id }, attempts: 0, uncertainSince: null }]);
  });

  test('what changed before a message was found is shown by it afterwards', async () => {
    const rig = await rigged();
    const id = await rig.enqueue('once');
    rig.sandbox.faults.add({ method: 'chat.postMessage', fault: 'accept-then-reset' });
    const looking = rig.sandbox.faults.add({
      method: 'conversations.history',
      fault: 'slow',
      delayMs: 300,
    });
    await rig.deliver();
    await rig.sandbox.waitFor(() => rig.textsIn().length === 1);
    rig.texts.set('once', 'changed');
    await markMessagesStale(db, rig.ctx.workspaceId, { id });
    await rig.until(id, (row) => isPosted(row) && row.shown_version === row.wanted_version);
    expect(looking.hits).toBe(1);
    expect(rig.textsIn()).toEqual(['changed']);
  });

  test('a process that comes back after its lease cannot record any more', async () => {
    const rig = await rigged();
    let draws = 0;
    const stalled = Promise.withResolvers<void>();
    const stalling: typeof rig.ctx.messageKinds = {
      card: {
        draw: async () => {
          draws += 1;
          await stalled.promise;
          return drawn('from the one that stalled');
        },
      },
    };
    await rig.deliver(undefined, { messageKinds: stalling });
    const id = await rig.enqueue('from the one that went on');
    await rig.until(id, () => draws === 1);
    await endLease(rig, id);
    await rig.deliver();
    const { ts } = await rig.until(id, isPosted);
    stalled.resolve();
    await rig.sandbox.waitFor(() => rig.sandbox.countOf('chat.postMessage') === 2);
    await rig.sandbox.settled();
    expect((await rig.row(id)).ts).toBe(ts);
  });
});

describe('a message that fails by itself', () => {
  test('lets its neighbours through', async () => {
    const rig = await rigged();
    rig.texts.set('poison', new Error('this row cannot be drawn'));
    const poison = await rig.enqueue('poison');
    const neighbour = await rig.enqueue('neighbour');
    await rig.deliver();
    await rig.until(neighbour, isPosted);
    expect(await rig.until(poison, isTriedOnce)).toMatchObject({ state: 'waiting' });
    expect(rig.textsIn()).toEqual(['neighbour']);
  });

  test('is tried again later, and given up in the end', async () => {
    const rig = await rigged();
    rig.texts.set('poison', new Error('this row cannot be drawn'));
    const id = await rig.enqueue('poison');
    await rig.deliver();
    for (let attempt = 1; attempt < 12; attempt++) {
      await rig.until(id, ({ attempts }) => attempts === attempt);
      await forwardTo(rig, id);
    }
    expect(await rig.until(id, ({ state }) => state === 'dead')).toMatchObject({
      live: false,
      error: 'cannot be drawn',
    });
  });

  test('is given up at once where Slack says why', async () => {
    const rig = await rigged();
    rig.sandbox.faults.add({ method: 'chat.postMessage', fault: { error: 'invalid_blocks' } });
    await rig.deliver();
    const id = await rig.enqueue('refused');
    expect(await rig.until(id, ({ state }) => state === 'dead')).toMatchObject({
      error: 'invalid_blocks',
    });
    expect(rig.sandbox.countOf('chat.postMessage')).toBe(1);
  });

  test('an error that nobody knows is tried again', async () => {
    const rig = await rigged();
    rig.sandbox.faults.add({ method: 'chat.postMessage', fault: { error: 'brand_new_error' } });
    await rig.deliver();
    const id = await rig.enqueue('again');
    await rig.until(id, isTriedOnce);
    await forwardTo(rig, id);
    expect(await rig.until(id, isPosted)).toMatchObject({ attempts: 0 });
  });

  test('what happens at its posting fails, and yet it is posted once', async () => {
    const rig = await rigged();
    let times = 0;
    const failing: typeof rig.ctx.messageKinds = {
      card: {
        draw: async (_ctx, { key }) => drawn(key),
        onPosted: async () => {
          times += 1;
          if (times === 1) throw new Error('the lead cannot be changed now');
        },
      },
    };
    await rig.deliver(undefined, { messageKinds: failing });
    const id = await rig.enqueue('once');
    expect(await rig.until(id, isTriedOnce)).toMatchObject({ state: 'waiting' });
    await forwardTo(rig, id);
    await rig.until(id, isPosted);
    expect(times).toBe(2);
    expect(rig.textsIn()).toEqual(['once']);
  });
});

describe('an outage', () => {
  test('uses up no attempts; afterwards everything arrives once', async () => {
    const rig = await rigged();
    const fault = rig.sandbox.faults.add({
      method: 'chat.postMessage',
      fault: { error: 'service_unavailable' },
      times: Infinity,
    });
    const delivery = await rig.deliver();
    const ids = [];
    for (let i = 0; i < 6; i++) ids.push(await rig.enqueue(`a ${i}`));
    const dm = await rig.enqueue('b', rig.sandbox.user('ana').id, 'nudge');
    await rig.sandbox.waitFor(() => fault.hits >= 5);
    await rig.until(dm, ({ error }) => error === 'service_unavailable');
    expect(await rig.sandbox.waitFor(() => delivery.stopped())).toEqual({ dead: null });
    rig.sandbox.faults.clear();
    for (const id of [...ids, dm]) {
      expect(await rig.until(id, isPosted)).toMatchObject({ attempts: 0 });
    }
    expect(rig.textsIn()).toEqual(ids.map((_, i) => `a ${i}`));
    expect([delivery.stopped(), (await delivery.health()).lagMs]).toEqual([null, 0]);
  });

  test('ends even where what is tried first has nothing to say any more', async () => {
    const rig = await rigged();
    const fault = rig.sandbox.faults.add({
      method: 'chat.postMessage',
      fault: { error: 'service_unavailable' },
      times: Infinity,
    });
    const delivery = await rig.deliver();
    const ids = [];
    for (let i = 0; i < 6; i++) ids.push(await rig.enqueue(`a ${i}`));
    await rig.sandbox.waitFor(() => delivery.stopped());
    for (let i = 0; i < 5; i++) rig.texts.set(`a ${i}`, null);
    rig.sandbox.faults.remove(fault);
    await rig.until(ids[5] ?? 0, isPosted);
    expect(rig.textsIn()).toEqual(['a 5']);
    expect(delivery.stopped()).toBeNull();
  });

  test('a dead token stops all sending at once', async () => {
    const rig = await rigged();
    rig.sandbox.faults.add({ fault: { error: 'token_revoked' }, times: Infinity });
    const delivery = await rig.deliver();
    const id = await rig.enqueue('one');
    await rig.until(id, ({ error }) => error === 'token_revoked');
    for (const key of ['two', 'three']) await rig.enqueue(key, rig.sandbox.user('ana').id);
    expect(delivery.stopped()).toEqual({ dead: 'token_revoked' });
    await rig.sandbox.settled(300);
    expect(rig.sandbox.countOf('chat.postMessage')).toBe(1);
    expect(await rig.row(id)).toMatchObject({ state: 'waiting', attempts: 0 });
  });
});

describe('a destination that is dead', () => {
  test('is parked; what waits goes when it is unparked', async () => {
    const rig = await rigged();
    const leads = rig.sandbox.channel('leads').id;
    rig.sandbox.faults.add({ method: 'chat.postMessage', fault: { error: 'is_archived' } });
    const delivery = await rig.deliver();
    const first = await rig.enqueue('first');
    await rig.enqueue('second');
    await rig.until(first, ({ error }) => error === 'is_archived');
    await rig.sandbox.settled(300);
    expect(rig.sandbox.countOf('chat.postMessage')).toBe(1);
    expect(await delivery.health()).toMatchObject({ parked: 1, lagMs: 0 });
    await unparkDestination(rig.ctx, leads);
    await rig.until(first, isPosted);
    await rig.sandbox.waitFor(() => rig.textsIn().length === 2);
    expect(rig.textsIn()).toEqual(['first', 'second']);
  });
});

/** Moves the product's clock to when the message may be tried again. */
async function forwardTo(rig: Rig, id: number): Promise<void> {
  const { rows } = await sql<{ ms: number }>`
    select coalesce(extract(epoch from nullif(not_before, '-infinity') - ${rig.ctx.clock.now()}::timestamptz), 0)::float8 * 1000 as ms
    from messages where workspace_id = ${rig.ctx.workspaceId} and id = ${id}`.execute(db);
  rig.forward(Math.max(0, Math.ceil(rows[0]!.ms)));
  rig.ctx.wakeDelivery();
}
