import { randomBytes } from 'node:crypto';

const LIFETIME_MS = 30 * 60_000;
const USES = 5;

/** Where answers to a response_url go. */
export interface ResponseTarget {
  channel: string;
  user: string;
  /** The message that was acted on, for replace_original and delete_original. */
  ts?: string;
  threadTs?: string;
}

/** Response URLs: five uses within thirty minutes. */
export class ResponseUrls {
  readonly #issued = new Map<string, ResponseTarget & { at: number; uses: number }>();
  readonly #base: () => string;

  constructor(base: () => string) {
    this.#base = base;
  }

  issue(target: ResponseTarget): string {
    const key = randomBytes(16).toString('base64url');
    this.#issued.set(key, { ...target, at: Date.now(), uses: 0 });
    if (this.#issued.size > 20_000)
      for (const old of [...this.#issued.keys()].slice(0, 10_000)) this.#issued.delete(old);
    return `${this.#base()}/respond/${key}`;
  }

  /** The target, one use of it spent; else Slack's error code. */
  use(key: string): ResponseTarget | string {
    const issued = this.#issued.get(key);
    if (!issued || Date.now() - issued.at > LIFETIME_MS) return 'expired_url';
    return ++issued.uses > USES ? 'used_url' : issued;
  }
}
