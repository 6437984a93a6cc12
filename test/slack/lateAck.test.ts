import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { WebClient } from '@slack/web-api';
import { pino } from 'pino';
import { expect, test } from 'vitest';
import { HttpDelivery } from '../../sandbox/delivery/http.ts';
import { createBolt } from '../../src/slack/bolt.ts';

test('a click that is acknowledged too late is still answered, and nobody is told that it failed', async () => {
  const logged: string[] = [];
  const told: string[] = [];
  const client = new WebClient('xoxb-1', {
    fetch: async (url) => {
      told.push(String(url));
      return Response.json({ ok: true });
    },
  });
  const door = createBolt({
    transport: { mode: 'http', signingSecret: 'a-signing-secret' },
    installation: { teamId: 'T1', botToken: 'xoxb-1', botId: 'B1', botUserId: 'U0' },
    apiUrl: 'http://127.0.0.1:1/api/',
    client,
    log: pino({ level: 'warn' }, { write: (line) => void logged.push(line) }),
    onFatal: () => {},
  });
  const answered = Promise.withResolvers<void>();
  door.bolt.action('slow', async ({ ack }) => {
    await new Promise((resolve) => setTimeout(resolve, 3_200));
    await ack();
    answered.resolve();
  });
  const server = createServer((request, response) => void door.route?.(request, response));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo; // it listens on TCP
  const url = `http://127.0.0.1:${port}/slack/events`;
  const slack = new HttpDelivery([url], 'a-signing-secret', 5_000);
  const { acked } = await slack.send({
    kind: 'interactive',
    acceptsResponse: false,
    payload: {
      type: 'block_actions',
      team: { id: 'T1', domain: 'x' },
      user: { id: 'U1', team_id: 'T1' },
      actions: [{ type: 'button', action_id: 'slow', block_id: 'b' }],
      response_url: 'http://127.0.0.1:1/respond',
    },
  });
  expect(acked).toBe(false);
  await answered.promise;
  expect(logged.filter((line) => line.includes('after Slack had given up'))).toHaveLength(1);
  expect(logged.filter((line) => line.includes('listener failed'))).toEqual([]);
  expect(told).toEqual([]);
  slack.close();
  server.close();
});
