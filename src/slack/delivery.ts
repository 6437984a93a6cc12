import type { WebClient } from '@slack/web-api';
import type { Context } from '../context.ts';
import { type Breaker, createBreaker } from './breaker.ts';
import { type Claim, ticking } from './claimStore.ts';
import type { Courier } from './courier.ts';
import { measureDelivery } from './destinationStore.ts';
import { noteOutage } from '../db/outageStore.ts';
import { claimInTurn } from './outboxStore.ts';
import { startPump } from './pump.ts';
import { createRecorder } from './recorder.ts';
import { redrawMessage } from './redrawMessage.ts';
import { claimStale, preparePace } from './redrawStore.ts';
import { sendMessage } from './sendMessage.ts';
import { watchSending } from './watchSending.ts';

export type Pacing = {
  /** Between two messages to one destination. Slack: about one a second. */
  readonly postEveryMs: number;
  /** Between two redraws in the workspace, in the long run. */
  readonly updateEveryMs: number;
  /** Redraws at once after a calm. */
  readonly updateBurst: number;
};

/** Slack's limit of 50 redraws a minute holds for the minute of the burst, too: 10 and 40. */
export const slacksPace: Pacing = { postEveryMs: 1_000, updateEveryMs: 1_500, updateBurst: 10 };

export type Delivery = {
  /** After a commit that enqueued messages or made some stale, or only that: looks at once, not at the next poll. */
  wake(what?: 'redraws'): void;
  /** Takes no more, waits for what is on its way, `deadlineMs` at most. */
  stop(deadlineMs?: number): Promise<void>;
  /** For /readyz. `lagMs`: for how long a message has not gone although its pace and its time allow it. `paused`: see sendingStore. */
  health(): Promise<{ lagMs: number; parked: number; paused: boolean }>;
  /** Whether sending is stopped because Slack is away or, with its code, the installation dead. */
  readonly stopped: Breaker['stopped'];
  /** Slack has said so: nothing is sent any more, but for a try each minute. */
  installationDied(code: string): void;
};

/** More at once would not make one process faster. */
const sendsAtOnce = 96;
const redrawsAtOnce = 8;
const pollMs = 1_000;
/** What changes within so few milliseconds costs one redraw; and the clicker's own goes first. */
const settleMs = 250;

/**
 * Sends what waits in the outbox and redraws what is stale, until stopped. Several processes may do so
 * on one database.
 */
export async function startDelivery(
  ctx: Context,
  options: { client: WebClient; botId: string; pacing?: Pacing },
): Promise<Delivery> {
  const { db, workspaceId, clock, log } = ctx;
  const { client, botId, pacing = slacksPace } = options;
  const sending = await watchSending(ctx);
  let awaySince: Date | null = null;
  const breaker = createBreaker(() => {
    if (awaySince) void wasAway(awaySince);
    awaySince = null;
  });
  const wasAway = (from: Date) =>
    noteOutage(ctx, { kind: 'slack', from, until: clock.now() }).catch((error: unknown) =>
      log.error({ err: error }, 'an outage of Slack could not be recorded'),
    );
  const redrawPace = { everyMs: pacing.updateEveryMs, burst: pacing.updateBurst };
  const courier: Courier = {
    ctx,
    client,
    botId,
    breaker,
    sending,
    postEveryMs: pacing.postEveryMs,
    redrawPace,
    record: createRecorder(ctx),
  };
  await preparePace(db, workspaceId);
  const claimNext = claimInTurn(db, workspaceId);

  /** Those that try whether Slack is back. Some end without asking it: there may be nothing to say any more. */
  const probes = new Set<Claim>();
  const probing =
    (work: (courier: Courier, claim: Claim) => Promise<void>) => async (claim: Claim) => {
      await work(courier, claim);
      if (probes.delete(claim)) breaker.probed();
    };

  /** Takes what the breaker allows; while Slack is away that is one now and then. */
  const guarded =
    (take: (limit: number) => ReturnType<typeof claimStale>) => async (free: number) => {
      if (await sending.paused()) return { claims: [], soonestMs: null };
      const limit = Math.min(free, breaker.allows(ticking()));
      const stopped = breaker.stopped() !== null;
      if (stopped) awaySince ??= clock.now();
      if (limit === 0) return { claims: [], soonestMs: breaker.waitMs(ticking()) };
      const taken = await take(limit);
      if (stopped && taken.claims.length > 0) {
        breaker.probing();
        for (const claim of taken.claims) probes.add(claim);
      }
      return taken;
    };

  const posting = startPump({
    capacity: sendsAtOnce,
    pollMs,
    take: guarded((limit) => claimNext({ limit, everyMs: pacing.postEveryMs, now: clock.now() })),
    work: probing(sendMessage),
    onError: (error) => log.error({ err: error }, 'the outbox could not be read'),
  });
  const redrawing = startPump({
    capacity: redrawsAtOnce,
    pollMs,
    take: guarded((limit) => claimStale(db, workspaceId, { ...redrawPace, limit })),
    work: probing(redrawMessage),
    onError: (error) => log.error({ err: error }, 'the stale messages could not be read'),
  });

  let settling: NodeJS.Timeout | undefined;
  return {
    wake(what) {
      if (what !== 'redraws') posting.wake();
      settling ??= setTimeout(() => {
        settling = undefined;
        redrawing.wake();
      }, settleMs);
    },
    async stop(deadlineMs = 10_000) {
      clearTimeout(settling);
      await Promise.all([posting.stop(deadlineMs), redrawing.stop(deadlineMs)]);
    },
    async health() {
      return {
        ...(await measureDelivery(db, workspaceId, clock.now())),
        paused: sending.isPaused(),
      };
    },
    stopped: breaker.stopped,
    installationDied(code) {
      if (breaker.died(ticking(), code)) {
        log.error({ code }, 'Slack refuses the app; sending has stopped');
      }
    },
  };
}
