import { setTimeout } from 'node:timers/promises';
import type { Logger } from 'pino';
import type { Clock } from './clock.ts';
import { listenForCommands } from './cli/commandSocket.ts';
import { runCommand } from './cli/commands.ts';
import type { Config } from './config.ts';
import type { Context } from './context.ts';
import { registerFeedbackListeners } from './feedback/feedbackListeners.ts';
import { registerHelpfulListeners } from './feedback/helpfulListeners.ts';
import { registerQuoteListeners } from './feedback/quoteListeners.ts';
import { registerSourceListeners } from './feedback/sourceListeners.ts';
import { healthRoute, readyRoute } from './health.ts';
import { registerCommandListeners } from './commands/commandListeners.ts';
import { registerGoalListeners } from './digests/goalListeners.ts';
import { registerReportListeners } from './digests/reportListeners.ts';
import { registerReviewListeners } from './digests/reviewListeners.ts';
import { registerScorecardListeners } from './digests/scorecardListeners.ts';
import { registerDigestListeners } from './digests/digestListeners.ts';
import { registerExceptionListeners } from './home/exceptionListeners.ts';
import { registerHomeListeners } from './home/homeListeners.ts';
import { registerOwnTimeListeners } from './home/ownTimeListeners.ts';
import { registerSeveralListeners } from './home/severalListeners.ts';
import { registerHoldListeners } from './intake/holdListeners.ts';
import { registerImportListeners } from './intake/importListeners.ts';
import { registerMessageListeners } from './intake/messageListeners.ts';
import { registerNewLeadListeners } from './intake/newLeadListeners.ts';
import { intakeRoute } from './intake/webhookRoute.ts';
import { registerLeadListeners } from './leads/leadListeners.ts';
import { registerThreadListeners } from './leads/threadListeners.ts';
import { answerOldButton } from './leads/oldButton.ts';
import { registerNudgeListeners } from './nudges/nudgeListeners.ts';
import { openContext } from './openContext.ts';
import { registerPayListeners } from './pay/payListeners.ts';
import { registerPeopleListeners } from './people/peopleListeners.ts';
import { startSchedule } from './schedule.ts';
import { startServer } from './server.ts';
import { registerChannelListeners } from './settings/channelListeners.ts';
import { awaitSlack } from './slack/awaitSlack.ts';
import { createBolt } from './slack/bolt.ts';
import { registerDestinationListeners } from './slack/destinationListeners.ts';
import { slackPath } from './slack/httpDoor.ts';
import { registerInstallationListeners } from './slack/installationListeners.ts';
import { type Delivery, type Pacing, startDelivery } from './slack/delivery.ts';
import { pauseSending } from './slack/sendingStore.ts';

export type App = {
  readonly ctx: Context;
  /** Where intake, health and, over HTTP, Slack's requests are served. */
  readonly url: string;
  /** How many of Slack's payloads are being worked on. */
  running(): number;
  /** Takes nothing more, finishes what runs (10 s at most), gives back what it holds, closes. */
  stop(): Promise<void>;
};

type Options = {
  log: Logger;
  clock?: Clock;
  pacing?: Pacing;
  /** False: no job runs by itself. */
  schedule?: boolean;
  /** Slack cannot be reached any more; the process should end, and be started anew. */
  onFatal?: (error: unknown) => void;
};

const drainMs = 10_000;

/** Starts everything. Throws what openContext throws, and CannotListen. */
export async function startApp(config: Config, options: Options): Promise<App> {
  const { log, onFatal = () => process.exit(1) } = options;
  // Commits made before delivery has started are found by its first look.
  let delivery: Delivery | undefined;
  const { ctx, database, clients, workspace, slackIsAway } = await openContext(config, {
    ...options,
    wakeDelivery: (what) => delivery?.wake(what),
  });
  const closing: ((leftMs: number) => unknown)[] = [database.close];
  const stop = async () => {
    const until = performance.now() + drainMs;
    for (const close of closing.splice(0).toReversed()) {
      const leftMs = Math.max(0, until - performance.now());
      await Promise.race([close(leftMs), setTimeout(leftMs, undefined, { ref: false })]);
    }
  };
  try {
    const door = createBolt({
      transport: config.transport,
      installation: {
        teamId: workspace.id,
        botToken: config.botToken,
        botId: workspace.botId,
        botUserId: workspace.botUserId,
      },
      apiUrl: config.slackApiUrl,
      client: ctx.slack,
      log,
      unanswered: (body) => answerOldButton(ctx, body),
      onFatal,
    });
    registerLeadListeners(door.bolt, ctx);
    registerHomeListeners(door.bolt, ctx);
    registerSeveralListeners(door.bolt, ctx);
    registerExceptionListeners(door.bolt, ctx);
    registerOwnTimeListeners(door.bolt, ctx);
    registerCommandListeners(door.bolt, ctx);
    registerThreadListeners(door.bolt, ctx);
    registerNewLeadListeners(door.bolt, ctx);
    registerHoldListeners(door.bolt, ctx);
    registerMessageListeners(door.bolt, ctx);
    registerNudgeListeners(door.bolt, ctx);
    registerDigestListeners(door.bolt, ctx);
    registerImportListeners(door.bolt, ctx);
    registerReportListeners(door.bolt, ctx);
    registerScorecardListeners(door.bolt, ctx);
    registerReviewListeners(door.bolt, ctx);
    registerGoalListeners(door.bolt, ctx);
    registerPeopleListeners(door.bolt, ctx);
    registerPayListeners(door.bolt, ctx);
    registerDestinationListeners(door.bolt, ctx);
    registerChannelListeners(door.bolt, ctx);
    registerHelpfulListeners(door.bolt, ctx);
    registerSourceListeners(door.bolt, ctx);
    registerQuoteListeners(door.bolt, ctx);
    registerFeedbackListeners(door.bolt, ctx);

    if (config.sending === 'paused') {
      await pauseSending(ctx.db, ctx.workspaceId, ctx.clock.now());
    }
    const started = await startDelivery(ctx, {
      client: clients.delivery,
      botId: workspace.botId,
      ...(options.pacing ? { pacing: options.pacing } : {}),
    });
    delivery = started;
    registerInstallationListeners(door.bolt, started);
    closing.push(started.stop);
    const server = await startServer({
      host: config.host,
      port: config.port,
      routes: [
        { method: 'GET', path: '/healthz', run: healthRoute },
        {
          method: 'GET',
          path: '/readyz',
          run: readyRoute({ db: ctx.db, delivery: started, slackConnected: door.connected }),
        },
        { method: 'POST', path: '/intake', run: intakeRoute(ctx) },
        ...(door.route ? [{ method: 'POST', path: slackPath, run: door.route }] : []),
      ],
      onError: (err) => log.error({ err }, 'a request failed'),
    });
    closing.push(server.close);
    const ending = new AbortController();
    if (slackIsAway) awaitSlack(ctx, door.start, ending.signal).catch(onFatal);
    else await door.start();
    // After the server, which brings more to do.
    closing.splice(-1, 0, door.stop);
    closing.push(() => ending.abort());
    if (options.schedule ?? true) closing.push(startSchedule(ctx));
    if (database.kind === 'embedded') {
      closing.push(
        await listenForCommands(
          config.dataDir,
          (args, cwd, out) => runCommand(ctx, args, cwd, out),
          (err) => log.error({ err }, 'a command failed'),
        ),
      );
    }
    return { ctx, url: server.url, running: door.running, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}
