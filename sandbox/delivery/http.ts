import { createHmac } from 'node:crypto';
import { Agent, type IncomingMessage, request } from 'node:http';
import type { Ack, Delivery, Retry, Transport } from './delivery.ts';

/** Slack's signature of a body: https://docs.slack.dev/authentication/verifying-requests-from-slack */
export const sign = (secret: string, timestamp: number, body: string): string =>
  `v0=${createHmac('sha256', secret).update(`v0:${timestamp}:${body}`).digest('hex')}`;

/** Signed HTTP delivery to one request URL, or to several in turn as a load balancer would. */
export class HttpDelivery implements Transport {
  readonly isConnected = true;
  readonly #urls: string[];
  readonly #secret: string;
  readonly #ackTimeoutMs: number;
  readonly #agent = new Agent({ keepAlive: true });
  #turn = 0;

  constructor(urls: string[], secret: string, ackTimeoutMs: number) {
    this.#urls = urls;
    this.#secret = secret;
    this.#ackTimeoutMs = ackTimeoutMs;
  }

  send(delivery: Delivery, retry?: Retry): Promise<Ack> {
    const { body, type } = encode(delivery);
    const timestamp = Math.floor(Date.now() / 1000);
    const url = this.#urls[this.#turn++ % this.#urls.length] ?? '';
    return this.post(url, body, {
      'content-type': type,
      'x-slack-request-timestamp': String(timestamp),
      'x-slack-signature': sign(this.#secret, timestamp, body),
      ...(retry && {
        'x-slack-retry-num': String(retry.attempt),
        'x-slack-retry-reason': retry.reason,
      }),
    });
  }

  /** Posts bytes with these headers and waits as Slack does; also good for forged requests. */
  post(url: string, body: string, headers: Record<string, string>): Promise<Ack> {
    const since = performance.now();
    return new Promise((resolve) => {
      let timedOut = false;
      const finish = (ack: Omit<Ack, 'ms'>) => {
        clearTimeout(timer);
        resolve({ ...ack, ms: performance.now() - since });
      };
      const sent = request(
        url,
        {
          method: 'POST',
          agent: this.#agent,
          headers: {
            'user-agent': 'Slackbot 1.0 (+https://api.slack.com/robots)',
            'content-length': Buffer.byteLength(body),
            ...headers,
          },
        },
        (response) => {
          void readAck(response).then(finish, () => finish({ acked: false, problem: 'app_error' }));
        },
      );
      const timer = setTimeout(() => {
        timedOut = true;
        sent.destroy();
        finish({ acked: false, problem: 'timeout' });
      }, this.#ackTimeoutMs);
      sent.on('error', (error) => {
        if (!timedOut) finish({ acked: false, problem: 'no_app', detail: error.message });
      });
      sent.end(body);
    });
  }

  close(): void {
    this.#agent.destroy();
  }
}

function encode({ kind, payload }: Delivery): { body: string; type: string } {
  const form = 'application/x-www-form-urlencoded';
  if (kind === 'events_api') return { body: JSON.stringify(payload), type: 'application/json' };
  if (kind === 'interactive')
    return {
      body: new URLSearchParams({ payload: JSON.stringify(payload) }).toString(),
      type: form,
    };
  // A command's payload holds strings only.
  return { body: new URLSearchParams(payload as Record<string, string>).toString(), type: form };
}

async function readAck(response: IncomingMessage): Promise<Omit<Ack, 'ms'>> {
  const chunks: Buffer[] = [];
  for await (const chunk of response) chunks.push(chunk);
  const text = Buffer.concat(chunks).toString();
  const status = response.statusCode ?? 0;
  if (status < 200 || status > 299)
    return {
      acked: false,
      status,
      problem: 'app_error',
      detail: `HTTP ${status}`,
      noRetry: response.headers['x-slack-no-retry'] === '1',
    };
  return { acked: true, status, ...(text && { body: parse(text) }) };
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
