import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { describe, expect, test } from 'vitest';
import { runCommand } from '../../src/cli/commands.ts';
import { findLead } from '../../src/leads/leadStore.ts';
import { useWorld } from '../support/world.ts';

const here = useWorld();
const folder = mkdtempSync(join(tmpdir(), 'lead-nudge-'));

/** What a command prints, and its exit code. */
const run = (...args: string[]) => runIn({ isTerminal: false }, ...args);

async function runIn({ isTerminal }: { isTerminal: boolean }, ...args: string[]) {
  const [stdout, stderr] = [new PassThrough(), new PassThrough()];
  const exit = await runCommand(here.world.ctx, args, folder, {
    stdout,
    stderr,
    isTerminal,
  });
  const text = (stream: PassThrough) => String(stream.read() ?? '');
  return { exit, out: text(stdout), err: text(stderr) };
}

const file = (text: string): string => {
  writeFileSync(join(folder, 'settings.yml'), text);
  return 'settings.yml';
};

const versions = () =>
  here.world.ctx.db.selectFrom('settings_versions').select('version').execute();

describe('settings', () => {
  test('are exported as a file that can be applied, and changes nothing', async () => {
    const { world } = here;
    const { document } = await world.ctx.settings.current();
    const exported = await run('settings', 'export');
    expect(await run('settings', 'apply', file(exported.out))).toMatchObject({ exit: 0, err: '' });
    expect((await world.ctx.settings.current()).document).toEqual(document);
  });

  test('are exported into a new file, and never over another', async () => {
    expect(await run('settings', 'export', 'exported.yml')).toMatchObject({ exit: 0 });
    expect(await run('settings', 'apply', 'exported.yml')).toMatchObject({ exit: 0 });
    const again = await run('settings', 'export', 'exported.yml');
    expect(again).toMatchObject({ exit: 1, err: expect.stringContaining('already') });
  });

  test('are not given up for an empty file', async () => {
    const before = await versions();
    const applied = await run('settings', 'apply', file('# nothing yet\n'));
    expect(applied).toMatchObject({ exit: 1, err: expect.stringContaining('It is empty.') });
    expect(await versions()).toEqual(before);
  });

  test('take people by address and channels by name; each version is kept', async () => {
    const { world } = here;
    const before = (await versions()).length;
    const yaml = `
timezone: Europe/London
windows: { unclaimed: 30m }
channels:
  "#leads": { managers: [${world.sandbox.user('mia').email}], roster: [${world.sandbox.user('ana').email}] }
sources:
  website: { channel: "#leads", owner: ${world.sandbox.user('max').email} }
`;
    expect(await run('settings', 'apply', file(yaml))).toMatchObject({ exit: 0 });
    const { leads, people } = world.ids;
    expect((await world.ctx.settings.current()).document).toMatchObject({
      timezone: 'Europe/London',
      windows: { unclaimed: '30m', claimed: '1h' },
      channels: { [leads]: { name: 'leads', managers: [people('mia')], roster: [people('ana')] } },
      sources: { website: { channel: leads, owner: people('max') } },
    });
    expect(await versions()).toHaveLength(before + 1);
  });

  test('that change what is due move it at once, and say so', async () => {
    const { world } = here;
    const { id } = await world.lead();
    const dueAt = async () =>
      (await findLead(world.ctx.db, world.ctx.workspaceId, id))?.followUpDueAt?.getTime() ?? 0;
    const before = await dueAt();
    const { out } = await run('settings', 'export');
    const { exit, out: said } = await run(
      'settings',
      'apply',
      file(out.replace('unclaimed: 30m', 'unclaimed: 50m')),
    );
    expect([exit, said]).toEqual([0, expect.stringContaining('1 lead has another due instant')]);
    expect((await dueAt()) - before).toBe(20 * 60_000);

    const watched = await runIn({ isTerminal: true }, 'settings', 'apply', file(out));
    expect(watched.err).toContain('Calculating due instants [');
    expect(await dueAt()).toBe(before);
  });

  test.each([
    ['a: [', /Nothing was changed.*line 1/is],
    ['timezone: Mars/Base', /Line 1: timezone: is not a time zone/],
    ['windows:\n  claimed: 1h\n  atempted: 2d', /Line \d: windows: .*atempted/],
    ['channels:\n  "#nowhere": {}', /Line 2: there is no channel #nowhere/],
    ['admins:\n  - nobody@example.org', /Line 2: there is no person nobody@example.org/],
    ['windows: { claimed: 0m }', /Line 1: windows.claimed: is not a window/],
  ])('%j is refused with its line, and nothing is changed', async (yaml, why) => {
    const before = await here.world.ctx.settings.current();
    const { exit, err } = await run('settings', 'apply', file(yaml));
    expect([exit, err]).toEqual([1, expect.stringMatching(why)]);
    expect(await here.world.ctx.settings.current()).toEqual(before);
  });

  test('need a file that is there', async () => {
    expect(await run('settings', 'apply', 'none.yml')).toMatchObject({
      exit: 1,
      err: expect.stringContaining('There is no file'),
    });
  });
});

test('a channel that is renamed in Slack goes by its new name', async () => {
  const { world } = here;
  await world.sandbox.event({
    type: 'channel_rename',
    channel: { id: world.ids.leads, name: 'fresh-leads', created: 1 },
  });
  await world.settled();
  await world.sandbox.shortcut('ana', 'lead_new');
  expect(JSON.stringify(world.sandbox.modal('ana')?.blocks)).toContain('#fresh-leads');
});

describe('sources', () => {
  const post = async (address: string, body: unknown) => {
    const { pathname } = new URL(address, here.world.app.url);
    const headers = { 'content-type': 'application/json' };
    return fetch(here.world.app.url + pathname, {
      method: 'POST',
      headers,
      body: JSON.stringify(body),
    });
  };
  const addressIn = (text: string) => /\S*\/intake\/\S+/.exec(text)?.[0] ?? '';

  test('are added with a secret address that takes leads, shown this once', async () => {
    const added = await run(
      'sources',
      'add',
      'fair',
      '--channel',
      '#leads',
      '--verify',
      'url-token',
    );
    expect(added).toMatchObject({ exit: 0, err: '' });
    const address = addressIn(added.out);
    expect((await post(address, { name: 'Jane Doe' })).status).toBe(201);
    expect((await run('sources', 'list')).out).toMatch(/^fair {2}#\S+ {2}url-token$/m);
    expect((await run('sources', 'list')).out).not.toContain(address.split('/').at(-1));

    const rotated = addressIn((await run('sources', 'rotate', 'fair')).out);
    expect((await post(rotated, { name: 'John Doe' })).status).toBe(201);
    expect((await post(address, { name: 'Old Address' })).status).toBe(201);
    here.world.forward({ hours: 25 });
    expect((await post(address, { name: 'Older Address' })).status).toBe(401);
    await here.world.settled();
  });

  test.each([
    [
      ['add', 'Fair Stand', '--channel', '#leads'],
      /Fair Stand: is not a key such as website-form\.$/m,
    ],
    [['add', 'website', '--channel', '#leads'], /There is a source website already/],
    [['add', 'other', '--channel', '#nowhere'], /#nowhere/],
    [['add', 'other', '--channel', '#leads', '--verify', 'magic'], /verif/],
    [
      ['add', 'other', '--channel', '#leads', '--owner', 'nobody@example.org'],
      /nobody@example.org/,
    ],
    [['rotate', 'nothing'], /nothing/],
    [['add', 'other'], /--channel/],
  ])('%j is refused in a sentence', async (args, why) => {
    const { exit, err } = await run('sources', ...args);
    expect([exit, err]).toEqual([1, expect.stringMatching(why)]);
    expect(err).not.toMatch(/^\s+at /m);
  });
});

test('migrate has nothing left to do where the app runs', async () => {
  expect(await run('migrate')).toEqual({ exit: 0, out: 'Nothing to apply.\n', err: '' });
});

describe('job', () => {
  test('runs a job once, at an instant where one is given', async () => {
    const { world } = here;
    await world.receive({ name: 'Waiting', email: 'waiting@example.org' });
    await world.settled();
    expect(await run('job', 'follow-up')).toMatchObject({ exit: 0 });
    const later = new Date(world.clock.now().getTime() + 5 * 86_400_000).toISOString();
    expect((await run('job', 'follow-up', '--now', later)).out).toMatch(/breaches [1-9]/);
  });

  test.each([
    [['polish'], /There is no job polish\. There are: follow-up/],
    [['follow-up', '--now', 'soon'], /soon is not an instant/],
  ])('%j is refused in a sentence', async (args, why) => {
    const { exit, err } = await run('job', ...args);
    expect([exit, err]).toEqual([1, expect.stringMatching(why)]);
  });
});
