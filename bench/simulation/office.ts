import { readFileSync } from 'node:fs';
import { type Logger, pino } from 'pino';
import { parse } from 'yaml';
import type { SandboxOptions } from '../../sandbox/sandboxOptions.ts';
import { appFromManifest, type Sandbox, startSandbox } from '../../sandbox/sandbox.ts';
import type { Context } from '../../src/context.ts';
import type { Database } from '../../src/db/openDatabase.ts';
import { openContext } from '../../src/openContext.ts';
import { refreshPeople } from '../../src/people/refreshPeople.ts';
import type { Settings } from '../../src/settings/settings.ts';
import { createBreaker } from '../../src/slack/breaker.ts';
import { claimWaiting } from '../../src/slack/outboxStore.ts';
import type { Courier } from '../../src/slack/courier.ts';
import { createRecorder } from '../../src/slack/recorder.ts';
import { redrawMessage } from '../../src/slack/redrawMessage.ts';
import { claimStale, preparePace } from '../../src/slack/redrawStore.ts';
import { sendMessage } from '../../src/slack/sendMessage.ts';
import { jobs } from '../../src/schedule.ts';
import type { FreshDatabase } from '../support/databases.ts';
import { type HeardCall, slackInProcess } from './slackInProcess.ts';

const manifest = parse(
  readFileSync(new URL('../../manifest.yml', import.meta.url), 'utf8'),
) as Parameters<typeof appFromManifest>[0]; // a test compares it with Slack's schema

type Options = {
  readonly database: FreshDatabase;
  /** Who and what there is in Slack. */
  readonly world: NonNullable<SandboxOptions['world']>;
  /** What time it is when it opens. */
  readonly at: Date;
  /** Told of each call to Slack once it is answered. */
  readonly heard?: (call: HeardCall) => void;
  readonly log?: Logger;
  /** How many calls to Slack the record keeps. Default: enough to judge them all. */
  readonly keepCalls?: number;
};

/**
 * The app's verbs, jobs and delivery in this process, on a clock that stands still until it is set,
 * with a sandbox that is called without HTTP. Nothing runs by itself: the same steps have the same
 * effects.
 */
export type Office = {
  readonly sandbox: Sandbox;
  readonly ctx: Context;
  readonly database: Database;
  readonly courier: Courier;
  setClock(to: number): void;
  job(name: string): Promise<Record<string, number>>;
  /** Sends and redraws, one after the other, until nothing is left that can go now. Where nothing was done since, it does not even look. */
  deliver(): Promise<void>;
  close(): Promise<void>;
};

export async function openOffice(options: Options): Promise<Office> {
  let now = options.at.getTime();
  let woken: 'nothing' | 'redraws' | 'all' = 'all';
  const { log = pino({ level: 'silent' }) } = options;
  const sandbox = await startSandbox({
    app: appFromManifest(manifest),
    page: false,
    now: () => now,
    ...(options.keepCalls === undefined ? {} : { keepCalls: options.keepCalls }),
    world: options.world,
  });
  const opened = await openContext(
    {
      botToken: sandbox.botToken,
      transport: { mode: 'http', signingSecret: sandbox.signingSecret },
      slackApiUrl: sandbox.apiUrl,
      databaseUrl: options.database.url,
      dataDir: 'unused',
      host: '127.0.0.1',
      port: 0,
      logLevel: 'warn',
      sending: 'on',
      key: Buffer.alloc(32, 7),
    },
    {
      log,
      clock: { now: () => new Date(now) },
      wakeDelivery: (what) => void (woken = what && woken !== 'all' ? what : 'all'),
    },
  );
  const client = slackInProcess(sandbox, log, options.heard ? { heard: options.heard } : {});
  const ctx: Context = { ...opened.ctx, slack: client };
  const courier: Courier = {
    ctx,
    client,
    botId: opened.workspace.botId,
    breaker: createBreaker(),
    sending: { lookFrom: () => null },
    postEveryMs: 0,
    redrawPace: { everyMs: 0, burst: 1 },
    record: createRecorder(ctx),
  };
  await preparePace(ctx.db, ctx.workspaceId);
  await refreshPeople(ctx);
  return {
    sandbox,
    ctx,
    courier,
    database: opened.database,
    setClock: (to) => void (now = to),
    async job(name) {
      const job = jobs[name];
      if (!job) throw new Error(`no job ${name}`);
      return job.run(ctx);
    },
    async deliver() {
      while (woken !== 'nothing') {
        const all = woken === 'all';
        woken = 'nothing';
        if (all) await sendAll(courier);
        await redrawAll(courier);
      }
    },
    async close() {
      await opened.close();
      await sandbox.close();
      await options.database.drop();
    },
  };
}

export const changeSettings = ({ ctx }: Office, change: (document: Settings) => Settings) =>
  ctx.settings.change(change, { authorId: null, note: 'simulation', now: ctx.clock.now() });

async function sendAll(courier: Courier): Promise<void> {
  const { db, workspaceId, clock } = courier.ctx;
  for (;;) {
    // While the breaker is open nothing goes, as in the app's own delivery.
    const limit = Math.min(96, courier.breaker.allows(performance.now()));
    if (limit === 0) return;
    const { claims } = await claimWaiting(db, workspaceId, { limit, everyMs: 0, now: clock.now() });
    for (const claim of claims) await sendMessage(courier, claim);
    if (claims.length === 0) return;
  }
}

async function redrawAll(courier: Courier): Promise<void> {
  const { db, workspaceId } = courier.ctx;
  const ask = { ...courier.redrawPace, limit: 16 };
  for (;;) {
    if (courier.breaker.allows(performance.now()) === 0) return;
    const { claims } = await claimStale(db, workspaceId, ask);
    await Promise.all(claims.map((claim) => redrawMessage(courier, claim)));
    if (claims.length < ask.limit) return;
  }
}
