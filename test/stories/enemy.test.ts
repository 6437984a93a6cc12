import { describe, expect, test } from 'vitest';
import type { Block } from '../../sandbox/blockKit/block.ts';
import type { SeenMessage } from '../../sandbox/sandbox.ts';
import { useWorld, type World } from '../support/world.ts';

/** What is on record of a lead. */
async function recordOf({ ctx }: World, id: number) {
  const rows = (table: 'lead_events' | 'touches' | 'notes') =>
    ctx.db.selectFrom(table).where('lead_id', '=', id).selectAll().execute();
  const lead = await ctx.db
    .selectFrom('leads')
    .where('id', '=', id)
    .select(['status', 'owner_id', 'version', 'touch_count'])
    .executeTakeFirstOrThrow();
  const events = await ctx.db
    .selectFrom('lead_events')
    .where('lead_id', '=', id)
    .orderBy('id')
    .select('kind')
    .execute();
  return {
    ...lead,
    events: events.map(({ kind }) => kind),
    touches: (await rows('touches')).length,
    notes: (await rows('notes')).length,
  };
}

const copyOf = (blocks: readonly Block[]): Block[] => structuredClone(blocks) as Block[];

/** Slack goes on showing a message as it was: of an old release, or to a client that lags behind. */
function showAs(message: SeenMessage, blocks: readonly Block[]): void {
  message.blocks.splice(0, message.blocks.length, ...copyOf(blocks));
}

/** The same blocks with other properties of their first button. */
function withButton(blocks: readonly Block[], change: Record<string, unknown>): Block[] {
  const changed = copyOf(blocks);
  const row = changed.find(({ type }) => type === 'actions');
  const [button] = (row?.elements ?? []) as Record<string, unknown>[];
  Object.assign(button ?? {}, change);
  return changed;
}

/** What somebody is whispered after doing something. */
async function toldAfter(
  world: World,
  person: string,
  act: () => Promise<unknown>,
): Promise<string> {
  const before = world.whispers(person).length;
  expect(await act()).toMatchObject({ acked: true });
  await world.settled();
  return world.sandbox.waitFor(() => world.whispers(person)[before]?.text);
}

/** What can be done with a message, in order. */
const actionsOf = ({ blocks }: SeenMessage): unknown[] =>
  blocks
    .flatMap(({ type, elements }) =>
      type === 'actions' ? (elements as Record<string, unknown>[]) : [],
    )
    .map(({ action_id, value }) => [action_id, value]);

async function answerTo(world: World, person: string, text: string): Promise<string> {
  const { acked, body } = await world.sandbox.command(person, 'leads', `/lead ${text}`);
  expect([text, acked]).toEqual([text, true]);
  return (body as { text?: string } | undefined)?.text ?? '';
}

describe('somebody who clicks too much', () => {
  const here = useWorld();

  test('claims once, however fast they click', async () => {
    const { world } = here;
    const { id, card } = await world.lead();
    const acks = await Promise.all([1, 2, 3].map(() => world.sandbox.click('ana', card, 'Claim')));
    expect(acks.map(({ acked }) => acked)).toEqual([true, true, true]);
    await world.settled();
    const { events, version } = await recordOf(world, id);
    expect(events.filter((kind) => kind === 'claimed')).toEqual(['claimed']);
    const { events: same, version: after } = await recordOf(world, id);
    expect([same, after]).toEqual([events, version]);
  });

  test('and whose clicks Slack delivers several times, touches once', async () => {
    const { world } = here;
    const { id, card } = await world.lead();
    await world.sandbox.click('ana', card, 'Claim');
    await world.sandbox.click('ana', await world.card(id), 'Tried, no answer');
    await Promise.all([1, 2, 3].map(() => world.sandbox.redeliver()));
    await world.settled();
    expect(await recordOf(world, id)).toMatchObject({ touches: 1, touch_count: 1 });
  });

  test('sends a form twice, and it counts once', async () => {
    const { world } = here;
    const { id, card } = await world.lead();
    await world.sandbox.click('ana', card, 'Claim');
    await world.sandbox.click('ana', await world.card(id), 'Update');
    await world.sandbox.submit('ana', { Note: 'only once' });
    const [first, second] = await Promise.all([
      world.sandbox.redeliver(),
      world.sandbox.redeliver(),
    ]);
    expect([first.acked, second.acked, first.body, second.body]).toEqual([
      true,
      true,
      undefined,
      undefined,
    ]);
    await world.settled();
    expect(await recordOf(world, id)).toMatchObject({ touches: 1, notes: 1 });
  });

  test('opens Home, and Slack says so several times', async () => {
    const { world } = here;
    await world.sandbox.openHome('ana');
    const again = await Promise.all(
      [1, 2].map(() => world.sandbox.redeliver({ attempt: 1, reason: 'http_timeout' })),
    );
    expect(again.map(({ acked }) => acked)).toEqual([true, true]);
  });
});

describe('a button that is not what it was', () => {
  const here = useWorld();

  test('on a lead that is closed by now: they are told, and the card is put right', async () => {
    const { world } = here;
    const { id, card } = await world.lead();
    await world.sandbox.click('ana', card, 'Claim');
    const before = copyOf((await world.card(id)).blocks);
    await answerTo(world, 'ana', `L-${id} won`);
    const closed = await world.card(id);
    showAs(closed, before);
    await world.sandbox.click('ana', closed, 'Tried, no answer');
    expect(await recordOf(world, id)).toMatchObject({ status: 'won' });
    expect(actionsOf(await world.card(id))).toEqual([]);
  });

  test('on a lead that is somebody else’s by now', async () => {
    const { world } = here;
    const { id, card } = await world.lead();
    await world.sandbox.click('ana', card, 'Claim');
    const claimed = await world.card(id);
    const told = await toldAfter(world, 'ben', () =>
      world.sandbox.click('ben', claimed, 'Tried, no answer'),
    );
    expect(told).toContain(`belongs to <@${world.ids.people('ana')}>`);
    expect(await recordOf(world, id)).toMatchObject({ touches: 0 });
  });

  const numbers = ['999999999', '0', '-5', '1e3', '9'.repeat(30), 'constructor', '', undefined];
  test.each(numbers)('with a number that no lead has: %s', async (value) => {
    const { world } = here;
    const { id, card } = await world.lead();
    const right = actionsOf(card);
    showAs(card, withButton(card.blocks, { value }));
    const told = await toldAfter(world, 'ana', () => world.sandbox.click('ana', card, 'Claim'));
    expect(told).toContain('There is no such lead');
    expect(actionsOf(await world.card(id))).toEqual(right);
    expect(await recordOf(world, id)).toMatchObject({ status: 'new' });
  });

  const actions = ['lead:snooze', 'lead:quick-lost', 'lead:quick-__proto__', 'remind'];
  test.each(actions)('of another release: %s', async (action_id) => {
    const { world } = here;
    const { id, card } = await world.lead();
    const right = actionsOf(card);
    showAs(card, withButton(card.blocks, { action_id }));
    const told = await toldAfter(world, 'ana', () => world.sandbox.click('ana', card, action_id));
    expect(told).toContain('from an earlier version');
    expect(actionsOf(await world.card(id))).toEqual(right);
    expect(await recordOf(world, id)).toMatchObject({ status: 'new' });
  });
});

describe('a button of a lead whose customer has been erased', () => {
  const here = useWorld();

  test('does what it says, and shows what is left', async () => {
    const { world } = here;
    const { sandbox, ctx } = world;
    const { id, card } = await world.lead({ name: 'Jane Doe', phone: '030 23125 001' });
    await sandbox.click('ana', card, 'Claim');
    const claimed = await world.card(id);
    await ctx.db.deleteFrom('lead_details').where('lead_id', '=', id).execute();
    expect(await sandbox.click('ana', claimed, 'Connected')).toMatchObject({ acked: true });
    const after = await world.card(id);
    expect(after.text).toContain('Connected');
    expect(after.text).not.toContain('Jane Doe');
    for (const name of ['Details', 'Update', 'Pass']) {
      expect(await sandbox.click('ana', after, name)).toMatchObject({ acked: true });
      expect(sandbox.modal('ana')?.title).toBeTruthy();
      await sandbox.closeModal('ana', { all: true });
    }
    await sandbox.openHome('ana');
    expect(JSON.stringify(sandbox.home('ana'))).toContain(`L-${id}`);
    for (const line of [`L-${id}`, `why L-${id}`, `note L-${id} "moved"`, `L-${id} won`]) {
      expect(await answerTo(world, 'ana', line)).not.toMatch(/^(Something went wrong|$)/);
    }
  });
});

describe('two people who work on one lead at once', () => {
  const here = useWorld();
  const claimedByAna = async () => {
    const { id, card } = await here.world.lead();
    await here.world.sandbox.click('ana', card, 'Claim');
    return { id, card: await here.world.card(id) };
  };

  test('two buttons: both count, one after the other, each from what it found', async () => {
    const { world } = here;
    const { id, card } = await claimedByAna();
    const acks = await Promise.all([
      world.sandbox.click('ana', card, 'Tried, no answer'),
      world.sandbox.click('mia', card, 'Connected'),
    ]);
    expect(acks.map(({ acked }) => acked)).toEqual([true, true]);
    const { status, events, touches, version } = await recordOf(world, id);
    // Whoever was reached once is not unreached, so the order makes no difference.
    expect(status).toBe('connected');
    expect([touches, events.filter((kind) => kind === 'updated').length]).toEqual([2, 2]);
    expect(version).toBe(events.filter((kind) => kind !== 'posted').length);
    expect((await world.card(id)).text).toContain('Connected');
  });

  test('two forms: one is saved, the other is shown again with what was typed', async () => {
    const { world } = here;
    const { sandbox } = world;
    const { id, card } = await claimedByAna();
    const people = ['ana', 'mia'];
    for (const person of people) {
      await sandbox.click(person, card, 'Update');
      await sandbox.select(person, 'modal', 'Status', person === 'ana' ? 'connected' : 'qualified');
    }
    await Promise.all(people.map((one) => sandbox.submit(one, { Note: `written by ${one}` })));
    const open = people.filter((person) => sandbox.modal(person));
    expect(open).toHaveLength(1);
    const [loser = ''] = open;
    const shown = JSON.stringify(sandbox.modal(loser));
    expect(shown).toContain('It changed while this was open');
    expect(shown).toContain(`written by ${loser}`);
    expect(await recordOf(world, id)).toMatchObject({ notes: 1 });

    await sandbox.submit(loser);
    expect(sandbox.modal(loser)).toBeUndefined();
    expect(await recordOf(world, id)).toMatchObject({ notes: 2 });
  });

  test('an update and a new owner: the update is the old owner’s, or is refused with the new one’s name', async () => {
    const { world } = here;
    const { sandbox, ids } = world;
    const { id, card } = await claimedByAna();
    await sandbox.click('mia', card, 'Details');
    await sandbox.click('mia', 'modal', 'Reassign');
    const told = world.whispers('ana').length;
    await Promise.all([
      sandbox.submit('mia', { To: 'ben' }),
      sandbox.click('ana', card, 'Tried, no answer'),
    ]);
    await world.settled();
    const { owner_id, events, touches } = await recordOf(world, id);
    expect(owner_id).toBe(ids.people('ben'));
    const updated = events.filter((kind) => kind === 'updated').length;
    expect(touches).toBe(updated);
    const said = await sandbox.waitFor(() => world.whispers('ana')[told]?.text);
    expect(said).toContain(updated === 1 ? 'Saved' : `belongs to <@${ids.people('ben')}>`);
  });
});

describe('a stranger who writes', () => {
  const here = useWorld();

  test('an address that would bring others into the letter gets no others into it', async () => {
    const { world } = here;
    const { card } = await world.lead({ email: 'jane?bcc=eve&body=hi@example.org' });
    await world.sandbox.click('ana', card, 'Claim');
    const whisper = await world.whisper('ana');
    const [link = ''] = world.sandbox.liveIn(whisper).filter((live) => live.startsWith('link'));
    expect(link).toBe('link mailto:jane%3Fbcc%3Deve%26body%3Dhi@example.org');
  });

  test('an address that would end the link early is shown as it was typed', async () => {
    const { world } = here;
    const typed = '"x|<!channel>"@example.org';
    const { card } = await world.lead({ email: typed });
    await world.sandbox.click('ana', card, 'Claim');
    const told = await world.sandbox.waitFor(() => world.whispers('ana')[1]);
    expect(world.sandbox.read(told)).toContain(`${typed} (as typed)`);
    expect(world.sandbox.liveIn(told).filter((live) => !live.startsWith('<!date^'))).toEqual([]);
  });

  test('addresses and names into a text has it posted and updated without Slack looking for them', async () => {
    const { world } = here;
    const { id } = await world.lead({ name: 'https://example.org #leads @here' });
    await answerTo(world, 'ana', `claim L-${id}`);
    await world.settled();
    const calls = ['chat.postMessage', 'chat.update'].map((method) =>
      world.sandbox.callsTo(method),
    );
    for (const [call] of calls) expect(call?.args).toMatchObject({ parse: 'none' });
  });
});
