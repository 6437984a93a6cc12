import { theApp } from '../../src/context.ts';
import { receiveLead } from '../../src/intake/receiveLead.ts';
import { calendarOf } from '../../src/people/calendar.ts';
import { nextWorkingTime } from '../../src/people/workingTime.ts';
import type { FreshDatabase } from '../support/databases.ts';
import { nextPlanned, turnsOfTheDay } from './agenda.ts';
import { type Arriving, arrivalsAt } from './arrivals.ts';
import { manners } from './habits.ts';
import { changeSettings, type Office, openOffice } from './office.ts';
import { Random } from './random.ts';
import { type Report, reportOn } from './report.ts';
import { hire, type Place, type Rep, settingsOf, worldOf } from './team.ts';
import { Timetable } from './timetable.ts';
import { type Notified, Watch } from './watch.ts';
import { look } from './work.ts';

const minute = 60_000;
const day = 1_440 * minute;
const wholeMinute = (at: number): number => Math.ceil(at / minute) * minute;
/** A Monday; the clocks change in America and in Europe within the next three weeks. */
const begins = Date.parse('2026-10-12T00:00:00Z');

export type Size = { readonly reps: number; readonly days: number; readonly seed: number };

type Given = Size & {
  readonly database: FreshDatabase;
  /** Progress, for whoever waits. */
  readonly say: (what: string) => void;
  /** Judges every minute, not only those in which something may happen. The report is the same. */
  readonly everyMinute?: boolean;
};

/** What happens at its own time. */
type Happening =
  | { readonly what: 'arrives'; readonly lead: Arriving }
  /** `planned`: the next one follows from it. */
  | { readonly what: 'looks'; readonly rep: Rep; readonly planned: boolean }
  /** Something may have become due. */
  | { readonly what: 'turn' };

/** Plays days of a sales team with the real code, and reports what that was like. The same for a seed. */
export async function simulate(given: Given): Promise<Report> {
  const { reps, days, seed, database } = given;
  const team = hire(reps);
  const watch = new Watch();
  const at = new Date(begins);
  const office = await openOffice({ database, world: worldOf(team), at, heard: watch.hear });
  try {
    await changeSettings(office, (before) => settingsOf(team, before));
    const simulation = new Simulation({ office, team, watch, given });
    await simulation.play();
    return await reportOn({
      ...{ ctx: office.ctx, reps: team.flatMap(({ roster }) => roster), watch },
      ...{ size: { reps, days, seed }, from: at, until: new Date(begins + days * day) },
    });
  } finally {
    await office.close();
  }
}

class Simulation {
  readonly #office: Office;
  readonly #watch: Watch;
  readonly #given: Given;
  readonly #places: ReadonlyMap<string, Place>;
  readonly #reps: ReadonlyMap<string, Rep>;
  readonly #randoms: ReadonlyMap<string, Random>;
  readonly #timetable = new Timetable<Happening>();
  #tickedAt = begins;
  /** When the next tick has something to judge. */
  #tickAt = begins;

  constructor(parts: { office: Office; team: readonly Place[]; watch: Watch; given: Given }) {
    this.#office = parts.office;
    this.#watch = parts.watch;
    this.#given = parts.given;
    const reps = parts.team.flatMap(({ roster }) => roster);
    const random = new Random(parts.given.seed);
    this.#places = new Map(parts.team.map((place) => [place.id, place]));
    this.#reps = new Map(reps.map((rep) => [rep.id, rep]));
    this.#randoms = new Map(
      [...this.#reps.keys(), ...this.#places.keys()].map((id) => [id, random.fork(id)]),
    );
  }

  async play(): Promise<void> {
    const { days, say } = this.#given;
    for (const rep of this.#reps.values()) await this.#planLook(rep, begins);
    for (let n = 0; n < days; n++) {
      await this.#playDay(begins + n * day);
      say(`${n + 1} of ${days} days`);
    }
  }

  async #playDay(from: number): Promise<void> {
    const until = from + day;
    await this.#planDay(from, until);
    for (;;) {
      const { nextAt } = this.#timetable;
      const now = Math.min(nextAt, this.#tickAt);
      if (now >= until) return;
      this.#office.setClock(now);
      const happens = nextAt <= this.#tickAt ? this.#timetable.take() : undefined;
      const did = happens ? await this.#happen(happens, now) : await this.#tick(now);
      if (!did) continue;
      await this.#office.deliver();
      for (const one of await this.#watch.judge(this.#office.ctx)) this.#notified(one, now);
      this.#tickAt = await this.#nextTick(now);
    }
  }

  async #planDay(from: number, until: number): Promise<void> {
    const { ctx, database } = this.#office;
    // By hand, since it runs when it likes by itself and changes plans.
    await database.pool.query('vacuum (analyze)');
    const { document } = await ctx.settings.current();
    const zones = [...this.#places.values()].map(({ timezone }) => timezone);
    const span = { from: new Date(from), until: new Date(until) };
    for (const turn of turnsOfTheDay(zones, document, span)) {
      if (turn >= from && turn < until) this.#timetable.add(turn, { what: 'turn' });
    }
    for (const place of this.#places.values()) {
      for (const lead of arrivalsAt(place, from, until, this.#random(place.id))) {
        this.#timetable.add(lead.at, { what: 'arrives', lead });
      }
    }
  }

  /** Whether anything may be different now. */
  async #happen(happening: Happening, now: number): Promise<boolean> {
    const { ctx } = this.#office;
    switch (happening.what) {
      case 'turn':
        this.#turned = true;
        return true;
      case 'arrives':
        await receiveLead(ctx, { ...happening.lead, by: theApp });
        return true;
      case 'looks': {
        const { rep, planned } = happening;
        const [manner, random] = [manners[rep.habit], this.#random(rep.id)];
        if (planned) await this.#planLook(rep, now);
        return (await look(ctx, { rep, manner, place: this.#place(rep), random })) > 0;
      }
    }
  }
  #turned = false;

  /** What the schedule does each minute. */
  async #tick(now: number): Promise<true> {
    const { ctx, job } = this.#office;
    this.#tickedAt = now;
    const did = { ...(await job('follow-up')), ...(await job('send-digests')) };
    ctx.wakeDelivery();
    await this.#watch.checkLeases(ctx);
    // What it did may have consequences at the next one.
    this.#turned = Object.values(did).some((count) => count > 0);
    return true;
  }

  /** The next minute in which the schedule's jobs may find something; `now` may be one. */
  async #nextTick(now: number): Promise<number> {
    const soonest = Math.max(this.#tickedAt + minute, wholeMinute(now));
    if (this.#turned || this.#given.everyMinute) return soonest;
    const planned = await nextPlanned(this.#office.ctx, new Date(this.#tickedAt));
    return planned ? Math.max(soonest, wholeMinute(planned.getTime())) : Infinity;
  }

  #notified({ person, kind }: Notified, now: number): void {
    // The next one may come when these minutes are over.
    this.#timetable.add(now + 45 * minute, { what: 'turn' });
    const rep = this.#reps.get(person);
    if (!rep || kind === 'digest') return;
    const { answersNudges, answersWithin } = manners[rep.habit];
    const random = this.#random(person);
    if (!random.chance(answersNudges)) return;
    const at = now + Math.floor(random.between(...answersWithin) * minute);
    this.#timetable.add(at, { what: 'looks', rep, planned: false });
  }

  /** They look again after a while, or soon after work begins. */
  async #planLook(rep: Rep, now: number): Promise<void> {
    const random = this.#random(rep.id);
    const { looks } = manners[rep.habit];
    const { document } = await this.#office.ctx.settings.current();
    const calendar = calendarOf(
      { timezone: rep.timezone, holidayRegion: null, ownHours: [], away: [] },
      document,
    );
    const soon = now + Math.floor(random.between(...looks) * minute);
    const work = nextWorkingTime(new Date(soon), calendar)?.getTime() ?? Infinity;
    const at = work === soon ? soon : work + Math.floor(random.between(0, 30) * minute);
    this.#timetable.add(at, { what: 'looks', rep, planned: true });
  }

  #place({ channel }: Rep): Place {
    const place = this.#places.get(channel);
    if (!place) throw new Error(`no channel ${channel}`);
    return place;
  }

  #random(id: string): Random {
    const random = this.#randoms.get(id);
    if (!random) throw new Error(`no random numbers for ${id}`);
    return random;
  }
}
