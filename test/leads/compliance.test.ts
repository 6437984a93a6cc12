import fc from 'fast-check';
import type { Insertable } from 'kysely';
import { afterAll, expect, test } from 'vitest';
import type { Context } from '../../src/context.ts';
import type { LeadEvents } from '../../src/db/schema.ts';
import { addUpDays } from '../../src/leads/addUpDays.ts';
import { type Compliance, nothingDue, wholeOf } from '../../src/leads/compliance.ts';
import {
  complianceByDay,
  complianceByRep,
  complianceOver,
} from '../../src/leads/complianceStore.ts';
import { shareInWords } from '../../src/leads/complianceWords.ts';
import { isoDate, dayNumber } from '../../src/people/zone.ts';
import { settingsSchema } from '../../src/settings/settings.ts';
import { startKernel } from '../support/kernel.ts';
import { addUp, dateIn, type Decision, recount } from '../support/recount.ts';

const kernel = await startKernel();
const { db, addLead, at } = kernel;
afterAll(kernel.drop);

/** Ahead of UTC and behind it as far as it goes; with summer times of an hour, of half an hour, and none. */
const zones = [
  'UTC',
  'Pacific/Kiritimati',
  'Pacific/Apia',
  'Pacific/Pago_Pago',
  'America/New_York',
  'Europe/Berlin',
  'Australia/Lord_Howe',
  'Asia/Kathmandu',
];
const zoneOf = (n: number) => zones[n % zones.length] ?? 'UTC';
const channelOf = (n: number) => `C${String(n).padStart(4, '0')}`;
const { document } = await kernel.ctx.settings.current();
/** As if there were only these channels, each with its own clock. */
const onlyWith = (ns: readonly number[]): Context => {
  const channels = ns.map((n) => [
    channelOf(n),
    { ...document.channels['CLEADS'], timezone: zoneOf(n) },
  ]);
  const only = settingsSchema.parse({ ...document, channels: Object.fromEntries(channels) });
  const current = async () => ({ version: 1, document: only });
  return { ...kernel.ctx, settings: { ...kernel.ctx.settings, current } };
};

const hour = 3_600_000;

/** What is done to a lead, `after` hours; what is due next, `window` hours later. */
const step = fc.record({
  after: fc.integer({ min: 0, max: 40 }),
  window: fc.integer({ min: 1, max: 50 }),
  does: fc.constantFrom(
    'updated',
    'updated',
    'closed',
    'postponed',
    'more-time',
    'recalculated',
    'reassigned',
    'released',
    'lease-ended',
    'noted',
  ),
  undone: fc.boolean(),
});
type Step = typeof step extends fc.Arbitrary<infer One> ? One : never;
const history = fc.array(fc.array(step, { maxLength: 8 }), { minLength: 1, maxLength: 4 });
/** Days on which clocks change, or a date is left out; and one like any other. */
const begin = fc.constantFrom(
  '2026-10-24T06:30:00Z',
  '2026-10-31T10:00:00Z',
  '2026-10-03T02:00:00Z',
  '2027-03-26T20:00:00Z',
  '2011-12-29T08:00:00Z',
  '2026-11-23T10:00:00Z',
);

/** What excuses a due instant, of which nothing else is known here. */
const isExcused = (due: Date) => (due.getTime() / hour) % 4 === 0;

type Draft = Partial<Omit<Insertable<LeadEvents>, 'at'>> & { at: Date; kind: string };

/** The events of a lead of `first`'s, and how it stands after them. */
function played(steps: readonly Step[], begins: Date, first: string) {
  const events: Draft[] = [];
  let now = begins;
  let state: { due: Date | null; owner: string | null } = { due: null, owner: null };
  const inHours = (hours: number) => new Date(now.getTime() + hours * hour);
  const add = (
    kind: string,
    outcome: 'met' | 'moved' | 'cancelled',
    next: typeof state,
    more: Partial<Draft> = {},
  ) => {
    const late = state.due && state.owner && state.due < now;
    events.push({
      at: now,
      kind,
      owner_id: state.due ? state.owner : next.owner,
      due_from: state.due,
      due_outcome: state.due && outcome,
      due_to: next.due,
      data: JSON.stringify({
        ...(next.owner !== state.owner && next.owner && { to: next.owner }),
        ...(late && state.due && isExcused(state.due) && { excused: 'away' }),
      }),
      ...more,
    });
    state = next;
  };
  const claim = (window: number) =>
    add('claimed', 'met', { due: inHours(window), owner: first }, { actor_id: first });
  claim(5);
  for (const { after, window, does, undone } of steps) {
    now = inHours(after);
    const before = state;
    const isAhead = state.due !== null && state.due >= now;
    const { owner } = state;
    if (owner === null) {
      claim(window);
      continue;
    }
    const due = inHours(window);
    if (does === 'closed') add('updated', 'met', { due: null, owner });
    else if (does === 'updated') add(does, 'met', { due, owner });
    else if (does === 'more-time') add(does, 'moved', { due, owner });
    else if (does === 'postponed' && isAhead) add(does, 'moved', { due, owner });
    else if (does === 'recalculated' && isAhead) add(does, 'moved', { due, owner });
    else if (does === 'reassigned')
      add(does, 'cancelled', { due, owner: owner === 'UANA' ? 'UBEN' : 'UANA' });
    else if (does === 'released' || does === 'lease-ended')
      add(does, 'cancelled', { due, owner: null });
    else events.push({ at: now, kind: 'noted', owner_id: owner });
    const mayUndo = ['updated', 'closed', 'postponed', 'released'].includes(does);
    if (undone && mayUndo && state !== before) {
      now = new Date(now.getTime() + 9 * 60_000);
      const taken = events.length - 1;
      add('undone', 'cancelled', before, { undoes: taken });
    }
  }
  return { events, ...state, last: now };
}

/** Stores what was done to some leads of a channel; answers when the last of it was. */
async function store(leads: readonly (readonly Step[])[], begins: Date, channel: string) {
  let last = begins;
  for (const [n, steps] of leads.entries()) {
    const lead = played(steps, begins, n % 2 === 0 ? 'UANA' : 'UBEN');
    if (lead.last > last) last = lead.last;
    const isPast = lead.due !== null && lead.owner !== null;
    const id = await addLead({
      channelId: channel,
      status: lead.owner ? 'attempted' : 'new',
      ownerId: lead.owner,
      followUpDueAt: lead.due,
      breachedAt: isPast ? lead.due : null,
      card: false,
    });
    const common = { workspace_id: 'T1', lead_id: id, channel_id: channel };
    const ids: number[] = [];
    for (const { undoes, ...event } of lead.events) {
      const row = {
        ...common,
        ...event,
        ...(undoes !== undefined && { undoes: ids[Number(undoes)] }),
      };
      const { id: stored } = await db
        .insertInto('lead_events')
        .values(row)
        .returning('id')
        .executeTakeFirstOrThrow();
      ids.push(stored);
    }
    if (!isPast || !lead.due) continue;
    const excused = isExcused(lead.due) ? 'away' : null;
    await db
      .insertInto('breaches')
      .values({
        workspace_id: 'T1',
        lead_id: id,
        channel_id: channel,
        owner_id: lead.owner,
        due_at: lead.due,
        noticed_at: lead.due,
        excused,
      })
      .execute();
    await db
      .insertInto('lead_events')
      .values({
        ...common,
        at: lead.due,
        kind: 'breached',
        owner_id: lead.owner,
        data: JSON.stringify({ due_at: lead.due, ...(excused && { excused }) }),
      })
      .execute();
  }
  return last;
}

/** By some key of each decision, in order. */
const sorted = (decisions: readonly Decision[], key: (one: Decision) => string) =>
  [...Map.groupBy(decisions, key)]
    .map(([of, some]) => [of, addUp(some)] as const)
    .toSorted(([a], [b]) => (a < b ? -1 : 1));

async function read(ctx: Context, channels: readonly string[], from: string, until: string) {
  const days = await complianceByDay(ctx, { channels, from, until });
  const reps = await complianceByRep(ctx, { channels, from, until });
  return {
    whole: await complianceOver(ctx, { channels, from, until }),
    days: days.map(({ date, compliance }) => [date, compliance] as const),
    reps: reps.map(({ personId, compliance }) => [personId, compliance] as const),
  };
}

let used = 0;

test(
  'for any history the figures are those of its events alone, added up or not, and the parts add up to the whole',
  { timeout: 120_000 },
  async () => {
    await fc.assert(
      fc.asyncProperty(
        history,
        history,
        begin,
        fc.integer({ min: 0, max: 60 }),
        fc.integer({ min: 0, max: 300 }),
        async (one, other, begins, later, earlier) => {
          const ns = [used++, used++];
          const ctx = onlyWith(ns);
          const channels = ns.map(channelOf);
          const [first = '', second = ''] = channels;
          const from = new Date(begins);
          const lasts = [await store(one, from, first), await store(other, from, second)];
          const end = new Date(Math.max(...lasts.map(Number)) + later * hour);
          const dates = {
            from: begins.slice(0, 10),
            until: isoDate(dayNumber(begins.slice(0, 10)) + 40),
          };
          const firstDate = isoDate(dayNumber(dates.from) - 1);
          const check = async () => {
            const events = await db
              .selectFrom('lead_events')
              .selectAll()
              .where('channel_id', 'in', channels)
              .execute();
            const decisions = recount(events, ctx.clock.now());
            const zone = ({ channelId }: Decision) => zoneOf(ns[channels.indexOf(channelId)] ?? 0);
            const whole = await read(ctx, channels, firstDate, dates.until);
            expect(whole).toEqual({
              whole: addUp(decisions),
              days: sorted(decisions, (d) => dateIn(zone(d), d.at)),
              reps: sorted(decisions, ({ ownerId }) => ownerId),
            });
            const parts = (all: readonly (readonly [string, Compliance])[]) =>
              wholeOf(all.map(([, compliance]) => compliance));
            expect(parts(whole.days)).toEqual(whole.whole);
            expect(parts(whole.reps)).toEqual(whole.whole);
            const alone = await Promise.all(
              channels.map((channel) => read(ctx, [channel], firstDate, dates.until)),
            );
            expect(wholeOf(alone.map((one) => one.whole))).toEqual(whole.whole);
            for (const personId of ['UANA', 'UBEN']) {
              const theirs = await complianceOver(ctx, {
                channels,
                personId,
                from: firstDate,
                until: dates.until,
              });
              const [, listed] = whole.reps.find(([id]) => id === personId) ?? [];
              expect(theirs).toEqual(listed ?? nothingDue);
            }
            return whole;
          };
          at(end.toISOString());
          const live = await check();
          // The days are added up at some time while it all goes on, and at the end.
          at(new Date(Math.min(from.getTime() + earlier * hour, end.getTime())).toISOString());
          await addUpDays(ctx);
          at(end.toISOString());
          expect(await check()).toEqual(live);
          await addUpDays(ctx);
          expect(await check()).toEqual(live);
        },
      ),
      { numRuns: 25, endOnFailure: true },
    );
  },
);

test('no percentage without its numbers', () => {
  expect(shareInWords(14, 15)).toBe('93 % (14 of 15)');
  expect(shareInWords(0, 3)).toBe('0 % (0 of 3)');
});
