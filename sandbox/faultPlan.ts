/** What can go wrong with a Web API call or a response_url. */
export type FaultKind =
  /** Refused: HTTP 429 with `retryAfter` seconds (default 1); nothing done. */
  | '429'
  /** The same without the header. */
  | '429-no-retry-after'
  /** HTTP error; nothing done. */
  | '500'
  | '503'
  /** No answer ever; nothing done. */
  | 'hang'
  /** Done, and no answer ever. */
  | 'accept-then-hang'
  /** The connection is cut; nothing done. */
  | 'reset-before'
  /** Done, and the connection is cut before the answer. */
  | 'accept-then-reset'
  /** Done, and answered with an HTTP 500. */
  | 'accept-then-500'
  /** Done, and answered `ok: false, error: internal_error`. */
  | 'accept-then-internal_error'
  /** Done and answered, late by `delayMs`. */
  | 'slow'
  /** Answered `ok: false` with this code; nothing done. */
  | { error: string };

export interface FaultSpec {
  fault: FaultKind;
  /** 'chat.postMessage', 'response_url', or 'upload' for the bytes of a file; default every method. */
  method?: string;
  /** Only calls whose `channel` or `channel_id` argument is this. */
  channel?: string;
  /** How often it strikes; default once. */
  times?: number;
  /** 0 to 1; default 1. */
  probability?: number;
  /** Seconds, for '429'. */
  retryAfter?: number;
  /** Before anything else is done. */
  delayMs?: number;
}

export interface Fault extends FaultSpec {
  /** How often it has struck. */
  hits: number;
}

/** Which calls fail, and how. The first fault that fits strikes. */
export class FaultPlan {
  readonly #faults: Fault[] = [];
  readonly #random: () => number;
  #duplicates: number[] = [];

  constructor(random: () => number) {
    this.#random = random;
  }

  /** Adds a fault and returns it, so that its hits can be read. */
  add(spec: FaultSpec): Fault {
    const fault = { ...spec, hits: 0 };
    this.#faults.push(fault);
    return fault;
  }

  remove(fault: Fault): void {
    const at = this.#faults.indexOf(fault);
    if (at >= 0) this.#faults.splice(at, 1);
  }

  clear(): void {
    this.#faults.length = 0;
    this.#duplicates = [];
  }

  /** The next delivery to the app arrives `copies` times more, at once. */
  duplicateNextDelivery(copies = 1): void {
    this.#duplicates.push(copies);
  }

  /** How many extra copies this delivery gets. */
  copies(): number {
    return this.#duplicates.shift() ?? 0;
  }

  /** The fault that strikes this call, its hit counted. */
  strike(method: string, channel: unknown): Fault | undefined {
    const fault = this.#faults.find(
      (one) =>
        one.hits < (one.times ?? 1) &&
        (one.method === undefined || one.method === method) &&
        (one.channel === undefined || one.channel === channel) &&
        (one.probability === undefined || this.#random() < one.probability),
    );
    if (fault) fault.hits++;
    return fault;
  }
}
