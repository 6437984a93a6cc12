import { theApp } from '../../src/context.ts';
import { receiveLead } from '../../src/intake/receiveLead.ts';
import { calendarOf } from '../../src/people/calendar.ts';
import { nextWorkingTime } from '../../src/people/workingTime.ts';
import { type Absence, absencesOf, leave } from './absences.ts';
import { type Arriving, arrivalsAt } from './arrivals.ts';
import { Clockwork } from './clockwork.ts';
import { manners } from './habits.ts';
import { askTheLatest, manage } from './manage.ts';
import type { Office } from './office.ts';
import type { Random } from './random.ts';
import type { Place, Rep } from './team.ts';
import { Timetable } from './timetable.ts';
import type { Notified, Watch } from './watch.ts';
import { look } from './work.ts';

const minute = 60_000;
const day = 1_440 * minute;

/** What happens at its own time. */
type Happening =
  | { readonly what: 'arrives'; readonly lead: Arriving }
  /** `planned`: the next one follows from it. */
  | { readonly what: 'looks'; readonly rep: Rep; readonly planned: boolean }
  | { readonly what: 'leaves'; readonly rep: Rep; readonly absence: Absence }
  /** The manager, after a message of this kind. */
  | { readonly what: 'manages'; readonly after: string };

type Parts = {
  readonly office: Office;
  readonly place: Place;
  readonly watch: Watch;
  readonly random: Random;
  readonly from: number;
  readonly until: number;
  /** On a weekday. */
  readonly leadsPerRep: number;
  /** False: the schedule runs each minute. */
  readonly skip: boolean;
};

/**
 * Days of one place, one after the other. The clock goes from one thing that happens to the next, and
 * to each run of the schedule.
 */
export class PlayedDays {
  readonly #parts: Parts;
  readonly #randoms: ReadonlyMap<string, Random>;
  readonly #timetable = new Timetable<Happening>();
  readonly #clockwork: Clockwork;
  /** By rep. */
  readonly #absences = new Map<string, readonly Absence[]>();
  #day: number;

  constructor(parts: Parts) {
    this.#parts = parts;
    this.#day = parts.from;
    this.#clockwork = new Clockwork(parts.office, parts);
    const { id, manager, roster } = parts.place;
    const ids = [id, manager, ...roster.map((rep) => rep.id)];
    this.#randoms = new Map(ids.map((one) => [one, parts.random.fork(one)]));
  }

  async playOne(): Promise<void> {
    const { office, place, from } = this.#parts;
    const until = this.#day + day;
    if (this.#day === from) for (const rep of place.roster) await this.#begin(rep);
    const coming = { from: this.#day, until, perRep: this.#parts.leadsPerRep };
    for (const lead of arrivalsAt(place, coming, this.#random(place.id))) {
      this.#timetable.add(lead.at, { what: 'arrives', lead });
    }
    // By hand: by itself it runs when it likes, and changes plans.
    await office.database.pool.query('vacuum (analyze)');
    while (Math.min(this.#timetable.nextAt, this.#clockwork.nextAt) < until) await this.#step();
    this.#day = until;
  }

  async #step(): Promise<void> {
    const { office, watch } = this.#parts;
    const { nextAt } = this.#timetable;
    const happens = nextAt <= this.#clockwork.nextAt ? this.#timetable.take() : undefined;
    const now = happens ? nextAt : this.#clockwork.nextAt;
    office.setClock(now);
    if (happens && !(await this.#happen(happens, now))) return;
    if (!happens) {
      await this.#clockwork.run();
      await watch.checkLeases(office.ctx);
    }
    await office.deliver();
    for (const one of await watch.judge(office.ctx)) this.#notified(one, now);
    await this.#clockwork.plan(now);
  }

  async #begin(rep: Rep): Promise<void> {
    const { place, from, until } = this.#parts;
    const absences = absencesOf(rep, place, { from, until }, this.#random(rep.id));
    this.#absences.set(rep.id, absences);
    for (const absence of absences) {
      this.#timetable.add(absence.from, { what: 'leaves', rep, absence });
      this.#clockwork.turnAt(absence.until);
    }
    await this.#planLook(rep, from);
  }

  /** Whether anything may be different now. */
  async #happen(happening: Happening, now: number): Promise<boolean> {
    const { office, place } = this.#parts;
    switch (happening.what) {
      case 'arrives':
        await receiveLead(office.ctx, { ...happening.lead, by: theApp });
        return true;
      case 'looks': {
        const { rep, planned } = happening;
        const [manner, random] = [manners[rep.habit], this.#random(rep.id)];
        if (planned) await this.#planLook(rep, now);
        if (this.#isAbsent(rep, now)) return false;
        return (await look(office.ctx, { rep, manner, place, random })) > 0;
      }
      case 'leaves': {
        const { rep, absence } = happening;
        if (absence.announced) await leave(office.ctx, rep, absence);
        return absence.announced;
      }
      case 'manages':
        if (happening.after === 'digest') return (await askTheLatest(office.ctx, place)) > 0;
        return (await manage(office.ctx, { place, random: this.#random(place.manager) })) > 0;
    }
  }

  #notified({ person, kind }: Notified, now: number): void {
    this.#clockwork.notified(now);
    const { place } = this.#parts;
    const random = this.#random(person);
    const after = (minutes: readonly [number, number], happening: Happening) =>
      this.#timetable.add(now + Math.floor(random.between(...minutes) * minute), happening);
    if (person === place.manager) {
      if (random.chance(0.8)) after([15, 90], { what: 'manages', after: kind });
      return;
    }
    const rep = place.roster.find(({ id }) => id === person);
    if (!rep) return;
    const { answersNudges, answersWithin } = manners[rep.habit];
    if (random.chance(answersNudges)) after(answersWithin, { what: 'looks', rep, planned: false });
  }

  #isAbsent({ id }: Rep, now: number): boolean {
    const absences = this.#absences.get(id) ?? [];
    return absences.some(({ from, until }) => from <= now && now < until);
  }

  /** They look again after a while, or soon after work begins. */
  async #planLook(rep: Rep, now: number): Promise<void> {
    const { office, place } = this.#parts;
    const random = this.#random(rep.id);
    const { document } = await office.ctx.settings.current();
    const { timezone } = place;
    const clock = { timezone, holidayRegion: null, ownHours: [], away: [] };
    const soon = now + Math.floor(random.between(...manners[rep.habit].looks) * minute);
    const work =
      nextWorkingTime(new Date(soon), calendarOf(clock, document))?.getTime() ?? Infinity;
    const at = work === soon ? soon : work + Math.floor(random.between(0, 30) * minute);
    this.#timetable.add(at, { what: 'looks', rep, planned: true });
  }

  #random(id: string): Random {
    const random = this.#randoms.get(id);
    if (!random) throw new Error(`no random numbers for ${id}`);
    return random;
  }
}
