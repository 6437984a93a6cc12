import { readFileSync } from 'node:fs';
import type { Logger } from 'pino';
import { parse } from 'yaml';
import { afterAll, beforeAll, expect } from 'vitest';
import {
  appFromManifest,
  type Sandbox,
  type SeenMessage,
  startSandbox,
} from '../../sandbox/sandbox.ts';
import { findViolations } from '../../bench/support/invariants.ts';
import { type App, startApp } from '../../src/app.ts';
import { movableClock } from '../../src/clock.ts';
import { createLog } from '../../src/log.ts';
import type { Config } from '../../src/config.ts';
import type { Context } from '../../src/context.ts';
import { receiveLead, type ReceiveOutcome } from '../../src/intake/receiveLead.ts';
import { jobs } from '../../src/schedule.ts';
import type { Settings } from '../../src/settings/settings.ts';
import { lane } from './lane.ts';
import { createTestDatabase, type TestDatabase } from './testDatabase.ts';

/** Monday morning in Berlin, where most people of the sandbox work. */
export const mondayAtTen = new Date('2026-11-23T09:00:00Z');

const manifest = parse(readFileSync(new URL('../../manifest.yml', import.meta.url), 'utf8'));
const hour = 3_600_000;

/** What stories are told with and no log may hold: people's names and addresses, tokens, secrets. */
const secretOrPersonal =
  /@example\.|Jane Doe|Keller|Osei|\+49\d|xoxb-|xapp-|whsec_|sandbox-signing/;

type Options = {
  /** When the story begins. */
  at?: Date;
  /** Errors that the app may log, by a part of the message. Any other fails the story. */
  expectErrors?: readonly string[];
  /** Instead of one like all others: an empty one that the story does something to. */
  database?: TestDatabase;
};

/**
 * The whole product in a story: the app on a database of its own, connected to a sandbox Slack with
 * reps ana (Berlin) and ben (London), manager mia, marketer max and admin ada. Leads of the source
 * `website` (max's) go to #leads, which mia manages.
 */
export class World {
  readonly sandbox: Sandbox;
  readonly clock: ReturnType<typeof movableClock>;
  readonly #database: TestDatabase;
  readonly #errors: string[] = [];
  readonly #expected: readonly string[];
  readonly #log: Logger;
  #app: App | undefined;

  private constructor(
    sandbox: Sandbox,
    database: TestDatabase,
    clock: World['clock'],
    expected: readonly string[],
  ) {
    this.sandbox = sandbox;
    this.clock = clock;
    this.#database = database;
    this.#expected = expected;
    this.#log = createLog('trace', { write: (line) => this.#logged(line) });
  }

  static async start({
    at = mondayAtTen,
    expectErrors = [],
    database,
  }: Options = {}): Promise<World> {
    const clock = movableClock(at.getTime() - Date.now());
    const sandbox = await startSandbox({
      app: appFromManifest(manifest),
      now: () => clock.now().getTime(),
      eventRetryDelaysMs: [10, 20, 30],
      // Slack's three seconds would make stories a test of the machine.
      ackTimeoutMs: 10_000,
      page: false,
    });
    const world = new World(sandbox, database ?? (await createTestDatabase()), clock, expectErrors);
    await world.startApp();
    const { leads, people } = world.ids;
    await world.changeSettings((settings) => ({
      ...settings,
      timezone: 'Europe/Berlin',
      country: 'DE',
      currency: 'EUR',
      channels: {
        [leads]: {
          name: 'leads',
          managers: [people('mia')],
          mode: 'claim',
          roster: [],
          holidays: [],
        },
      },
      sources: {
        website: {
          name: 'Website form',
          channel: leads,
          owner: people('max'),
          manager: people('mia'),
        },
      },
    }));
    await jobs['refresh-people']?.run(world.ctx);
    return world;
  }

  /** Warnings and errors are judged at the end of the story; a secret or a person's data is an error at once. */
  #logged(line: string): void {
    const { level, from }: { level: number; from?: string } = JSON.parse(line);
    const expected = this.#expected.some((part) => line.includes(part));
    // Slack's SDK warns of a slow machine.
    const bad = level >= (from === 'slack-sdk' ? 50 : 40);
    if ((bad && !expected) || secretOrPersonal.test(line)) this.#errors.push(line);
  }

  get app(): App {
    if (!this.#app) throw new Error('the app is not running');
    return this.#app;
  }

  get ctx(): Context {
    return this.app.ctx;
  }

  get ids() {
    return {
      leads: this.sandbox.channel('leads').id,
      people: (name: string) => this.sandbox.user(name).id,
    };
  }

  /** As `npm start` would, without waiting for its schedule. */
  async startApp({ sending = 'on' }: Partial<Pick<Config, 'sending'>> = {}): Promise<void> {
    const { sandbox } = this;
    const config: Config = {
      botToken: sandbox.botToken,
      transport:
        lane.transport === 'http'
          ? { mode: 'http', signingSecret: sandbox.signingSecret }
          : { mode: 'socket', appToken: sandbox.appToken },
      slackApiUrl: sandbox.apiUrl,
      databaseUrl: this.#database.url,
      dataDir: this.#database.dataDir ?? 'unused',
      host: '127.0.0.1',
      port: 0,
      logLevel: 'warn',
      sending,
      key: Buffer.alloc(32, 7),
    };
    this.#app = await startApp(config, {
      log: this.#log,
      clock: this.clock,
      schedule: false,
      pacing: { postEveryMs: 0, updateEveryMs: 0, updateBurst: 100 },
      onFatal: (error) => this.#errors.push(String(error)),
    });
    if (lane.transport === 'http') sandbox.deliverOverHttp(`${this.#app.url}/slack/events`);
    else await sandbox.connected();
  }

  async stopApp(): Promise<void> {
    await this.#app?.stop();
    this.#app = undefined;
  }

  async changeSettings(change: (document: Settings) => Settings): Promise<void> {
    await this.ctx.settings.change(change, {
      authorId: null,
      note: 'story',
      now: this.clock.now(),
    });
  }

  /** Moves the clock; nothing runs by itself. */
  forward({ hours = 0, minutes = 0, days = 0 }): void {
    this.clock.forward(days * 24 * hour + hours * hour + (minutes * hour) / 60);
  }

  /** Runs a scheduled job, and waits for what follows from it in Slack. */
  async job(name: string): Promise<Record<string, number>> {
    const job = jobs[name];
    if (!job) throw new Error(`no job ${name}`);
    const did = await job.run(this.ctx);
    await this.settled();
    return did;
  }

  /** A lead comes in, from the website unless said otherwise, and its card is posted. */
  async lead(
    arrival: Record<string, unknown> = {},
    more: { source?: string } = {},
  ): Promise<{ id: number; card: SeenMessage }> {
    const outcome = await this.receive(
      { name: 'Jane Doe', email: `jane${this.#count++}@example.org`, ...arrival },
      more,
    );
    if (!('lead' in outcome)) throw new Error(`not taken: ${outcome.outcome}`);
    const { id } = outcome.lead;
    return { id, card: await this.card(id) };
  }
  #count = 1;

  async receive(
    arrival: Record<string, unknown>,
    { source = 'website' } = {},
  ): Promise<ReceiveOutcome> {
    return receiveLead(this.ctx, { source, arrival, by: { kind: 'app' } });
  }

  /** The live card of a lead, as it stands in Slack now. */
  async card(leadId: number): Promise<SeenMessage> {
    await this.settled();
    const row = await this.ctx.db
      .selectFrom('messages')
      .where('lead_id', '=', leadId)
      .where('kind', '=', 'card')
      .where('live', '=', true)
      .select(['channel_id', 'ts'])
      .executeTakeFirst();
    const card = this.sandbox.messages(row?.channel_id ?? 'leads').find(({ ts }) => ts === row?.ts);
    if (!card) throw new Error(`lead ${leadId} has no card`);
    return card;
  }

  /** Resolves when nothing is on its way, nothing waits to be sent and nothing to be redrawn, but where nothing can be posted. */
  async settled(): Promise<void> {
    for (let tries = 0; tries < 1_000; tries++) {
      await this.sandbox.settled(15);
      if (this.app.running() > 0) continue;
      const { db, clock } = this.ctx;
      const open = await db
        .selectFrom('messages')
        .where('live', '=', true)
        .where('destination', 'not in', (parked) =>
          parked
            .selectFrom('destinations')
            .where('parked_at', 'is not', null)
            .select('destinations.id'),
        )
        .where((eb) =>
          eb.or([
            eb.and([eb('state', '=', 'waiting'), eb('not_before', '<=', clock.now())]),
            eb.and([
              eb('state', '=', 'posted'),
              eb('shown_version', '<', eb.ref('wanted_version')),
            ]),
          ]),
        )
        .select(['id'])
        .executeTakeFirst();
      if (!open) return;
      this.ctx.wakeDelivery();
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
    throw new Error('messages were still waiting after ten seconds');
  }

  /** The next whisper to somebody in a channel, the first that no earlier call has returned; waits for it. */
  async whisper(person: string, channel = 'leads'): Promise<SeenMessage> {
    const place = `${person} in ${channel}`;
    const heard = this.#heard.get(place) ?? 0;
    this.#heard.set(place, heard + 1);
    return this.sandbox.waitFor(() => this.whispers(person, channel)[heard], {
      what: `whisper ${heard + 1} to ${place}`,
    });
  }
  readonly #heard = new Map<string, number>();

  /** All whispers to somebody in a channel so far. */
  whispers(person: string, channel = 'leads'): SeenMessage[] {
    const { id } = this.sandbox.user(person);
    return this.sandbox
      .messages(channel, { as: person })
      .filter(({ visibleTo }) => visibleTo === id);
  }

  /** What of the invariants does not hold, as sentences, once all is settled. */
  async violations(): Promise<string[]> {
    await this.settled();
    const { db, workspaceId, settings } = this.ctx;
    const { document } = await settings.current();
    return findViolations({ sandbox: this.sandbox, db, workspaceId, settings: document });
  }

  /** Ends the story; fails it where the app called what Slack does not know, or logged an error. */
  async end(): Promise<void> {
    await this.stopApp();
    await this.sandbox.close();
    // A connection that is still closing reports that its database was dropped.
    const errors = [...this.#errors];
    await this.#database.drop();
    expect(this.sandbox.unexpected).toEqual([]);
    expect(errors).toEqual([]);
  }
}

/** A world for a file's stories. */
export function useWorld(options: Options = {}): { readonly world: World } {
  let world: World | undefined;
  beforeAll(async () => {
    world = await World.start(options);
  });
  afterAll(() => world?.end());
  return {
    get world() {
      if (!world) throw new Error('the world begins with the first test');
      return world;
    },
  };
}
