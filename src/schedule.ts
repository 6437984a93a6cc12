import { schedule, type ScheduledTask } from 'node-cron';
import { CommandRefused, type Output } from './cli/output.ts';
import type { Context } from './context.ts';
import { forgetDeliveries } from './db/forgetDeliveries.ts';
import { noteOutages } from './db/noteOutages.ts';
import { tickCoordinator } from './db/ticks.ts';
import { decideGoals } from './digests/decideGoals.ts';
import { sendDigests } from './digests/sendDigests.ts';
import { sendLeaderboards } from './digests/sendLeaderboards.ts';
import { sendScorecards } from './digests/sendScorecards.ts';
import { tellReviews } from './digests/tellReviews.ts';
import { knowPhones } from './intake/knowPhones.ts';
import { addUpDays } from './leads/addUpDays.ts';
import { releaseHeld } from './intake/releaseHeld.ts';
import { askQuotes } from './feedback/askQuotes.ts';
import { sendFeedback } from './feedback/sendFeedback.ts';
import { sendSourceScorecards } from './feedback/sendSourceScorecards.ts';
import { tellFeedback } from './feedback/tellFeedback.ts';
import { followUp } from './nudges/followUp.ts';
import { rateSources } from './leads/rateSources.ts';
import { refreshHomes } from './home/refreshHomes.ts';
import { reportParked } from './people/reportParked.ts';
import { refreshPeople } from './people/refreshPeople.ts';
import { refreshPayNudges } from './pay/refreshPayNudges.ts';
import { sendPayNudges } from './pay/sendPayNudges.ts';
import { takePaySnapshots } from './pay/takePaySnapshots.ts';
import { refreshHolidays } from './settings/refreshHolidays.ts';
import { readSending } from './slack/sendingStore.ts';

type Job = {
  /** In UTC, which has no hour twice. */
  readonly cron: string;
  /** What it did, as counts for the log. What is due is in Postgres, so a missed run is made good by the next. */
  readonly run: (ctx: Context) => Promise<Record<string, number>>;
};

/** Every scheduled job. Of several instances one runs each slot. */
export const jobs: Readonly<Record<string, Job>> = {
  'follow-up': { cron: '* * * * *', run: followUp },
  'note-outages': { cron: '* * * * *', run: noteOutages },
  'release-held': { cron: '* * * * *', run: releaseHeld },
  'send-digests': { cron: '* * * * *', run: sendDigests },
  'send-scorecards': { cron: '*/5 * * * *', run: sendScorecards },
  'send-leaderboards': { cron: '*/5 * * * *', run: sendLeaderboards },
  'decide-goals': { cron: '*/5 * * * *', run: decideGoals },
  'send-feedback': { cron: '* * * * *', run: sendFeedback },
  'tell-feedback': { cron: '*/15 * * * *', run: tellFeedback },
  'send-source-scorecards': { cron: '*/5 * * * *', run: sendSourceScorecards },
  'ask-quotes': { cron: '13 6 * * *', run: askQuotes },
  'tell-reviews': { cron: '*/15 * * * *', run: tellReviews },
  'add-up-days': { cron: '*/15 * * * *', run: addUpDays },
  'report-parked': { cron: '* * * * *', run: reportParked },
  'take-pay-snapshots': { cron: '* * * * *', run: takePaySnapshots },
  'send-pay-nudges': { cron: '7 * * * *', run: sendPayNudges },
  'refresh-pay-nudges': { cron: '* * * * *', run: refreshPayNudges },
  'rate-sources': { cron: '13 * * * *', run: rateSources },
  'refresh-people': { cron: '17 * * * *', run: refreshPeople },
  'refresh-holidays': { cron: '23 3 1 * *', run: refreshHolidays },
  'refresh-homes': { cron: '*/5 * * * * *', run: refreshHomes },
  'know-phones': { cron: '13 3 * * *', run: knowPhones },
  'forget-deliveries': { cron: '43 2 * * *', run: forgetDeliveries },
};

/** Runs all jobs by the clock on the wall until the returned function is called, which waits for those that run. */
export function startSchedule(ctx: Context): () => Promise<void> {
  const running = new Set<Promise<void>>();
  const runCoordinator = tickCoordinator(ctx.db);
  const tasks: ScheduledTask[] = Object.entries(jobs).map(([name, { cron, run }]) =>
    schedule(
      cron,
      async () => {
        const job = runUnlessPaused(ctx, run).then(
          (did) => {
            if (Object.values(did).some((count) => count > 0))
              ctx.log.info({ job: name, ...did }, 'job done');
          },
          (err: unknown) =>
            ctx.log.error({ job: name, err }, 'job failed; its next run makes it good'),
        );
        running.add(job);
        await job.finally(() => running.delete(job));
      },
      {
        name,
        timezone: 'UTC',
        noOverlap: true,
        distributed: true,
        runCoordinator,
        suppressMissedWarning: true,
        logger: quiet(ctx),
      },
    ),
  );
  return async () => {
    await Promise.all(tasks.map(async (task) => task.destroy()));
    await Promise.all(running);
  };
}

/** Nothing is judged while nothing can be sent: afterwards it would be judged anew all the same. */
async function runUnlessPaused(ctx: Context, run: Job['run']): Promise<Record<string, number>> {
  const { pausedAt } = await readSending(ctx.db, ctx.workspaceId);
  return pausedAt ? {} : run(ctx);
}

function quiet({ log }: Context) {
  return {
    info: () => {},
    debug: () => {},
    warn: (message: string) => log.debug({ cron: message }, 'cron'),
    error: (message: string | Error, err?: Error) =>
      log.warn({ cron: String(message), err }, 'cron'),
  };
}

/** `job NAME`: runs one job once, at `now` where that is given. */
export async function runJob(
  ctx: Context,
  name: string,
  { now }: { now?: string },
  out: Output,
): Promise<void> {
  const job = jobs[name];
  if (!job) {
    throw new CommandRefused(
      `There is no job ${name}. There are: ${Object.keys(jobs).join(', ')}.`,
    );
  }
  const at = now === undefined ? null : new Date(now);
  if (at && Number.isNaN(at.getTime())) {
    throw new CommandRefused(`${now} is not an instant such as 2026-11-23T08:30:00Z.`);
  }
  const { pausedAt } = await readSending(ctx.db, ctx.workspaceId);
  if (pausedAt)
    throw new CommandRefused('Sending is paused, so no job runs. First: npm run resume');
  const did = await job.run(at ? { ...ctx, clock: { now: () => at } } : ctx);
  const counts = Object.entries(did).map(([what, count]) => `${what} ${count}`);
  out.stdout.write(`${name}: ${counts.join(', ')}.\n`);
}
