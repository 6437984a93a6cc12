import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { Sandbox } from '../../sandbox/sandbox.ts';
import type { Pacing } from '../../src/slack/delivery.ts';
import type { Answer, Order, Told } from './instanceProcess.ts';

export type InstanceOptions = {
  readonly sandbox: Sandbox;
  readonly databaseUrl: string;
  readonly transport: 'socket' | 'http';
  /** How far its clock is ahead of the machine's. */
  readonly clockOffsetMs: number;
  /** Default noPace. */
  readonly pacing?: Pacing;
  /** True: jobs run by themselves. */
  readonly schedule?: boolean;
  /** As SENDING. */
  readonly sending?: 'paused';
};

/** No pauses between messages: what is slow then is the app. */
const noPace: Pacing = { postEveryMs: 0, updateEveryMs: 0, updateBurst: 100 };

/** One of the app's processes. It loads at once, and ends with `stop`, `kill` or this process. */
export class Instance {
  /** Where it listens; known once it has started. */
  url = '';
  /** What it wrote: JSON lines of level warn and above, and whatever else. */
  readonly log: string[] = [];
  readonly #child: ChildProcess;
  readonly #waiting = new Map<number, PromiseWithResolvers<unknown>>();
  #count = 0;

  constructor(options: InstanceOptions) {
    this.#child = fork(join(import.meta.dirname, 'instanceProcess.ts'), {
      env: environment(options),
      execArgv: ['--disable-warning=ExperimentalWarning'],
      stdio: ['ignore', 'inherit', 'pipe', 'ipc'],
    });
    const { stderr } = this.#child;
    if (stderr) createInterface({ input: stderr }).on('line', (line) => this.log.push(line));
    this.#child.on('message', (message) => this.#answered(message as Answer)); // it sends nothing else
    this.#child.once('exit', (code, signal) => {
      const last = this.log.slice(-10).join('\n');
      const gone = new Error(`the instance ended (${signal ?? code}): ${last}`);
      for (const { reject } of this.#waiting.values()) reject(gone);
      this.#waiting.clear();
    });
  }

  get alive(): boolean {
    return this.#child.exitCode === null && this.#child.signalCode === null;
  }

  async start(): Promise<void> {
    this.url = String(await this.#tell({ do: 'start' }));
  }

  /** Runs a job now. Answers what it did, as counts. */
  async job(name: string): Promise<Record<string, number>> {
    return (await this.#tell({ do: 'job', name })) as Record<string, number>; // as jobs answer
  }

  /** Runs a job unless a process has run it in this minute of the clock; then null. */
  async tick(name: string): Promise<Record<string, number> | null> {
    return (await this.#tell({ do: 'tick', name })) as Record<string, number> | null; // as jobs answer
  }

  /** As `npm run resume`. */
  async resume(): Promise<void> {
    await this.#tell({ do: 'resume' });
  }

  async setClock(offsetMs: number): Promise<void> {
    await this.#tell({ do: 'clock', offsetMs });
  }

  /** It does nothing more, and keeps its connections open. */
  freeze(): void {
    this.#child.kill('SIGSTOP');
  }

  /** Ends it at once, whatever it is doing. */
  async kill(): Promise<void> {
    if (!this.alive) return;
    const gone = once(this.#child, 'exit');
    this.#child.kill('SIGKILL');
    await gone;
  }

  /** Ends it as SIGTERM would. */
  async stop(): Promise<void> {
    if (!this.alive) return;
    const gone = once(this.#child, 'exit');
    await this.#tell({ do: 'stop' }).catch(() => {});
    if (this.#child.connected) this.#child.disconnect();
    await gone;
  }

  #tell(order: Order): Promise<unknown> {
    const id = ++this.#count;
    const answered = Promise.withResolvers<unknown>();
    this.#waiting.set(id, answered);
    if (this.#child.connected) this.#child.send({ id, order } satisfies Told);
    else answered.reject(new Error('the instance has ended'));
    return answered.promise;
  }

  #answered(message: Answer): void {
    const waiting = this.#waiting.get(message.id);
    this.#waiting.delete(message.id);
    if ('error' in message) waiting?.reject(new Error(message.error));
    else waiting?.resolve(message.answer);
  }
}

function environment(options: InstanceOptions): Record<string, string> {
  const { sandbox, transport, pacing = noPace } = options;
  return {
    PATH: process.env['PATH'] ?? '',
    // Halves the time that loading takes.
    NODE_COMPILE_CACHE: join(tmpdir(), 'lead-nudge-compile-cache'),
    SLACK_BOT_TOKEN: sandbox.botToken,
    ...(transport === 'socket'
      ? { SLACK_APP_TOKEN: sandbox.appToken }
      : { SLACK_SIGNING_SECRET: sandbox.signingSecret }),
    SLACK_API_URL: sandbox.apiUrl,
    DATABASE_URL: options.databaseUrl,
    DATA_DIR: 'unused',
    HOST: '127.0.0.1',
    PORT: '0',
    LOG_LEVEL: 'warn',
    LEAD_NUDGE_KEY: '07'.repeat(32),
    CLOCK_OFFSET_MS: String(options.clockOffsetMs),
    PACING: JSON.stringify(pacing),
    SCHEDULE: options.schedule ? 'on' : 'off',
    SENDING: options.sending ?? 'on',
  };
}
