import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { Core } from './core.ts';
import type { Controls } from './pageApi/controls.ts';
import { servePage } from './pageApi/pageRoutes.ts';
import { receiveResponse } from './respond.ts';
import { type Answer, before } from './webApi/answer.ts';
import { callMethod } from './webApi/callMethod.ts';
import { receiveUpload } from './webApi/files.ts';

const MAX_BODY = 20 * 1024 * 1024;

/** The sandbox's HTTP server: Web API, uploads, response URLs, the page. */
export function slackServer(core: Core, controls: Controls, withPage: boolean): Server {
  return createServer((request, response) => {
    serve(core, controls, withPage, request, response).catch((error: unknown) => {
      // A connection that the app closed, or a mistake of the sandbox.
      if (!request.destroyed) console.error('sandbox:', error);
      request.socket.destroy();
    });
  });
}

async function serve(
  core: Core,
  controls: Controls,
  withPage: boolean,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const [path = '', query = ''] = (request.url ?? '').split('?', 2);
  const [, area, name = ''] = path.split('/', 3);
  if (area === 'api' || (area === 'respond' && request.method === 'POST')) {
    core.calls.active++;
    try {
      const body = await readBody(request);
      const call = { method: name, query, headers: request.headers, body };
      reply(
        request,
        response,
        await (area === 'api' ? callMethod(core, call) : receiveResponse(core, name, body)),
      );
    } finally {
      core.calls.active--;
    }
    return;
  }
  if (area === 'upload' && request.method === 'POST') {
    const type = request.headers['content-type'] ?? '';
    const fault = core.faults.strike('upload', undefined);
    const stopped = fault && before(fault);
    if (stopped) return reply(request, response, stopped);
    const taken = await receiveUpload(core, name, type, await readBody(request));
    response
      .writeHead(taken ? 200 : 400, { 'content-type': 'text/plain' })
      .end(taken ? 'OK' : 'invalid upload');
    return;
  }
  if (withPage && (await servePage(core, controls, request, response, () => readBody(request))))
    return;
  response.writeHead(404).end();
}

function readBody(request: IncomingMessage): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let size = 0;
    request.on('data', (chunk: Buffer) => {
      size += chunk.length;
      if (size > MAX_BODY) request.destroy(new Error('body too large'));
      chunks.push(chunk);
    });
    request.on('end', () => resolve(Buffer.concat(chunks)));
    request.on('error', reject);
  });
}

function reply(
  request: IncomingMessage,
  response: ServerResponse,
  { status, headers, body, instead }: Answer,
): void {
  if (instead === 'never') return;
  if (instead === 'cut') {
    request.socket.destroy();
    return;
  }
  response.writeHead(status, { 'content-type': 'application/json; charset=utf-8', ...headers });
  response.end(JSON.stringify(body));
}
