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
import { Calls } from './calls.ts';
import { Clock } from './clock.ts';
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
import { Observer } from './observer.ts';
import type { SandboxOptions } from './sandboxOptions.ts';
import { slackServer } from './server.ts';
import { Triggers } from './triggers.ts';
import { Workspace } from './workspace.ts';
import type { Answer } from './webApi/answer.ts';
import { callMethod, type Request } from './webApi/callMethod.ts';
import { defaultApp, smallWorld } from './world.ts';

export type { SeenMessage } from './observer.ts';
export { appFromManifest } from './world.ts';

const lookEveryMs = 5;

export class Sandbox extends Observer {
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

  get connections(): number {
    return this.#parts.sockets.count;
  }

  /**
   * Resolves when nothing is on its way to the app and it has called nothing for `quietMs`: that many
   * looks, since the app has a turn between two of them however long the machine takes for one.
   */
  async settled(quietMs = 30): Promise<void> {
    const { courier, core } = this.#parts;
    let seen = core.calls.count;
    for (let quiet = 0; quiet < quietMs; quiet += lookEveryMs) {
      await new Promise((resolve) => setTimeout(resolve, lookEveryMs));
      if (courier.inFlight === 0 && core.calls.active === 0 && core.calls.count === seen) continue;
      seen = core.calls.count;
      quiet = 0;
    }
  }

  /** A call of the Web API, without HTTP around it. */
  call(request: Request): Promise<Answer> {
    return callMethod(this.core, request);
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
    if (courier.transport instanceof HttpDelivery) courier.transport.close();
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
  teamName = 'Sandbox',
  app,
  world,
  now = Date.now,
}: SandboxOptions): Workspace {
  if (store) mkdirSync(dirname(store), { recursive: true });
  const record = store ? readRecord(store) : undefined;
  const clock = new Clock(now, record?.clock.lastMicros, record?.clock.count);
  const workspace = new Workspace({ id: teamId, name: teamName }, { ...defaultApp, ...app }, clock);
  if (record) workspace.restore(record);
  else workspace.populate(world ?? smallWorld);
  return workspace;
}
