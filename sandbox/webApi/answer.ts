import type { JsonObject } from '../blockKit/rules.ts';
import type { Fault } from '../faultPlan.ts';

/** What to send back; `cut` closes the connection instead, `never` leaves it open. */
export interface Answer {
  status: number;
  headers?: Record<string, string>;
  body: JsonObject;
  instead?: 'cut' | 'never';
}

/** An answer given in place of doing anything. */
export function before({ fault, retryAfter = 1 }: Fault): Answer | undefined {
  const ratelimited = { ok: false, error: 'ratelimited' };
  if (typeof fault === 'object') return { status: 200, body: { ok: false, error: fault.error } };
  switch (fault) {
    case '429':
      return { status: 429, headers: { 'retry-after': String(retryAfter) }, body: ratelimited };
    case '429-no-retry-after':
      return { status: 429, body: ratelimited };
    case '500':
    case '503':
      return { status: Number(fault), body: {} };
    case 'hang':
      return { status: 0, body: {}, instead: 'never' };
    case 'reset-before':
      return { status: 0, body: {}, instead: 'cut' };
    default:
      return undefined;
  }
}

/** What becomes of the answer after the call was carried out. */
export function after({ fault }: Fault, answer: Answer): Answer {
  switch (fault) {
    case 'accept-then-reset':
      return { ...answer, instead: 'cut' };
    case 'accept-then-hang':
      return { ...answer, instead: 'never' };
    case 'accept-then-500':
      return { status: 500, body: {} };
    case 'accept-then-internal_error':
      return { status: 200, body: { ok: false, error: 'internal_error' } };
    default:
      return answer;
  }
}
