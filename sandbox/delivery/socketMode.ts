import { randomUUID } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { type RawData, type WebSocket, WebSocketServer } from 'ws';
import { isObject, type JsonObject } from '../blockKit/rules.ts';
import type { Ack, Delivery, Retry, Transport } from './delivery.ts';

const MAX_SOCKETS = 10;
const PING_MS = 10_000;

interface Waiting {
  socket: WebSocket;
  finish: (ack: Omit<Ack, 'ms'>) => void;
}

/** Socket Mode: each envelope goes to one of the open sockets, in turn, and is acked by its envelope_id. */
export class SocketMode implements Transport {
  readonly #server = new WebSocketServer({ noServer: true });
  readonly #sockets: WebSocket[] = [];
  readonly #waiting = new Map<string, Waiting>();
  readonly #tickets = new Set<string>();
  readonly #appId: string;
  readonly #ackTimeoutMs: number;
  readonly #onConnection: () => void;
  readonly #pinging: NodeJS.Timeout;
  #turn = 0;

  constructor(appId: string, ackTimeoutMs: number, onConnection: () => void) {
    this.#appId = appId;
    this.#ackTimeoutMs = ackTimeoutMs;
    this.#onConnection = onConnection;
    this.#pinging = setInterval(
      () => this.#sockets.forEach((socket) => socket.ping('ping')),
      PING_MS,
    );
    this.#pinging.unref();
  }

  get isConnected(): boolean {
    return this.#sockets.length > 0;
  }

  get count(): number {
    return this.#sockets.length;
  }

  /** The path of a new connection, good for one use. */
  ticket(): string {
    const ticket = randomUUID();
    this.#tickets.add(ticket);
    return `/link/?ticket=${ticket}&app_id=${this.#appId}`;
  }

  /** Answers an HTTP upgrade. */
  upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void {
    const url = new URL(request.url ?? '', 'ws://sandbox');
    if (url.pathname !== '/link/' || !this.#tickets.delete(url.searchParams.get('ticket') ?? '')) {
      socket.end('HTTP/1.1 403 Forbidden\r\n\r\n');
      return;
    }
    this.#server.handleUpgrade(request, socket, head, (opened) => this.#adopt(opened));
  }

  #adopt(socket: WebSocket): void {
    socket.on('error', () => socket.terminate());
    if (this.#sockets.length >= MAX_SOCKETS) {
      socket.send(JSON.stringify({ type: 'disconnect', reason: 'too_many_websockets' }));
      socket.close();
      return;
    }
    this.#sockets.push(socket);
    socket.on('message', (data) => this.#receive(data));
    socket.on('close', () => this.#drop(socket));
    socket.send(
      JSON.stringify({
        type: 'hello',
        num_connections: this.#sockets.length,
        connection_info: { app_id: this.#appId },
        debug_info: { host: 'sandbox', build_number: 1, approximate_connection_time: 18060 },
      }),
    );
    this.#onConnection();
  }

  #drop(socket: WebSocket): void {
    const at = this.#sockets.indexOf(socket);
    if (at >= 0) this.#sockets.splice(at, 1);
    for (const waiting of [...this.#waiting.values()])
      if (waiting.socket === socket)
        waiting.finish({
          acked: false,
          problem: 'timeout',
          detail: 'the socket closed before the ack',
        });
    this.#onConnection();
  }

  #receive(data: RawData): void {
    const message: unknown = JSON.parse(String(data));
    if (!isObject(message) || typeof message.envelope_id !== 'string') return;
    const { payload } = message;
    const isEmpty =
      payload === undefined ||
      payload === '' ||
      (isObject(payload) && Object.keys(payload).length === 0);
    this.#waiting
      .get(message.envelope_id)
      ?.finish({ acked: true, status: 200, ...(!isEmpty && { body: payload }) });
  }

  send({ kind, payload, acceptsResponse }: Delivery, retry?: Retry): Promise<Ack> {
    const socket = this.#sockets[this.#turn++ % Math.max(1, this.#sockets.length)];
    if (!socket)
      return Promise.resolve({
        acked: false,
        ms: 0,
        problem: 'no_app',
        detail: 'no socket is open',
      });
    const envelope_id = randomUUID();
    const since = performance.now();
    return new Promise((resolve) => {
      const finish: Waiting['finish'] = (ack) => {
        clearTimeout(timer);
        if (this.#waiting.delete(envelope_id)) resolve({ ...ack, ms: performance.now() - since });
      };
      const timer = setTimeout(
        () => finish({ acked: false, problem: 'timeout' }),
        this.#ackTimeoutMs,
      );
      this.#waiting.set(envelope_id, { socket, finish });
      socket.send(JSON.stringify(envelope(envelope_id, { kind, payload, acceptsResponse }, retry)));
    });
  }

  /** Ends every connection: announced, as for a planned refresh, or cut. */
  disconnect(how: 'refresh' | 'cut'): void {
    for (const socket of [...this.#sockets]) {
      if (how === 'cut') socket.terminate();
      else
        socket.send(
          JSON.stringify({
            type: 'disconnect',
            reason: 'refresh_requested',
            debug_info: { host: 'sandbox' },
          }),
        );
    }
  }

  /** Says goodbye to every socket; who has not answered within the half second is cut off. */
  async close(): Promise<void> {
    clearInterval(this.#pinging);
    const late = setTimeout(() => this.disconnect('cut'), 500);
    await Promise.all(
      this.#sockets.map((socket) => {
        socket.close();
        return new Promise((resolve) => socket.once('close', resolve));
      }),
    );
    clearTimeout(late);
    this.#server.close();
  }
}

function envelope(
  envelope_id: string,
  { kind, payload, acceptsResponse }: Delivery,
  retry?: Retry,
): JsonObject {
  return {
    envelope_id,
    type: kind,
    payload,
    accepts_response_payload: acceptsResponse,
    ...(kind === 'events_api' && {
      retry_attempt: retry?.attempt ?? 0,
      retry_reason: retry?.reason ?? '',
    }),
  };
}
