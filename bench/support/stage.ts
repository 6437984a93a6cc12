import { pino } from 'pino';
import type { Config } from '../../src/config.ts';
import { type OpenContext, openContext } from '../../src/openContext.ts';
import { say } from './bench.ts';
import { type BenchDatabase, startBenchDatabase } from './benchDatabase.ts';
import { type Outside, signingSecret, startOutside } from './outside.ts';
import { seedHistory } from './history.ts';

export type Stage = {
  readonly database: BenchDatabase;
  readonly outside: Outside;
  /** What verbs take, in this process. */
  open(options?: {
    wakeDelivery?: () => void;
    /** Another Slack than `outside`. */
    slack?: { apiUrl: string; botToken: string };
  }): Promise<OpenContext>;
};

/** A database with so many leads and a Slack without limits; all of it ends with `play`. */
export async function onStage<Result>(
  rows: number,
  play: (stage: Stage) => Promise<Result>,
): Promise<Result> {
  const database = await startBenchDatabase();
  const outside = await startOutside();
  const opened: OpenContext[] = [];
  const open: Stage['open'] = async ({ wakeDelivery = () => {}, slack } = {}) => {
    const one = await openContext(configFor(database.url, { ...outside, ...slack }), {
      log: pino({ level: 'warn' }, pino.destination(2)),
      wakeDelivery,
    });
    opened.push(one);
    return one;
  };
  try {
    say(`filling a database with ${rows.toLocaleString('en')} leads`);
    await seedHistory(database.pool, rows);
    return await play({ database, outside, open });
  } finally {
    await Promise.all(opened.map(({ close }) => close()));
    outside.close();
    await database.close();
  }
}

const configFor = (
  databaseUrl: string,
  { apiUrl, botToken = 'xoxb-bench' }: { apiUrl: string; botToken?: string },
): Config => ({
  botToken,
  transport: { mode: 'http', signingSecret },
  slackApiUrl: apiUrl,
  databaseUrl,
  dataDir: 'unused',
  host: '127.0.0.1',
  port: 0,
  logLevel: 'warn',
  sending: 'on',
  key: Buffer.alloc(32, 7),
});
