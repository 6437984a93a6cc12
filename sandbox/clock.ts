/** Stamps: ids, ts and hashes, unique within one sandbox. */
export class Clock {
  readonly now: () => number;
  #lastMicros: number;
  #count: number;

  /** `now` gives milliseconds; `lastMicros` continues an earlier run. */
  constructor(now: () => number, lastMicros = 0, count = 0) {
    this.now = now;
    this.#lastMicros = lastMicros;
    this.#count = count;
  }

  /** "seconds.micros", later than every ts before it even when the clock stands still or goes back. */
  ts(): string {
    this.#lastMicros = Math.max(this.#lastMicros + 1, Math.floor(this.now()) * 1000);
    const seconds = Math.floor(this.#lastMicros / 1_000_000);
    return `${seconds}.${String(this.#lastMicros % 1_000_000).padStart(6, '0')}`;
  }

  /** An id with Slack's letter in front: F0000000A1. */
  id(letter: string): string {
    return letter + (++this.#count).toString(36).toUpperCase().padStart(10, '0');
  }

  /** Where a later run has to go on. */
  position(): { lastMicros: number; count: number } {
    return { lastMicros: this.#lastMicros, count: this.#count };
  }
}
