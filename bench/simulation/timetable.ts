/** What happens when: taken out in the order of time, and of what is at the same time, as it was put in. */
export class Timetable<What> {
  readonly #entries: { at: number; what: What }[] = [];

  add(at: number, what: What): void {
    const after = this.#entries.findIndex((entry) => entry.at > at);
    this.#entries.splice(after < 0 ? this.#entries.length : after, 0, { at, what });
  }

  /** When the next thing happens; Infinity: nothing does. */
  get nextAt(): number {
    return this.#entries[0]?.at ?? Infinity;
  }

  take(): What | undefined {
    return this.#entries.shift()?.what;
  }
}
