import { connect } from 'node:net';
import { text } from 'node:stream/consumers';
import { afterEach, expect, test } from 'vitest';
import { answerJson, CannotListen, type Server, startServer } from '../src/server.ts';

const servers: Server[] = [];
const errors: unknown[] = [];
afterEach(async () => {
  for (const server of servers.splice(0)) await server.close(0);
  errors.length = 0;
});

type Routes = Parameters<typeof startServer>[0]['routes'];

async function serve(routes: Routes, port = 0): Promise<Server> {
  const onError = (error: unknown) => errors.push(error);
  const server = await startServer({ host: '127.0.0.1', port, routes, onError });
  servers.push(server);
  return server;
}

const hello: Routes[number] = {
  method: 'GET',
  path: '/hello',
  run: (_request, response) => answerJson(response, 200, { hello: true }),
};

/** As no decent client would write it. */
async function raw({ url }: Server, requestLine: string): Promise<string> {
  const { hostname, port } = new URL(url);
  const socket = connect(Number(port), hostname);
  socket.write(`${requestLine} HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n`);
  return (await text(socket)).split('\r\n')[0] ?? '';
}

test('each request gets the route of its method and path; what has none, is told so', async () => {
  const { url } = await serve([hello]);
  const status = async (path: string, method = 'GET') =>
    (await fetch(url + path, { method })).status;
  expect(await status('/hello')).toBe(200);
  expect(await status('/hello?x=1')).toBe(200);
  expect(await status('/hello', 'POST')).toBe(405);
  expect(await status('/helloes')).toBe(404);
  expect(await status('/')).toBe(404);
});

test.each(['GET //', 'GET http://[', 'GET http://a:b@:99999/', 'OPTIONS *', 'GET /%'])(
  '“%s” is answered, and the server goes on',
  async (requestLine) => {
    const server = await serve([hello]);
    expect(await raw(server, requestLine)).toMatch(/^HTTP\/1\.1 40\d /);
    expect((await fetch(`${server.url}/hello`)).status).toBe(200);
  },
);

test('a route that throws is answered with 500 and reported, without its words', async () => {
  const failing: Routes[number] = {
    ...hello,
    run() {
      throw new Error('secret');
    },
  };
  const { url } = await serve([failing]);
  const answer = await fetch(`${url}/hello`);
  expect(answer.status).toBe(500);
  expect(await answer.text()).not.toContain('secret');
  expect(errors).toEqual([new Error('secret')]);
});

test('a busy port is a sentence', async () => {
  const { url } = await serve([hello]);
  const { port } = new URL(url);
  const second = serve([hello], Number(port));
  await expect(second).rejects.toThrow(CannotListen);
  await expect(second).rejects.toThrow(`Port ${port} is in use`);
});

test('closing waits for what runs', async () => {
  const { promise: reached, resolve: reach } = Promise.withResolvers<void>();
  const { promise: allowed, resolve: allow } = Promise.withResolvers<void>();
  const slow: Routes[number] = {
    ...hello,
    async run(_request, response) {
      reach();
      await allowed;
      answerJson(response, 200, {});
    },
  };
  const server = await serve([slow]);
  const answer = fetch(`${server.url}/hello`);
  await reached;
  let closed = false;
  const closing = server.close(60_000).then(() => (closed = true));
  await expect(fetch(`${server.url}/hello`)).rejects.toThrow('fetch failed');
  expect(closed).toBe(false);
  allow();
  expect((await answer).status).toBe(200);
  await closing;
});
