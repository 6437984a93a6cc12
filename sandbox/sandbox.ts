/**
 * A local Slack for tests, benchmarks, fault runs and the demo.
 *
 *   const slack = await startSandbox();
 *   // start the app with SLACK_API_URL = slack.apiUrl, slack.botToken, slack.appToken (or slack.signingSecret)
 *   const card = slack.messages('leads').at(-1)!;
 *   await slack.click('ana', card, 'Claim');
 *   await slack.waitFor(() => slack.callsTo('chat.update').length > 0);
 *   expect(slack.unexpected).toEqual([]);
 *   await slack.close();
 *
 * People and channels can be named by handle ('ana'), by name ('leads') or by id everywhere. What a person
 * cannot do (a button that is not there, a closed modal) throws, saying what is there; what the app does
 * wrong is answered with Slack's own errors.
 */
import { mkdirSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { dirname } from 'node:path';
import { liveIn, type Readable, readAll } from './blockKit/reading.ts';
import { type Call, Calls } from './calls.ts';
import { Clock } from './clock.ts';
import type { Conversation, Message } from './conversation.ts';
import type { Core } from './core.ts';
import { Courier } from './delivery/courier.ts';
import type { Ack, Delivery, Retry } from './delivery/delivery.ts';
import { HttpDelivery } from './delivery/http.ts';
import { SocketMode } from './delivery/socketMode.ts';
import { FaultPlan } from './faultPlan.ts';
import { Controls } from './pageApi/controls.ts';
import { readRecord, saveChanges } from './persistence.ts';
import { RateLimits } from './rateLimits.ts';
import { ResponseUrls } from './responseUrls.ts';
import { People } from './people/people.ts';
import { sees } from './people/surface.ts';
import { slackServer } from './server.ts';
import { Triggers } from './triggers.ts';
import type { View } from './view.ts';
import { type StoredFile, type User, Workspace } from './workspace.ts';
import { type AppSpec, defaultApp, smallWorld, type WorldSpec } from './world.ts';

export { appFromManifest } from './world.ts';

export interface SandboxOptions {
  /** Default 0: any free one. */
  port?: number;
  /** Default smallWorld: reps ana and ben, manager mia, marketer max, admin ada; channels leads and general. */
  world?: WorldSpec;
  /** Name, commands, scopes and events of the app; see appFromManifest. */
  app?: Partial<AppSpec>;
  teamId?: string;
  /** Milliseconds; stamps every ts and runs the rate limits. Triggers, response URLs and signatures use real time. */
  now?: () => number;
  /** Default 'socket'. `http` is the app's request URL, or several to take turns; see also deliverOverHttp. */
  deliver?: 'socket' | { http: string | string[] };
  signingSecret?: string;
  /** Refuse as Slack does what comes too fast. Default false. */
  enforceRateLimits?: boolean;
  /** Default 3000, as Slack. */
  ackTimeoutMs?: number;
  /** Before each further try to deliver an event; default Slack's: at once, 1 minute, 5 minutes. */
  eventRetryDelaysMs?: number[];
  /** How many calls the record keeps at least half of; 0 keeps none (counts go on). Default 100,000. */
  keepCalls?: number;
  /** Decides about faults with a probability; default Math.random. */
  random?: () => number;
  /** Serve the browser page. Default true. */
  page?: boolean;
  /** A JSON file that carries people, channels, messages, Homes and files over a restart. */
  store?: string;
}

type Awaitable<T> = T | Promise<T>;

/** A message as someone sees it; a copy, except for the blocks. */
export type SeenMessage = Message & { channel: string };

export class Sandbox extends People {
  readonly url: string;
  /** For SLACK_API_URL; ends with a slash. */
  readonly apiUrl: string;
  readonly botToken: string;
  readonly appToken: string;
  readonly signingSecret: string;
  readonly teamId: string;
  readonly appId: string;
  readonly botUserId: string;
  readonly botId: string;
  /** What goes wrong, and when. */
  readonly faults: FaultPlan;
  /** What the app did that Slack has no notion of, in words; tests end with expecting none. */
  readonly unexpected: string[];
  readonly #parts: Parts;

  constructor(parts: Parts, signingSecret: string) {
    super(parts.core);
    const { core } = parts;
    this.#parts = parts;
    this.url = core.url();
    this.apiUrl = `${this.url}/api/`;
    this.botToken = core.tokens.bot;
    this.appToken = core.tokens.app;
    this.signingSecret = signingSecret;
    ({
      teamId: this.teamId,
      appId: this.appId,
      botUserId: this.botUserId,
      botId: this.botId,
    } = core.workspace);
    this.faults = core.faults;
    this.unexpected = core.unexpected;
  }

  user(idOrName: string): User {
    return this.core.workspace.user(idOrName);
  }

  channel(idOrName: string): Conversation {
    return this.core.workspace.channel(idOrName);
  }

  get users(): User[] {
    return this.core.workspace.people();
  }

  get channels(): Conversation[] {
    return [...this.core.workspace.conversations.values()].filter(({ kind }) => kind !== 'im');
  }

  get files(): StoredFile[] {
    return [...this.core.workspace.files.values()];
  }

  /** What stands in a conversation, oldest first, replies included; with `as` also that person's whispers. */
  messages(channel: string, { as }: { as?: string } = {}): SeenMessage[] {
    const conversation = this.channel(channel);
    const viewer = as && this.user(as).id;
    return conversation.messages
      .filter((one) => (viewer ? sees(conversation, one, viewer) : !one.visibleTo))
      .map((one) => ({ ...one, channel: conversation.id }));
  }

  /** The app's direct conversation with a person, whispers included. */
  dm(user: string): SeenMessage[] {
    const { id } = this.user(user);
    return this.messages(this.core.workspace.im(id).id, { as: id });
  }

  home(user: string): View | undefined {
    return this.core.workspace.homes.get(this.user(user).id);
  }

  /** The modal that a person sees; `modals` is their whole stack, the seen one last. */
  modal(user: string): View | undefined {
    return this.modals(user).at(-1);
  }

  modals(user: string): View[] {
    return this.core.workspace.modals.get(this.user(user).id) ?? [];
  }

  /** The words that people see of a message, a modal or a Home, one text a line. */
  read(shown: Readable | undefined): string {
    return shown ? readAll(shown) : '';
  }

  /** What Slack would make live in it: mentions, links, formatted runs, each as it is written. */
  liveIn(shown: Readable): string[] {
    return liveIn(shown);
  }

  /** Every call of the Web API, and every answer to a response_url, oldest first. */
  get calls(): Call[] {
    return this.core.calls.all;
  }

  callsTo(method: string): Call[] {
    return this.calls.filter((call) => call.method === method);
  }

  /** Calls to a method since the start, whatever the record keeps. */
  countOf(method: string): number {
    return this.core.calls.counts.get(method) ?? 0;
  }

  get connections(): number {
    return this.#parts.sockets.count;
  }

  /** Resolves with the first truthy answer; asks again at every change and call, and throws after `ms`. */
  async waitFor<T>(
    find: () => Awaitable<T | undefined | null | false>,
    { ms = 5_000, what = '' } = {},
  ): Promise<T> {
    const until = performance.now() + ms;
    for (;;) {
      const found = await find();
      if (found) return found;
      if (performance.now() > until)
        throw new Error(`waited ${ms} ms in vain for ${what || find.toString()}`);
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
  }

  /** Resolves when nothing is on its way to the app and it has called nothing for `quietMs`. */
  async settled(quietMs = 30): Promise<void> {
    const { courier, core } = this.#parts;
    let seen = -1;
    let since = performance.now();
    while (
      courier.inFlight > 0 ||
      core.calls.active > 0 ||
      core.calls.count !== seen ||
      performance.now() - since < quietMs
    ) {
      if (core.calls.count !== seen || courier.inFlight > 0 || core.calls.active > 0)
        since = performance.now();
      seen = core.calls.count;
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
  }

  /** Sends anything to the app as it is: recorded payloads, hostile ones. */
  deliver(delivery: Delivery): Promise<Ack> {
    return this.core.deliver(delivery);
  }

  /** The last delivery once more, as it was. */
  redeliver(retry?: Retry): Promise<Ack> {
    return this.#parts.courier.redeliver(retry);
  }

  /** From now on to these request URLs, in turn, signed with `signingSecret`. */
  deliverOverHttp(...urls: string[]): void {
    const { courier, ackTimeoutMs } = this.#parts;
    courier.transport = new HttpDelivery(urls, this.signingSecret, ackTimeoutMs);
  }

  /** Resolves when so many sockets are open. */
  async connected(count = 1): Promise<void> {
    await this.waitFor(() => this.connections >= count, { ms: 10_000, what: `${count} sockets` });
  }

  disconnectSockets(how: 'refresh' | 'cut' = 'cut'): void {
    this.#parts.sockets.disconnect(how);
  }

  /** Adds a button to the page: fast-forward, a new lead. `act` may answer with a sentence. */
  control(
    name: string,
    label: string,
    act: () => Promise<string | void>,
    options?: { group?: string },
  ): void {
    this.#parts.controls.add(name, label, act, options);
  }

  async close(): Promise<void> {
    const { courier, sockets, save, server } = this.#parts;
    courier.close();
    await sockets.close();
    save?.();
    if (courier.transport instanceof HttpDelivery) courier.transport.close();
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  }
}

interface Parts {
  core: Core;
  courier: Courier;
  sockets: SocketMode;
  controls: Controls;
  server: ReturnType<typeof slackServer>;
  ackTimeoutMs: number;
  save: (() => void) | undefined;
}

/** Starts a sandbox on loopback; rejects with the cause when the port is taken. */
export async function startSandbox(options: SandboxOptions = {}): Promise<Sandbox> {
  const { ackTimeoutMs = 3_000, signingSecret = 'sandbox-signing-secret', store } = options;
  const workspace = openWorkspace(options);
  const faults = new FaultPlan(options.random ?? Math.random);
  const sockets = new SocketMode(workspace.appId, ackTimeoutMs, () => workspace.changed('all'));
  const courier = new Courier(sockets, {
    faults,
    eventRetryDelaysMs: options.eventRetryDelaysMs ?? [0, 60_000, 300_000],
  });
  let url = '';
  const core: Core = {
    workspace,
    faults,
    triggers: new Triggers(),
    responseUrls: new ResponseUrls(() => url),
    calls: new Calls(options.keepCalls ?? 100_000),
    rateLimits: options.enforceRateLimits ? new RateLimits(workspace.clock.now) : undefined,
    tokens: { bot: `xoxb-${workspace.teamId}-sandbox`, app: `xapp-1-${workspace.appId}-sandbox` },
    unexpected: [],
    url: () => url,
    socketUrl: () => url.replace('http', 'ws') + sockets.ticket(),
    deliver: (delivery) => courier.deliver(delivery),
    isConnected: () => courier.transport.isConnected,
  };
  const controls = new Controls((what) => workspace.changed(what));
  const server = slackServer(core, controls, options.page ?? true);
  server.on('upgrade', (request, socket, head) => sockets.upgrade(request, socket, head));
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject).listen(options.port ?? 0, '127.0.0.1', resolve);
  });
  // It listens on a port, so its address is no pipe.
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const save = store ? saveChanges(workspace, store) : undefined;
  const sandbox = new Sandbox(
    { core, courier, sockets, controls, server, ackTimeoutMs, save },
    signingSecret,
  );
  if (typeof options.deliver === 'object')
    sandbox.deliverOverHttp(...[options.deliver.http].flat());
  return sandbox;
}

function openWorkspace({
  store,
  teamId = 'T0SANDBOX',
  app,
  world,
  now = Date.now,
}: SandboxOptions): Workspace {
  if (store) mkdirSync(dirname(store), { recursive: true });
  const record = store ? readRecord(store) : undefined;
  const clock = new Clock(now, record?.clock.lastMicros, record?.clock.count);
  const workspace = new Workspace(teamId, { ...defaultApp, ...app }, clock);
  if (record) workspace.restore(record);
  else workspace.populate(world ?? smallWorld);
  return workspace;
}
