import { PassThrough } from 'node:stream';
import { describe, expect, test } from 'vitest';
import type { SeenMessage } from '../../sandbox/sandbox.ts';
import { runCommand } from '../../src/cli/commands.ts';
import { jobs } from '../../src/schedule.ts';
import { useWorld, type World } from '../support/world.ts';

const nudges = (world: World, person: string): SeenMessage[] =>
  world.sandbox.dm(person).filter(({ text }) => text.includes('follow-up window'));

const claimed = async (world: World, person: string) => {
  const lead = await world.lead();
  await world.sandbox.click(person, lead.card, 'Claim');
  await world.settled();
  return lead;
};

/** What the schedule does in a minute. */
async function minute(world: World) {
  const slot = new Date(Math.floor(world.clock.now().getTime() / 60_000) * 60_000);
  await world.ctx.db
    .insertInto('ticks')
    .values({ job: 'note-outages', slot, run_by: 'story' })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
  for (const job of ['follow-up', 'note-outages', 'send-digests']) await world.job(job);
  await world.job('note-outages');
}

async function home(world: World, person: string): Promise<string> {
  await world.sandbox.openHome(person);
  await world.sandbox.settled(50);
  return JSON.stringify(world.sandbox.home(person)?.blocks ?? []);
}

const outages = ({ ctx }: World) =>
  ctx.db.selectFrom('outages').orderBy('id').select(['kind', 'caught_up']).execute();

describe('after a downtime', () => {
  const here = useWorld();

  test('all is judged anew: one nudge a rep, the digest late, and a line for admins', async () => {
    const { world } = here;
    for (const person of ['ana', 'ana', 'ana', 'ben']) await claimed(world, person);
    await minute(world);
    expect(await outages(world)).toEqual([]);
    await world.stopApp();
    world.forward({ days: 1, hours: 1 });
    await world.startApp();
    await minute(world);

    expect(nudges(world, 'ana')).toHaveLength(1);
    expect(nudges(world, 'ana')[0]?.text).toContain('3 leads are past');
    expect(nudges(world, 'ben')).toHaveLength(1);
    const digests = world.sandbox.dm('mia').filter(({ text }) => text.includes('Sent late'));
    expect(digests).toHaveLength(1);
    expect(await outages(world)).toEqual([
      { kind: 'downtime', caught_up: { breaches: 4, nudges: 2, digests: 1, cards: 0 } },
    ]);
    expect(await home(world, 'ada')).toContain(
      '4 windows ran out meanwhile; 2 nudges, 1 digest sent',
    );
    expect(await home(world, 'ana')).not.toContain('did not run');
  });

  test('it is said once, and for three days', async () => {
    const { world } = here;
    world.forward({ minutes: 1 });
    await minute(world);
    world.forward({ minutes: 4 });
    await minute(world);
    expect(await outages(world)).toHaveLength(1);
    world.forward({ days: 3 });
    expect(await home(world, 'ada')).not.toContain('did not run');
  });

  test('it is no downtime where the clock is ahead of the minutes that ran', async () => {
    const { world } = here;
    await minute(world);
    const known = await outages(world);
    world.forward({ minutes: 1 });
    await minute(world);
    world.forward({ hours: 20 });
    await world.job('note-outages');
    expect(await outages(world)).toEqual(known);
  });
});

describe('while Slack is away', () => {
  const here = useWorld({
    expectErrors: ['Slack is away'],
  });

  test('what waits is judged anew and collapsed: one nudge a rep, none for what was dealt with', async () => {
    const { world } = here;
    await claimed(world, 'ana');
    const { id } = await claimed(world, 'ben');
    const fault = world.sandbox.faults.add({ fault: '503', times: Infinity });
    for (let quarters = 0; quarters < 12; quarters++) {
      world.forward({ minutes: 15 });
      // Without waiting for what cannot be sent.
      await jobs['follow-up']?.run(world.ctx);
    }
    await world.sandbox.command('ben', 'leads', `/lead L-${id} connected`);
    // Several in a row have failed, and Slack is left alone.
    await world.sandbox.waitFor(() => fault.hits >= 5 || undefined, { what: 'five failures' });
    await new Promise((resolve) => setTimeout(resolve, 1_500));
    world.forward({ minutes: 15 });
    world.sandbox.faults.clear();
    await world.settled();
    await minute(world);
    expect(nudges(world, 'ana')).toHaveLength(1);
    const toAna = world.sandbox
      .callsTo('chat.postMessage')
      .filter(({ args, done }) => done && args['channel'] === world.ids.people('ana'));
    expect(toAna).toHaveLength(1);
    expect(nudges(world, 'ben')).toEqual([]);
    expect(await world.violations()).toEqual([]);
    expect(await outages(world)).toEqual([
      { kind: 'slack', caught_up: expect.objectContaining({ nudges: 1 }) },
    ]);
  });
});

describe('while Slack is away from morning to evening', () => {
  const here = useWorld({ expectErrors: ['Slack is away'] });

  test('managers get one list, what was claimed is not asked about, and nobody is told at night', async () => {
    const { world } = here;
    const leads = [await claimed(world, 'ana'), await claimed(world, 'ben')];
    const unclaimed = await world.lead();
    const fault = world.sandbox.faults.add({ fault: '503', times: Infinity });
    for (let hours = 0; hours < 12; hours++) {
      world.forward({ hours: 1 });
      await jobs['follow-up']?.run(world.ctx);
      if (hours === 1) {
        await world.sandbox.command('ben', 'leads', `/lead claim L-${unclaimed.id}`);
      }
    }
    await world.sandbox.waitFor(() => fault.hits >= 5 || undefined, { what: 'five failures' });
    const posts = () => world.sandbox.callsTo('chat.postMessage').filter(({ done }) => done).length;
    const before = posts();
    world.sandbox.faults.clear();
    await world.settled();
    await minute(world);
    // It is ten at night in Berlin.
    expect(posts()).toBe(before);

    world.forward({ hours: 12 });
    await minute(world);
    world.forward({ minutes: 1 });
    await minute(world);
    expect(nudges(world, 'ana')).toHaveLength(1);
    expect(nudges(world, 'ben')).toHaveLength(1);
    const told = world.sandbox.dm('mia').filter(({ text }) => text.includes('need you'));
    expect(told).toHaveLength(1);
    for (const { id } of leads) expect(told[0]?.text).toContain(`L-${id}`);
    expect(world.sandbox.messages('leads').filter(({ text }) => text.includes('can you'))).toEqual(
      [],
    );
    expect(await world.violations()).toEqual([]);
  });
});

describe('where Slack is away at the start', () => {
  const here = useWorld({ expectErrors: ['Slack is away', 'SlackRetry', 'cannot be reached'] });

  test('the app begins with what it knows, takes leads, and connects later', async () => {
    const { world } = here;
    await world.lead();
    await world.stopApp();
    const fault = world.sandbox.faults.add({ fault: '503', times: Infinity });
    const connected = world.startApp();
    await world.sandbox.waitFor(() => fault.hits > 2 || undefined, { what: 'tries' });
    const arrived = await world.receive({ name: 'Jane Doe', email: 'early@example.org' });
    expect(arrived.outcome).toBe('created');

    world.sandbox.faults.clear();
    await connected;
    if (!('lead' in arrived)) throw new Error('not taken');
    const { text } = await world.card(arrived.lead.id);
    expect(text).toContain('New');
    await world.sandbox.click('ana', await world.card(arrived.lead.id), 'Claim');
    expect((await world.card(arrived.lead.id)).text).toContain('Claimed');
  });
});

describe('while sending is paused', () => {
  const here = useWorld({ expectErrors: ['sending is paused'] });
  /** What a command prints, and its exit code. */
  const run = async (...args: string[]) => {
    const out = new PassThrough();
    const to = { stdout: out, stderr: out, isTerminal: false };
    const exit = await runCommand(here.world.ctx, args, '.', to);
    return { exit, said: String(out.read() ?? '') };
  };

  test('nothing is posted and no job runs; leads come in, clicks work; then all goes on', async () => {
    const { world } = here;
    const { id, card } = await claimed(world, 'ana');
    await world.stopApp();
    await world.startApp({ sending: 'paused' });
    const posted = world.sandbox.countOf('chat.postMessage');

    const arrived = await world.receive({ name: 'Jane Doe', email: 'paused@example.org' });
    expect('lead' in arrived && arrived.lead.id).toBeGreaterThan(id + 9_000);
    await world.sandbox.click('ana', card, 'Connected');
    expect(await run('job', 'follow-up')).toEqual({
      exit: 1,
      said: 'Sending is paused, so no job runs. First: npm run resume\n',
    });
    await new Promise((resolve) => setTimeout(resolve, 1_200));
    expect(world.sandbox.countOf('chat.postMessage')).toBe(posted);
    expect(await home(world, 'ada')).toContain('Sending is paused');
    world.forward({ minutes: 5 });
    const ready = await fetch(`${world.app.url}/readyz`);
    expect(ready.status).toBe(200);
    expect(await ready.json()).toMatchObject({ delivery: { paused: true } });

    const resumed = await run('resume');
    expect(resumed.exit).toBe(0);
    expect(resumed.said).toMatch(/^Sending goes on\. 1 message waiting/);
    expect(await run('resume')).toEqual({
      exit: 1,
      said: 'Sending is not paused, so there is nothing to resume.\n',
    });
    await world.settled();
    expect(world.sandbox.countOf('chat.postMessage')).toBe(posted + 1);
    expect((await world.card(id)).text).toContain('Connected');
  });
});
