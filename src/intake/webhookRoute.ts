import type { IncomingMessage, ServerResponse } from 'node:http';
import { systemClock } from '../clock.ts';
import { type Context, theApp } from '../context.ts';
import { databaseAway } from '../db/databaseAway.ts';
import { leadNumber } from '../leads/lead.ts';
import { answerJson, type Route } from '../server.ts';
import { type Rate, rateLimit } from './rateLimit.ts';
import { receiveLead } from './receiveLead.ts';
import type { Proof } from './verification.ts';
import { verifySender } from './verifySender.ts';
import { isJsonType, parseBody, readBody } from './webhookBody.ts';

const longestBody = 256 * 1024;
const defaultRate: Rate = { perSecond: 50, burst: 500 };

/** What is answered: a status, and a body of which `error` and `why` are sentences. */
type Answer = {
  readonly status: number;
  readonly body: Record<string, unknown>;
  readonly retryAfter?: number;
};

/**
 * `POST /intake/:source` and `/intake/:source/:token`. The sender is verified on the raw bytes before
 * anything is parsed. 2xx, with the lead's number, is answered only when the lead is committed;
 * whatever is refused gets `{error, field}`, and has stored nothing. With 429 and 503 comes
 * Retry-After.
 */
export function intakeRoute(ctx: Context, rate: Rate = defaultRate): Route {
  const limit = rateLimit(rate);
  return async (request, response, url) => {
    const answer = await take(ctx, request, url, limit).catch((error: unknown) => {
      if (!databaseAway(error)) throw error;
      ctx.log.warn({ error: String(error) }, 'a lead could not be stored: the database is away');
      return refuse(503, 'The lead was not stored. Send it again in a moment.', { retryAfter: 5 });
    });
    send(request, response, answer);
  };
}

async function take(
  ctx: Context,
  request: IncomingMessage,
  url: URL,
  limit: (key: string) => number,
): Promise<Answer> {
  const [, , source = '', token, ...rest] = url.pathname.split('/');
  const { document } = await ctx.settings.current();
  const entry = Object.hasOwn(document.sources, source) ? document.sources[source] : undefined;
  if (!entry?.verification || rest.length > 0)
    return refuse(404, 'There is no source at this address.');
  const body = await readBody(request, longestBody);
  if (!body) return refuse(413, 'The body is larger than 256 KiB.');

  const proof = await verifySender(
    ctx,
    { key: source, verification: entry.verification },
    { headers: request.headers, body, token },
    systemClock.now(),
  );
  if (!proof) return refuse(401, 'This is not from the source: its signature or token is wrong.');
  const wait = limit(source);
  if (wait > 0)
    return refuse(429, 'Too many leads at once. Send this one again later.', { retryAfter: wait });
  return receive(ctx, source, request, body, proof);
}

async function receive(
  ctx: Context,
  source: string,
  { headers }: IncomingMessage,
  body: Buffer,
  { webhookId }: Proof,
): Promise<Answer> {
  if (headers['content-encoding'] || !isJsonType(headers['content-type']))
    return refuse(415, 'Send the lead as JSON, uncompressed.');
  const arrival = parseBody(body);
  if (typeof arrival === 'string') return refuse(400, arrival);
  const received = await receiveLead(ctx, { source, arrival, by: theApp, webhookId });
  switch (received.outcome) {
    case 'refused':
      return refuse(422, received.why, { field: received.field });
    case 'not-allowed':
      return refuse(403, 'This sender may not bring leads.');
    default: {
      const { outcome, lead } = received;
      const status = outcome === 'created' ? 201 : 200;
      return { status, body: { lead: leadNumber(lead.id), outcome } };
    }
  }
}

function refuse(
  status: number,
  error: string,
  { field, retryAfter }: { field?: string; retryAfter?: number } = {},
): Answer {
  return { status, body: { error, ...(field && { field }) }, ...(retryAfter && { retryAfter }) };
}

function send(request: IncomingMessage, response: ServerResponse, answer: Answer): void {
  if (answer.retryAfter) response.setHeader('retry-after', Math.ceil(answer.retryAfter));
  // Of a body that is not wanted, the rest is thrown away; the sender reads no answer before that.
  request.resume();
  answerJson(response, answer.status, answer.body);
}
