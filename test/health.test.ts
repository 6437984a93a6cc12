import type { IncomingMessage, ServerResponse } from 'node:http';
import { expect, test } from 'vitest';
import { readyRoute } from '../src/health.ts';
import { openDatabase } from '../src/db/openDatabase.ts';
import { createLog } from '../src/log.ts';

test('where the database is away, that is what is said, and nothing worse of Slack', async () => {
  // Nothing listens there.
  const url = 'postgres://nobody@127.0.0.1:1/nothing';
  const { db, close } = await openDatabase({ url, log: createLog('silent') });
  const said = { status: 0, body: '' };
  const response = {
    writeHead: (status: number) => void (said.status = status),
    end: (body: string) => void (said.body = body),
  };
  const route = readyRoute({
    db,
    slackConnected: () => true,
    delivery: {
      health: () => Promise.reject(new Error('the database is away')),
      stopped: () => null,
    },
  });
  // The two parts of a request and an answer that the route uses.
  await route({} as IncomingMessage, response as unknown as ServerResponse, new URL('http://x'));
  await close();
  expect(said.status).toBe(503);
  expect(JSON.parse(said.body)).toEqual({ database: 'away', slack: 'ok', delivery: null });
});
