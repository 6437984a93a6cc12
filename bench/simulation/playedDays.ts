import { theApp } from '../../src/context.ts';
import { receiveLead } from '../../src/intake/receiveLead.ts';
import { type Calendar, calendarOf } from '../../src/people/calendar.ts';
import { nextWorkingTime } from '../../src/people/workingTime.ts';
import { nextPlanned, turnsOfTheDay } from './agenda.ts';
import { type Absence, absencesOf, leave } from './absences.ts';
import { type Arriving, arrivalsAt } from './arrivals.ts';
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
const wholeMinute = (at: number): number => Math.ceil(at / minute) * minute;

/** What happens at its own time. */
type Happening =
  | { readonly what: 'arrives'; readonly lead: Arriving }
  /** `planned`: the next one follows from it. */
  | { readonly what: 'looks'; readonly rep: Rep; readonly planned: boolean }
  | { readonly what: 'leaves'; readonly rep: Rep; readonly absence: Absence }
  /** The manager, after a message of this kind. */
  | { readonly what: 'manages'; readonly after: string }
  /** Something may have become due. */
  | { readonly what: 'turn' };

type Parts = {
  readonly office: Office;
  readonly place: Place;
  readonly watch: Watch;
  readonly random: Random;
  readonly from: number;
  readonly until: number;
  readonly everyMinute: boolean;
};

/**
 * Days of one place, one after the other. The clock goes from one thing that happens to the next, and
 * to each whole minute in which the schedule's jobs may find something to do.
 */
export class PlayedDays {
  readonly #parts: Parts;
  readonly #randoms: ReadonlyMap<string, Random>;
  readonly #timetable = new Timetable<Happening>();
  /** By rep. */
  readonly #absences = new Map<string, readonly Absence[]>();
  #day: number;
  #tickedAt: number;
  /** When the schedule's jobs run next. */
  #tickAt: number;
  /** The next minute is worth a look. */
  #turned = false;

  constructor(parts: Parts) {
    this.#parts = parts;
    this.#day = parts.from;
    this.#tickedAt = parts.from;
    this.#tickAt = parts.from;
    const { id, manager, roster } = parts.place;
    const ids = [id, manager, ...roster.map((rep) => rep.id)];
    this.#randoms = new Map(ids.map((one) => [one, parts.random.fork(one)]));
  }

  async playOne(): Promise<void> {
    const { office, place, watch, from } = this.#parts;
    if (this.#day === from) for (const rep of place.roster) await this.#begin(rep);
    const until = this.#day + day;
    await this.#planDay(this.#day, until);
    for (;;) {
      const { nextAt } = this.#timetable;
      const now = Math.min(nextAt, this.#tickAt);
      if (now >= until) break;
      office.setClock(now);
      const happens = nextAt <= this.#tickAt ? this.#timetable.take() : undefined;
      const did = happens ? await this.#happen(happens, now) : await this.#tick(now);
      if (!did) continue;
      await office.deliver();
      for (const one of await watch.judge(office.ctx)) this.#notified(one, now);
      this.#tickAt = await this.#nextTick(now);
    }
    this.#day = until;
  }

  async #begin(rep: Rep): Promise<void> {
    const { place, from, until } = this.#parts;
    const absences = absencesOf(rep, place, { from, until }, this.#random(rep.id));
    this.#absences.set(rep.id, absences);
    for (const absence of absences) {
      this.#timetable.add(absence.from, { what: 'leaves', rep, absence });
      this.#timetable.add(absence.until, { what: 'turn' });
    }
    await this.#planLook(rep, from);
  }

  async #planDay(from: number, until: number): Promise<void> {
    const { office, place } = this.#parts;
    const turns = turnsOfTheDay(await this.#calendar(), await this.#digestAt(), { from, until });
    // By hand: by itself it runs when it likes, and changes plans.
    await office.database.pool.query('vacuum (analyze)');
    for (const turn of turns) this.#timetable.add(turn, { what: 'turn' });
    for (const lead of arrivalsAt(place, from, until, this.#random(place.id))) {
      this.#timetable.add(lead.at, { what: 'arrives', lead });
    }
  }

  /** Whether anything may be different now. */
  async #happen(happening: Happening, now: number): Promise<boolean> {
    const { office, place } = this.#parts;
    switch (happening.what) {
      case 'turn':
        this.#turned = true;
        return true;
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

  /** What the schedule does each minute. */
  async #tick(now: number): Promise<true> {
    const { office, watch } = this.#parts;
    this.#tickedAt = now;
    const did = { ...(await office.job('follow-up')), ...(await office.job('send-digests')) };
    office.ctx.wakeDelivery();
    await watch.checkLeases(office.ctx);
    // What it did may have consequences at the next one.
    this.#turned = Object.values(did).some((count) => count > 0);
    return true;
  }

  async #nextTick(now: number): Promise<number> {
    const soonest = Math.max(this.#tickedAt + minute, wholeMinute(now));
    if (this.#turned || this.#parts.everyMinute) return soonest;
    const planned = await nextPlanned(this.#parts.office.ctx, new Date(this.#tickedAt));
    return planned ? Math.max(soonest, wholeMinute(planned.getTime())) : Infinity;
  }

  #notified({ person, kind }: Notified, now: number): void {
    // The next one may come when these minutes are over.
    this.#timetable.add(now + 45 * minute, { what: 'turn' });
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
    const random = this.#random(rep.id);
    const soon = now + Math.floor(random.between(...manners[rep.habit].looks) * minute);
    const work = nextWorkingTime(new Date(soon), await this.#calendar())?.getTime() ?? Infinity;
    const at = work === soon ? soon : work + Math.floor(random.between(0, 30) * minute);
    this.#timetable.add(at, { what: 'looks', rep, planned: true });
  }

  /** The place's, which is that of all who work there. */
  async #calendar(): Promise<Calendar> {
    const { office, place } = this.#parts;
    const { document } = await office.ctx.settings.current();
    const { timezone } = place;
    return calendarOf({ timezone, holidayRegion: null, ownHours: [], away: [] }, document);
  }

  async #digestAt(): Promise<string> {
    return (await this.#parts.office.ctx.settings.current()).document.digest.at;
  }

  #random(id: string): Random {
    const random = this.#randoms.get(id);
    if (!random) throw new Error(`no random numbers for ${id}`);
    return random;
  }
}
