import { readFile } from 'node:fs/promises';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { extname, join, normalize } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Act, Changed, StreamEvents } from '../contract.ts';
import type { Core } from '../core.ts';
import type { Controls } from './controls.ts';
import { pageAct } from './pageAct.ts';
import { pageState } from './pageState.ts';

const PAGE = fileURLToPath(new URL('../page/', import.meta.url));
const GATHER_MS = 20;

const types: Record<string, string> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.mjs': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.json': 'application/json',
  '.woff2': 'font/woff2',
};

/** The browser page and what it asks for; true when the request was one of its own. */
export async function servePage(
  core: Core,
  controls: Controls,
  request: IncomingMessage,
  response: ServerResponse,
  readBody: () => Promise<Buffer>,
): Promise<boolean> {
  const url = new URL(request.url ?? '/', 'http://sandbox');
  const { pathname, searchParams } = url;
  const mine =
    pathname === '/' || pathname.startsWith('/page/') || pathname.startsWith('/sandbox/');
  if (!mine) return false;
  if (!isLocal(request))
    return send(response, 403, { ok: false, text: 'The sandbox answers to this machine only.' });
  const asked = Object.fromEntries(searchParams);
  if (pathname === '/sandbox/api/state')
    return send(response, 200, pageState(core, asked, controls.list()));
  if (pathname === '/sandbox/api/stream') return stream(core, request, response);
  if (pathname.startsWith('/sandbox/files/'))
    return sendFile(core, response, pathname.slice('/sandbox/files/'.length));
  if (request.method !== 'POST') return sendStatic(response, pathname);
  if (pathname === '/sandbox/api/act') {
    // The page is written against the same contract.
    return send(response, 200, await pageAct(core, JSON.parse(String(await readBody())) as Act));
  }
  if (pathname.startsWith('/sandbox/api/control/'))
    return send(
      response,
      200,
      await controls.run(decodeURIComponent(pathname.slice('/sandbox/api/control/'.length))),
    );
  return send(response, 404, { ok: false, text: 'There is no such page.' });
}

/** Requests from other sites (DNS rebinding, cross-site posts) are refused. */
function isLocal({ headers }: IncomingMessage): boolean {
  const local = /^(127\.0\.0\.1|localhost|\[::1\])(:\d+)?$/;
  const origin = headers.origin?.replace(/^https?:\/\//, '');
  return local.test(headers.host ?? '') && (origin === undefined || local.test(origin));
}

function send(response: ServerResponse, status: number, body: unknown): true {
  response.writeHead(status, { 'content-type': 'application/json', 'cache-control': 'no-store' });
  response.end(JSON.stringify(body));
  return true;
}

/** One 'changed' event a change, equal ones within a moment sent once. */
function stream({ workspace }: Core, request: IncomingMessage, response: ServerResponse): true {
  response.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-store' });
  const event: keyof StreamEvents = 'changed';
  const write = (change: StreamEvents[typeof event]) =>
    response.write(`event: ${event}\ndata: ${JSON.stringify(change)}\n\n`);
  const gathered = new Map<string, Changed>();
  let timer: NodeJS.Timeout | undefined;
  const flush = () => {
    timer = undefined;
    gathered.forEach(write);
    gathered.clear();
  };
  const stop = workspace.watch((change) => {
    gathered.set(`${change.what} ${change.channel ?? ''}`, change);
    timer ??= setTimeout(flush, GATHER_MS);
  });
  request.on('close', () => {
    stop();
    clearTimeout(timer);
  });
  write({ what: 'all' });
  return true;
}

function sendFile({ workspace }: Core, response: ServerResponse, id: string): true {
  const file = workspace.files.get(id);
  if (!file?.bytes) return send(response, 404, { ok: false, text: 'There is no such file.' });
  response.writeHead(200, { 'content-type': file.mimetype, 'x-content-type-options': 'nosniff' });
  response.end(file.bytes);
  return true;
}

async function sendStatic(response: ServerResponse, pathname: string): Promise<true> {
  const name =
    pathname === '/' ? 'index.html' : decodeURIComponent(pathname.slice('/page/'.length));
  const path = normalize(join(PAGE, name));
  const type = types[extname(path)];
  const bytes =
    path.startsWith(PAGE) && type ? await readFile(path).catch(() => undefined) : undefined;
  if (!bytes || !type) return send(response, 404, { ok: false, text: 'There is no such page.' });
  response.writeHead(200, {
    'content-type': type,
    'cache-control': 'no-store',
    'x-content-type-options': 'nosniff',
  });
  response.end(bytes);
  return true;
}
