import { readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { pino } from 'pino';
import { parse } from 'yaml';
import {
  appFromManifest,
  type Sandbox,
  type SeenMessage,
  startSandbox,
} from '../../sandbox/sandbox.ts';
import { type Database, openDatabase } from '../../src/db/openDatabase.ts';
import { replaceSecret } from '../../src/intake/sourceStore.ts';
import { hashOfToken } from '../../src/intake/urlToken.ts';
import type { Settings } from '../../src/settings/settings.ts';
import { createSettingsStore } from '../../src/settings/settingsStore.ts';
import { copyDatabase, type FreshDatabase } from './databases.ts';
import { Instance, type InstanceOptions } from './instance.ts';

const manifest = parse(
  readFileSync(new URL('../../manifest.yml', import.meta.url), 'utf8'),
) as Parameters<typeof appFromManifest>[0]; // a test compares it with Slack's schema

type Options = {
  readonly database: FreshDatabase;
  /** rep1, rep2, …, each in UTC. Default two. */
  readonly reps?: number;
  /** Names. Each is managed by all managers, has no roster, and a source of its name. Default leads. */
  readonly channels?: readonly string[];
  /** Default mia, in UTC. */
  readonly managers?: readonly { readonly name: string; readonly tz: string }[];
  readonly transport?: 'socket' | 'http';
  /** What time it is when it opens. Default: Monday 23 November 2026, 10:00 UTC. */
  readonly at?: Date;
  readonly sandbox?: Parameters<typeof startSandbox>[0];
};
type Extra = Omit<Partial<InstanceOptions>, 'sandbox'>;

const token = 'known-to-the-form-alone';
const mondayAtTen = new Date('2026-11-23T10:00:00Z');

/**
 * Several of the app's processes on one database and one sandbox, whose clock they share. Its people
 * are reps and a manager; leads come in at the real door.
 */
export class Cluster {
  readonly sandbox: Sandbox;
  /** All that were begun, those that ended included. */
  readonly instances: Instance[] = [];
  readonly settings: Settings;
  #options: Options;
  readonly #clock: { offsetMs: number };
  #database: Database;
  #spare: Instance | undefined;

  constructor(parts: {
    sandbox: Sandbox;
    database: Database;
    settings: Settings;
    options: Options;
    clock: { offsetMs: number };
  }) {
    this.sandbox = parts.sandbox;
    this.#database = parts.database;
    this.settings = parts.settings;
    this.#options = parts.options;
    this.#clock = parts.clock;
  }

  get database(): Database {
    return this.#database;
  }

  get db() {
    return this.#database.db;
  }

  get workspaceId(): string {
    return this.sandbox.teamId;
  }

  get offsetMs(): number {
    return this.#clock.offsetMs;
  }

  now(): Date {
    return new Date(Date.now() + this.#clock.offsetMs);
  }

  get alive(): Instance[] {
    return this.instances.filter(({ alive }) => alive);
  }

  /** One that lives. */
  get instance(): Instance {
    const [one] = this.alive;
    if (!one) throw new Error('no instance lives');
    return one;
  }

  /** Moves the clock of the sandbox and of all instances. */
  async forward(ms: number): Promise<void> {
    this.#clock.offsetMs += ms;
    await Promise.all(this.alive.map((instance) => instance.setClock(this.offsetMs)));
  }

  /** 10:00 UTC on the next working day. */
  async forwardToNextDay(): Promise<void> {
    const next = this.now();
    next.setUTCHours(10, 0, 0, 0);
    do next.setUTCDate(next.getUTCDate() + 1);
    while ([0, 6].includes(next.getUTCDay()));
    await this.forward(next.getTime() - this.now().getTime());
  }

  /** A process that has loaded, or is about to, and does nothing until `begin`. */
  load(extra: Extra = {}): Instance {
    const { transport, database } = this.#options;
    return new Instance({
      sandbox: this.sandbox,
      databaseUrl: database.url,
      transport: transport ?? 'socket',
      clockOffsetMs: this.offsetMs,
      ...extra,
    });
  }

  /** Starts one more. */
  async begin(instance?: Instance): Promise<Instance> {
    const one = instance ?? this.#spare ?? this.load();
    if (one === this.#spare) this.#spare = undefined;
    await one.start();
    await one.setClock(this.offsetMs);
    this.instances.push(one);
    if (this.#options.transport === 'http') this.deliverToAll();
    else await this.sandbox.connected(this.alive.length);
    return one;
  }

  async beginAll(...extras: Extra[]): Promise<Instance[]> {
    const begun = await Promise.all(extras.map((extra) => this.begin(this.load(extra))));
    await begun[0]?.job('refresh-people');
    return begun;
  }

  /** All end at once, whatever they are doing; the next one loads. */
  async killAll(): Promise<void> {
    this.#spare ??= this.load();
    await Promise.all(this.alive.map((instance) => instance.kill()));
  }

  /** Ends all processes at once. Answers the database as it stood then, for `restore`. */
  async backUp(): Promise<FreshDatabase> {
    await this.killAll();
    await this.database.close();
    const copy = await copyDatabase(this.#options.database.url);
    await this.#workOn(this.#options.database);
    return copy;
  }

  /** Ends all processes at once; those that begin work on this database, and the other one goes. */
  async restore(copy: FreshDatabase): Promise<void> {
    await this.killAll();
    await this.#spare?.kill();
    this.#spare = undefined;
    await this.database.close();
    await this.#options.database.drop();
    await this.#workOn(copy);
  }

  async #workOn(database: FreshDatabase): Promise<void> {
    this.#options = { ...this.#options, database };
    this.#database = await openDatabase({ url: database.url, log: pino({ level: 'silent' }) });
  }

  /** Another process begins, half a minute after the last ones were killed: none of their leases holds. */
  async takeOver(): Promise<void> {
    await this.endLeases();
    await this.begin();
    await this.settled();
  }

  /** What would take half a minute takes none. Only where nobody holds a lease any more. */
  async endLeases(): Promise<void> {
    await this.database.pool.query(
      'update messages set lease_until = now() where lease_until > now()',
    );
  }

  /** Slack's requests go to those that live. */
  deliverToAll(): void {
    this.sandbox.deliverOverHttp(...this.alive.map(({ url }) => `${url}/slack/events`));
  }

  /** A lead comes in at an instance's door, as a website's form sends it. Rejects where there is no answer. */
  async send(
    lead: Record<string, unknown>,
    { to = this.instance, source = 'leads' } = {},
  ): Promise<{ status: number; leadId: number | null }> {
    const response = await fetch(`${to.url}/intake/${source}/${token}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(lead),
    });
    const body: unknown = await response.json();
    const number = /"L-(\d+)"/.exec(JSON.stringify(body))?.[1];
    return { status: response.status, leadId: number ? Number(number) : null };
  }

  /** As `send`, and gives back its card once it is posted. */
  async lead(lead: Record<string, unknown>, more: { source?: string } = {}): Promise<CardOf> {
    const { status, leadId } = await this.send(lead, more);
    if (leadId === null) throw new Error(`a lead was answered with ${status}`);
    return { leadId, card: await this.card(leadId) };
  }

  /** A lead's card as Slack shows it; waits until it is posted. */
  async card(leadId: number): Promise<SeenMessage> {
    for (const end = performance.now() + 30_000; performance.now() < end; await sleep(10)) {
      const row = await this.db
        .selectFrom('messages')
        .where('workspace_id', '=', this.workspaceId)
        .where('lead_id', '=', leadId)
        .where('kind', '=', 'card')
        .where('state', '=', 'posted')
        .where('live', '=', true)
        .select(['channel_id', 'ts'])
        .executeTakeFirst();
      if (!row?.channel_id) continue;
      const card = this.sandbox.messages(row.channel_id).find(({ ts }) => ts === row.ts);
      if (card) return card;
    }
    throw new Error(`lead ${leadId} has no card after 30 s`);
  }

  /** Resolves when nothing is on its way, nothing waits to be sent and nothing to be redrawn. */
  async settled(ms = 60_000): Promise<void> {
    for (const end = performance.now() + ms; performance.now() < end; await sleep(20)) {
      await this.sandbox.settled(20);
      if ((await this.#unsettled()) === 0) return;
    }
    throw new Error(`after ${ms / 1000} s, ${await this.#unsettled()} messages are not settled`);
  }

  async #unsettled(): Promise<number> {
    const { rows } = await this.database.pool.query<{ count: number }>(
      `select count(*)::int as count from messages where live and (lease_until is not null
        or state = 'waiting' and not_before <= $1
        or state = 'posted' and shown_version < wanted_version)`,
      [this.now()],
    );
    return rows[0]?.count ?? 0;
  }

  /** Ends all processes; the database goes. */
  async end(): Promise<void> {
    await this.#spare?.kill();
    await Promise.all(this.instances.map((instance) => instance.stop()));
    await this.database.close();
    await this.#options.database.drop();
    await this.sandbox.close();
  }
}

type CardOf = { readonly leadId: number; readonly card: SeenMessage };

export async function openCluster(options: Options): Promise<Cluster> {
  const { reps = 2, channels = ['leads'], at = mondayAtTen } = options;
  const { managers = [{ name: 'mia', tz: 'UTC' }] } = options;
  const clock = { offsetMs: at.getTime() - Date.now() };
  const sandbox = await startSandbox({
    app: appFromManifest(manifest),
    page: false,
    now: () => Date.now() + clock.offsetMs,
    eventRetryDelaysMs: [10, 20, 30],
    world: {
      users: [
        ...Array.from({ length: reps }, (_, n) => ({ name: `rep${n + 1}`, tz: 'UTC' })),
        ...managers.map((manager) => ({ ...manager, role: 'manager' })),
      ],
      channels: channels.map((name) => ({ name })),
    },
    ...options.sandbox,
  });
  const log = pino({ level: 'silent' });
  const database = await openDatabase({ url: options.database.url, log });
  const settings = await writeSettings(sandbox, database, at);
  return new Cluster({ sandbox, database, settings, options, clock });
}

async function writeSettings(sandbox: Sandbox, { db }: Database, now: Date): Promise<Settings> {
  const { teamId: id, botId: bot_id, botUserId: bot_user_id } = sandbox;
  const workspace = { id, name: 'Sandbox', bot_id, bot_user_id, created_at: now };
  await db.insertInto('workspaces').values(workspace).execute();
  const managers = sandbox.users.filter(({ role }) => role === 'manager').map((user) => user.id);
  const changed = await createSettingsStore(db, id).change(
    (settings) => ({
      ...settings,
      channels: Object.fromEntries(
        sandbox.channels.map((channel) => [
          channel.id,
          { name: channel.name, managers, mode: 'claim' as const, roster: [], holidays: [] },
        ]),
      ),
      sources: Object.fromEntries(
        sandbox.channels.map((channel) => [
          channel.name,
          { channel: channel.id, verification: 'url-token' as const },
        ]),
      ),
    }),
    { authorId: null, note: 'fault run', now },
  );
  const secret = { kind: 'url-token', tokenHash: hashOfToken(token) } as const;
  for (const source of Object.keys(changed.document.sources)) {
    await replaceSecret(db, id, source, secret, { now, oldUntil: now });
  }
  return changed.document;
}
