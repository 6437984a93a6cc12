import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export type Route = (
  request: IncomingMessage,
  response: ServerResponse,
  url: URL,
) => void | Promise<void>;

export type Server = {
  /** What people can open, e.g. http://127.0.0.1:3000 */
  readonly url: string;
  /** Takes no more requests, waits for those that run, `deadline` ms at most. */
  close(deadline: number): Promise<void>;
};

/** The port is taken, or may not be used. Its message is meant for people. */
export class CannotListen extends Error {
  override name = 'CannotListen';
}

export function answerJson(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { 'content-type': 'application/json; charset=utf-8' });
  response.end(JSON.stringify(body));
}

/**
 * Listens, and hands each request to the first route whose method and path prefix fit.
 * A route that throws is answered with 500 and reported to `onError`.
 */
export async function startServer(options: {
  host: string;
  port: number;
  routes: readonly { method: string; path: string; run: Route }[];
  onError: (error: unknown) => void;
}): Promise<Server> {
  let closing = false;
  const server = createServer((request, response) => {
    // A connection that is kept alive would hold up the end by seconds.
    response.once('close', () => closing && setImmediate(() => server.closeIdleConnections()));
    const url = URL.parse(request.url ?? '/', 'http://localhost');
    const atPath = options.routes.filter(
      ({ path }) => url?.pathname === path || url?.pathname.startsWith(`${path}/`),
    );
    const route = atPath.find(({ method }) => method === request.method);
    if (!url || !route) {
      response.setHeader('connection', 'close');
      if (atPath.length > 0) response.setHeader('allow', atPath.map((r) => r.method).join(', '));
      const status = atPath.length > 0 ? 405 : 404;
      return answerJson(response, status, {
        error: status === 405 ? 'This address takes another method.' : 'There is nothing here.',
      });
    }
    void (async () => route.run(request, response, url))().catch((error: unknown) => {
      options.onError(error);
      if (!response.headersSent) answerJson(response, 500, { error: 'This went wrong here.' });
      else response.destroy();
    });
  });
  server.requestTimeout = 30_000;
  server.headersTimeout = 10_000;
  await listen(server, options.host, options.port);
  const { address, port, family } = server.address() as AddressInfo; // it listens on TCP

  return {
    url: `http://${family === 'IPv6' ? `[${address}]` : address}:${port}`,
    close: (deadline) =>
      new Promise((resolve) => {
        closing = true;
        const timer = setTimeout(() => server.closeAllConnections(), deadline);
        server.close(() => {
          clearTimeout(timer);
          resolve();
        });
        server.closeIdleConnections();
      }),
  };
}

function listen(server: ReturnType<typeof createServer>, host: string, port: number) {
  return new Promise<void>((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) =>
      reject(
        error.code === 'EADDRINUSE'
          ? new CannotListen(
              `Port ${port} is in use by another program. Stop that program, or choose another port.`,
            )
          : error.code === 'EACCES'
            ? new CannotListen(`Port ${port} may not be used by this user. Choose one above 1023.`)
            : error,
      ),
    );
    server.listen(port, host, resolve);
  });
}
