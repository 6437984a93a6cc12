import { calendarOf } from '../../src/people/calendar.ts';
import { findEveryone } from '../../src/people/peopleStore.ts';
import { nextPlanned, turnsOfTheDay } from './agenda.ts';
import type { Office } from './office.ts';

const minute = 60_000;
const day = 1_440 * minute;
const wholeMinute = (at: number): number => Math.ceil(at / minute) * minute;

/**
 * The schedule on an office's clock: its jobs run in each whole minute in which they may find something
 * to do. Those are the minutes of what is planned; of people's beginning to work and of digests; 45
 * minutes after a message, when the next one may follow. `skip: false`: each minute. That makes no
 * difference, and a test says so.
 */
export class Clockwork {
  readonly #office: Office;
  readonly #skip: boolean;
  #turns: number[] = [];
  #turnsUntil: number;
  #ranAt: number;
  /** The last run was calculating due instants, and may not be done with it. */
  #busy = false;
  #nextAt: number;

  constructor(office: Office, { from, skip = true }: { from: number; skip?: boolean }) {
    this.#office = office;
    this.#skip = skip;
    this.#turnsUntil = from;
    this.#ranAt = from - minute;
    this.#nextAt = wholeMinute(from);
  }

  /** When the jobs run next. */
  get nextAt(): number {
    return this.#nextAt;
  }

  /** Runs them, at `nextAt`, to which the clock is set. */
  async run(): Promise<void> {
    const { ctx, job } = this.#office;
    this.#ranAt = this.#nextAt;
    const { moved = 0 } = await job('follow-up');
    await job('send-digests');
    this.#busy = moved > 0;
    ctx.wakeDelivery();
  }

  /** To be called whenever something has happened. */
  async plan(now: number): Promise<void> {
    const soonest = Math.max(this.#ranAt + minute, wholeMinute(now));
    this.#nextAt = this.#busy || !this.#skip ? soonest : Math.max(soonest, await this.#next(now));
  }

  /** Somebody was notified, or something else makes this instant worth a look. */
  turnAt(at: number): void {
    this.#turns.push(at);
  }
  notified(now: number): void {
    this.turnAt(now + 45 * minute);
  }

  /** Goes on, delivery included, until just before an instant. */
  async runUntil(until: number): Promise<void> {
    const office = this.#office;
    await this.plan(office.ctx.clock.now().getTime());
    while (this.#nextAt < until) {
      const now = this.#nextAt;
      office.setClock(now);
      await this.run();
      await office.deliver();
      this.notified(now);
      await this.plan(now);
    }
    office.setClock(until);
  }

  async #next(now: number): Promise<number> {
    if (now >= this.#turnsUntil) await this.#findTurns(now);
    this.#turns = this.#turns.filter((turn) => turn > this.#ranAt);
    const planned = await nextPlanned(this.#office.ctx, new Date(this.#ranAt));
    const next = Math.min(this.#turnsUntil, planned?.getTime() ?? Infinity, ...this.#turns);
    return wholeMinute(next);
  }

  /** Those of the day that begins now. */
  async #findTurns(from: number): Promise<void> {
    const { ctx } = this.#office;
    const { document } = await ctx.settings.current();
    const until = from + day;
    const people = await findEveryone(ctx.db, ctx.workspaceId);
    const calendars = new Map(
      people.map((one) => [one.timezone, calendarOf({ ...one, away: [] }, document)]),
    );
    for (const calendar of calendars.values()) {
      for (const turn of turnsOfTheDay(calendar, document.digest.at, { from, until }))
        this.turnAt(turn);
    }
    this.#turnsUntil = until;
  }
}
