import type { JsonObject } from './blockKit/rules.ts';
import type { FaultKind } from './faultPlan.ts';

/** One call of the Web API, or one answer to a response_url (method 'response_url'). */
export interface Call {
  method: string;
  args: JsonObject;
  /** Milliseconds of the sandbox's clock. */
  at: number;
  tokenKind: 'bot' | 'app' | 'none' | 'unknown';
  /** HTTP status; 0 where no answer was given. */
  status: number;
  /** Whether it took effect: also true where only the answer was lost. */
  done: boolean;
  /** What the answer said. */
  ok: boolean;
  error?: string;
  /** The reasons that came with the error. */
  reasons?: string[];
  response?: JsonObject;
  fault?: FaultKind;
}

/** The record of calls, newest last; of more than `keep` the older half is dropped. */
export class Calls {
  readonly all: Call[] = [];
  /** Calls by method, whatever was dropped. */
  readonly counts = new Map<string, number>();
  count = 0;
  /** Calls that are being carried out. */
  active = 0;
  readonly #keep: number;

  constructor(keep: number) {
    this.#keep = keep;
  }

  add(call: Call): void {
    this.count++;
    this.counts.set(call.method, (this.counts.get(call.method) ?? 0) + 1);
    if (this.#keep === 0) return;
    this.all.push(call);
    if (this.all.length > this.#keep) this.all.splice(0, Math.ceil(this.#keep / 2));
  }
}
