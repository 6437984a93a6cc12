/**
 * `npm run demo`: the app on an embedded database, connected to a local Slack that a browser shows.
 *
 *   --port N     where the page is (3000)
 *   --data DIR   where everything is kept (data/demo)
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Writable } from 'node:stream';
import { parseArgs } from 'node:util';
import { parse } from 'yaml';
import { type App, startApp } from '../src/app.ts';
import { runCommand } from '../src/cli/commands.ts';
import { movableClock } from '../src/clock.ts';
import { isForPeople } from '../src/forPeople.ts';
import { createLog } from '../src/log.ts';
import { refreshPeople } from '../src/people/refreshPeople.ts';
import { type Settings, settingsSchema } from '../src/settings/settings.ts';
import { DemoFile } from './demo/demoFile.ts';
import { sampleLeads } from './demo/sampleLeads.ts';
import { offsetToWork, TimeTravel } from './demo/timeTravel.ts';
import { demoWorld } from './demo/world.ts';
import { appFromManifest, type Sandbox, startSandbox } from './sandbox.ts';

const firstLeads = 3;
const betweenLeadsMs = 40_000;
const leadsByThemselves = 6;

/** The demo cannot begin; the message says why, and what to do. */
class CannotRun extends Error {}

try {
  await runDemo(readArguments());
} catch (error) {
  if (!isForPeople(error) && !(error instanceof CannotRun)) throw error;
  process.stderr.write(`${error.message}\n`);
  process.exit(1);
}

async function runDemo({ port, data }: { port: number; data: string }): Promise<void> {
  const file = new DemoFile(data, () => ({ clockOffset: offsetToWork(new Date()) }));
  const clock = movableClock(file.state.clockOffset);
  const sandbox = await openSandbox(port, data, clock);
  const app = await startApp(
    {
      botToken: sandbox.botToken,
      transport: { mode: 'socket', appToken: sandbox.appToken },
      slackApiUrl: sandbox.apiUrl,
      databaseUrl: undefined,
      dataDir: data,
      host: '127.0.0.1',
      port: 0,
      logLevel: 'warn',
      sending: 'on',
      key: Buffer.from(file.state.key, 'hex'),
    },
    { log: createLog('warn'), clock },
  ).catch(async (error: unknown) => {
    await sandbox.close();
    throw error;
  });
  await refreshPeople(app.ctx);
  if (file.state.intakeToken === null) await setUp(app, sandbox, file);
  const arrive = () => nextLead(app, file);
  addControls(sandbox, app, clock, file, arrive);

  process.stdout.write(
    [
      '',
      `Lead Nudge runs in a local Slack. Open ${sandbox.url}`,
      '',
      `Everything is kept in ${data}. Ctrl-C stops; the same command goes on where it stopped.`,
      `Leads can be posted to ${app.url}/intake/website/${file.state.intakeToken}`,
      '',
      '',
    ].join('\n'),
  );

  while (file.state.arrived < firstLeads) await arrive();
  const arrivals = setInterval(() => {
    if (file.state.arrived >= leadsByThemselves) clearInterval(arrivals);
    else void arrive();
  }, betweenLeadsMs);

  let stopping = false;
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.on(signal, () => {
      if (stopping) process.exit(1);
      stopping = true;
      clearInterval(arrivals);
      void app
        .stop()
        .then(() => sandbox.close())
        .then(() => process.exit(0));
    });
  }
}

function readArguments(): { port: number; data: string } {
  let values: { port?: string; data?: string };
  try {
    ({ values } = parseArgs({ options: { port: { type: 'string' }, data: { type: 'string' } } }));
  } catch (error) {
    const what = error instanceof Error ? error.message : String(error);
    throw new CannotRun(`${what}\nUsage: npm run demo -- [--port 3000] [--data data/demo]`);
  }
  const port = values.port === '' ? NaN : Number(values.port ?? 3000);
  if (!Number.isInteger(port) || port < 0 || port > 65_535) {
    throw new CannotRun(`“${values.port}” is not a port. Choose a number from 0 to 65535.`);
  }
  return { port, data: values.data ?? join('data', 'demo') };
}

async function openSandbox(
  port: number,
  data: string,
  clock: ReturnType<typeof movableClock>,
): Promise<Sandbox> {
  const manifest = readFileSync(new URL('../manifest.yml', import.meta.url), 'utf8');
  try {
    return await startSandbox({
      port,
      teamName: 'Northgate Supply',
      world: demoWorld,
      app: appFromManifest(parse(manifest)),
      now: () => clock.now().getTime(),
      store: join(data, 'slack.json'),
      keepCalls: 100,
    });
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EADDRINUSE') {
      throw new CannotRun(
        `Port ${port} is in use by another program. Choose another one: npm run demo -- --port ${port + 1}`,
      );
    }
    throw error;
  }
}

/** What an operator would do by hand: a settings file and a source. */
async function setUp({ ctx }: App, sandbox: Sandbox, file: DemoFile): Promise<void> {
  const id = (name: string) => sandbox.user(name).id;
  const document = settingsSchema.parse({
    timezone: 'Europe/Berlin',
    country: 'GB',
    currency: 'EUR',
    channels: {
      [sandbox.channel('leads').id]: {
        name: 'leads',
        managers: [id('mia')],
        roster: [id('ana'), id('ben')],
        leaderboard: true,
      },
    },
    segments: [{ name: 'Large', when: { minValue: 20_000 } }],
    helpful: {
      options: 'Send the comparison sheet; offer a call with a customer of their size.',
      decision: 'Name a date for delivery, and who will be their contact.',
    },
    pay: {},
  });
  await ctx.settings.change(() => document, {
    authorId: null,
    note: 'the demo',
    now: ctx.clock.now(),
  });
  let printed = '';
  const stdout = new Writable({
    write(chunk: Buffer, _encoding, done) {
      printed += chunk.toString();
      done();
    },
  });
  const args = ['sources', 'add', 'website', '--name', 'Website form', '--channel', '#leads'];
  args.push('--owner', id('max'), '--manager', id('mia'), '--verify', 'url-token');
  await runCommand(ctx, args, process.cwd(), { stdout, stderr: stdout, isTerminal: false });
  const token = /\/intake\/website\/(\S+)/.exec(printed)?.[1];
  if (!token) throw new Error(`the source could not be added: ${printed}`);
  await ctx.settings.change(withMustHaves, {
    authorId: id('max'),
    note: 'What reps need to work a lead',
    now: ctx.clock.now(),
  });
  file.save({ intakeToken: token });
}

/** A lead that nobody can reach is held back; each costs what the form's advertisements do. */
function withMustHaves(settings: Settings): Settings {
  const sources = Object.entries(settings.sources).map(([key, source]) => [
    key,
    { ...source, mustHave: [['email', 'phone']], cost: 35 },
  ]);
  return { ...settings, sources: Object.fromEntries(sources) };
}

/** One of the sample leads, by the webhook that a website would use. */
async function nextLead(app: App, file: DemoFile): Promise<void> {
  const { arrived, intakeToken } = file.state;
  const round = Math.floor(arrived / sampleLeads.length);
  const sample = sampleLeads[arrived % sampleLeads.length];
  // The same people write again only as others: their address is what makes them the same lead.
  const email =
    round > 0 ? String(sample?.['email'] ?? '').replace('@', `+${round}@`) : sample?.['email'];
  file.save({ arrived: arrived + 1 });
  const answer = await fetch(`${app.url}/intake/website/${intakeToken}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({
      ...sample,
      ...(email ? { email } : {}),
      external_id: `sample-${arrived}`,
    }),
  });
  if (!answer.ok)
    throw new Error(`the lead was not taken: ${answer.status} ${await answer.text()}`);
}

function addControls(
  sandbox: Sandbox,
  app: App,
  clock: ReturnType<typeof movableClock>,
  file: DemoFile,
  arrive: () => Promise<void>,
): void {
  const travel = new TimeTravel(app.ctx, clock, (clockOffset) => file.save({ clockOffset }));
  const group = { group: 'Fast-forward' };
  sandbox.control('hour', 'One hour', () => travel.anHour(), group);
  sandbox.control('window', 'Past the window', () => travel.pastTheWindow(), group);
  sandbox.control('morning', 'Next working morning', () => travel.nextMorning(), group);
  sandbox.control('friday', 'Friday afternoon', () => travel.fridayAfternoon(), group);
  sandbox.control('lead', 'New lead', arrive);
}
