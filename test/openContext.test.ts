import { afterAll, expect, test } from 'vitest';
import type { Config } from '../src/config.ts';
import { isForPeople } from '../src/forPeople.ts';
import { createLog } from '../src/log.ts';
import { openContext } from '../src/openContext.ts';
import { startServer } from '../src/server.ts';
import { createTestDatabase } from './support/testDatabase.ts';

const database = await createTestDatabase();
afterAll(database.drop);

/** An address where nothing listens any more. */
const { url, close } = await startServer({
  host: '127.0.0.1',
  port: 0,
  routes: [],
  onError: () => {},
});
const nobody = new URL(url).host;
await close(0);

const config: Config = {
  botToken: 'xoxb-secret',
  transport: { mode: 'socket', appToken: 'xapp-1' },
  slackApiUrl: `http://${nobody}/api/`,
  databaseUrl: database.url,
  dataDir: database.dataDir ?? 'unused',
  host: '127.0.0.1',
  port: 0,
  logLevel: 'silent',
  sending: 'on',
  key: Buffer.alloc(32),
};
const open = (changed: Partial<Config>) =>
  openContext({ ...config, ...changed }, { log: createLog('silent') }).catch(
    (error: unknown) => error,
  );

const elsewhere = database.url && database.url.replace(/[^/]*$/, 'no_such_database');

test.skipIf(!elsewhere)('where Postgres has no such database, a sentence says so', async () => {
  const error = await open({ databaseUrl: elsewhere });
  expect(isForPeople(error)).toBe(true);
  expect((error as Error).message).toBe(
    'The database cannot be used: database "no_such_database" does not exist. Check DATABASE_URL.',
  );
});

test.each([
  [
    'the database',
    { databaseUrl: `postgres://me:secret@${nobody}/leads` },
    'The database cannot be reached (ECONNREFUSED). Check DATABASE_URL, and that Postgres runs.',
  ],
  [
    'Slack',
    {},
    `Slack cannot be reached at http://${nobody}/api/ (ECONNREFUSED). Check the connection, then start again.`,
  ],
])('where %s cannot be reached at the start, a sentence says so', async (_what, changed, said) => {
  const error = await open(changed);
  expect(isForPeople(error)).toBe(true);
  expect((error as Error).message).toBe(said);
});
