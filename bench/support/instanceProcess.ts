/**
 * The app in a process of its own, for fault runs; Instance begins it. It is configured as in
 * production, by the environment, and by three variables more:
 *
 *   CLOCK_OFFSET_MS  how far its clock is ahead of the machine's
 *   PACING           a Pacing as JSON; Slack's pace without it
 *   SCHEDULE         `on`: jobs run by themselves
 *
 * It loads, starts when told to, and ends with the process that began it.
 */
import { type App, startApp } from '../../src/app.ts';
import { movableClock } from '../../src/clock.ts';
import { readConfig } from '../../src/config.ts';
import { tickCoordinator } from '../../src/db/ticks.ts';
import { createLog } from '../../src/log.ts';
import { jobs } from '../../src/schedule.ts';
import { resumeCommand } from '../../src/slack/resumeCommand.ts';

/** What an instance is told to do. */
export type Order =
  | { do: 'start' }
  /** Runs a job, whoever else does. */
  | { do: 'job'; name: string }
  /** Runs a job as its schedule would: where no other process has run it in this minute of the clock. */
  | { do: 'tick'; name: string }
  | { do: 'resume' }
  | { do: 'clock'; offsetMs: number }
  | { do: 'stop' };
export type Told = { id: number; order: Order };
export type Answer = { id: number } & ({ answer: unknown } | { error: string });

const { CLOCK_OFFSET_MS: offset, PACING: pacing, SCHEDULE: schedule } = process.env;
const config = readConfig(process.env);
const clock = movableClock(Number(offset ?? 0));
let app: App | undefined;

async function carryOut(order: Order): Promise<unknown> {
  if (order.do === 'start') {
    app = await startApp(config, {
      log: createLog(config.logLevel),
      clock,
      schedule: schedule === 'on',
      ...(pacing && { pacing: JSON.parse(pacing) }),
    });
    return app.url;
  }
  if (!app) throw new Error('not started');
  switch (order.do) {
    case 'job':
      return jobs[order.name]?.run(app.ctx);
    case 'tick': {
      const slot = new Date(Math.floor(clock.now().getTime() / 60_000) * 60_000);
      const key = `${order.name}:${slot.toISOString()}`;
      // node-cron passes more than the key, which is all that it goes by.
      const mine = await tickCoordinator(app.ctx.db).shouldRun(key, undefined as never);
      return mine ? jobs[order.name]?.run(app.ctx) : null;
    }
    case 'resume':
      return resumeCommand(app.ctx, {
        stdout: process.stderr,
        stderr: process.stderr,
        isTerminal: false,
      });
    case 'clock':
      return clock.forward(order.offsetMs - clock.offset());
    case 'stop':
      return app.stop();
  }
}

process.on('disconnect', () => process.exit());
process.on('message', ({ id, order }: Told) => {
  const reply = (answer: Answer) => process.send?.(answer);
  carryOut(order).then(
    (answer) => reply({ id, answer }),
    (error: unknown) => reply({ id, error: String(error instanceof Error ? error.stack : error) }),
  );
});
