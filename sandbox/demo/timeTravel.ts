import { Temporal } from 'temporal-polyfill';
import type { movableClock } from '../../src/clock.ts';
import type { Context } from '../../src/context.ts';
import { jobs } from '../../src/schedule.ts';
import { demoTimezone } from './world.ts';

const stepMs = 15 * 60_000;
/** What may be due at any quarter of an hour; the rest runs every hour. */
const byTheQuarter = new Set(['follow-up', 'release-held', 'send-digests']);

/** What asks Slack who is there, or counts the app's own absence, has nothing to do with this clock. */
const byTheWall = new Set([
  'note-outages',
  'report-parked',
  'refresh-people',
  'refresh-holidays',
  'refresh-homes',
  'forget-deliveries',
]);

const sleep = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

/** Moves the demo's clock the way time passes: the jobs run on every quarter of an hour between. */
export class TimeTravel {
  readonly #ctx: Context;
  readonly #clock: ReturnType<typeof movableClock>;
  readonly #moved: (offset: number) => void;

  constructor(
    ctx: Context,
    clock: ReturnType<typeof movableClock>,
    moved: (offset: number) => void,
  ) {
    this.#ctx = ctx;
    this.#clock = clock;
    this.#moved = moved;
  }

  async anHour(): Promise<string> {
    return this.#to(this.#clock.now().getTime() + 4 * stepMs);
  }

  async nextMorning(): Promise<string> {
    return this.#to(morningAfter(this.#clock.now()).getTime());
  }

  /** When reps get their week, and marketers that of their sources. */
  async fridayAfternoon(): Promise<string> {
    return this.#to(fridayAfter(this.#clock.now()).getTime());
  }

  /** To just after the next window of a rep has run out; where no rep has a lead, of one to claim. */
  async pastTheWindow(): Promise<string> {
    const { db, workspaceId } = this.#ctx;
    const next = await db
      .selectFrom('leads')
      .where('workspace_id', '=', workspaceId)
      .where('follow_up_due_at', '>', this.#clock.now())
      .orderBy((eb) => eb('owner_id', 'is', null))
      .orderBy('follow_up_due_at')
      .limit(1)
      .select('follow_up_due_at as at')
      .executeTakeFirst();
    return next?.at ? this.#to(next.at.getTime() + 60_000) : 'Nothing is due. Claim a lead first.';
  }

  async #to(end: number): Promise<string> {
    for (;;) {
      const now = this.#clock.now().getTime();
      const quarter = Math.floor(now / stepMs + 1) * stepMs;
      this.#clock.forward(Math.max(0, Math.min(quarter, end) - now));
      this.#moved(this.#clock.offset());
      const isHour = quarter % (4 * stepMs) === 0 || quarter >= end;
      for (const [name, { run }] of Object.entries(jobs)) {
        if (byTheQuarter.has(name) || (isHour && !byTheWall.has(name))) await run(this.#ctx);
      }
      await this.#sent();
      if (this.#clock.now().getTime() >= end) break;
    }
    return clocks(this.#clock.now());
  }

  /** What is to be sent by now is sent before time goes on. */
  async #sent(): Promise<void> {
    this.#ctx.wakeDelivery();
    for (let tries = 0; tries < 200; tries++) {
      const waiting = await this.#ctx.db
        .selectFrom('messages')
        .where('state', '=', 'waiting')
        .where('not_before', '<=', this.#clock.now())
        .select('id')
        .executeTakeFirst();
      if (!waiting) return;
      await sleep(25);
    }
  }
}

/** A quarter past four on Friday, when it is past three for everyone in the demo. */
function fridayAfter(now: Date): Date {
  const start = Temporal.Instant.fromEpochMilliseconds(now.getTime()).toZonedDateTimeISO(
    demoTimezone,
  );
  let day = start.withPlainTime('16:15');
  while (day.dayOfWeek !== 5 || Temporal.ZonedDateTime.compare(day, start) <= 0) {
    day = day.add({ days: 1 });
  }
  return new Date(day.epochMilliseconds);
}

/** A quarter past nine on the next working day. */
function morningAfter(now: Date): Date {
  const start = Temporal.Instant.fromEpochMilliseconds(now.getTime()).toZonedDateTimeISO(
    demoTimezone,
  );
  let day = start.add({ days: 1 });
  while (day.dayOfWeek > 5) day = day.add({ days: 1 });
  return new Date(day.withPlainTime('09:15').epochMilliseconds);
}

/** How far ahead of the wall a new demo's clock stands, so that it begins when people work. */
export function offsetToWork(now: Date): number {
  const here = Temporal.Instant.fromEpochMilliseconds(now.getTime()).toZonedDateTimeISO(
    demoTimezone,
  );
  const works = here.dayOfWeek <= 5 && here.hour >= 9 && here.hour < 15;
  return works ? 0 : morningAfter(now).getTime() - now.getTime();
}

const clocks = (now: Date): string =>
  `It is ${at(now, 'Europe/Berlin', { weekday: 'long' })} in Berlin and ${at(now, demoTimezone)} in London.`;

const at = (now: Date, timeZone: string, day: Intl.DateTimeFormatOptions = {}): string =>
  new Intl.DateTimeFormat('en-GB', { ...day, hour: '2-digit', minute: '2-digit', timeZone }).format(
    now,
  );
