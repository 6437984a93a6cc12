import type { FaultPlan } from '../faultPlan.ts';
import type { Ack, Delivery, Retry, Transport } from './delivery.ts';

export interface CourierOptions {
  faults: FaultPlan;
  /** Before each retry of an event that was not acked. */
  eventRetryDelaysMs: number[];
}

/** Brings everything to the app: duplicates what the fault plan says, retries events, knows what is on its way. */
export class Courier {
  transport: Transport;
  readonly #options: CourierOptions;
  readonly #retries = new Set<NodeJS.Timeout>();
  #inFlight = 0;
  #last: Delivery | undefined;

  constructor(transport: Transport, options: CourierOptions) {
    this.transport = transport;
    this.#options = options;
  }

  get inFlight(): number {
    return this.#inFlight;
  }

  /** The answer to the first copy; events that are not acked are tried again later. */
  async deliver(delivery: Delivery): Promise<Ack> {
    this.#last = delivery;
    const first = this.#send(delivery);
    const copies = Array.from({ length: this.#options.faults.copies() }, () =>
      this.#send(delivery),
    );
    const [ack] = await Promise.all([first, ...copies]);
    if (delivery.kind === 'events_api') this.#retryLater(delivery, ack, 1);
    return ack;
  }

  /** Sends the last delivery again as it was, ids included: Slack's rare duplicate. */
  async redeliver(retry?: Retry): Promise<Ack> {
    if (!this.#last) throw new Error('nothing was delivered yet');
    return this.#send(this.#last, retry);
  }

  async #send(delivery: Delivery, retry?: Retry): Promise<Ack> {
    this.#inFlight++;
    try {
      return await this.transport.send(delivery, retry);
    } finally {
      this.#inFlight--;
    }
  }

  #retryLater(delivery: Delivery, { acked, noRetry, problem, status }: Ack, attempt: number): void {
    const delay = this.#options.eventRetryDelaysMs[attempt - 1];
    if (acked || noRetry || delay === undefined) return;
    const reason = status
      ? 'http_error'
      : problem === 'no_app'
        ? 'connection_failed'
        : 'http_timeout';
    const again = async () => {
      this.#retries.delete(timer);
      this.#retryLater(delivery, await this.#send(delivery, { attempt, reason }), attempt + 1);
    };
    const timer = setTimeout(() => void again(), delay);
    this.#retries.add(timer);
  }

  close(): void {
    this.#retries.forEach((timer) => clearTimeout(timer));
  }
}
