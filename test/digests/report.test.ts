import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { wholeOf } from '../../src/leads/compliance.ts';
import type { Breakdown, Report, Spread } from '../../src/digests/report.ts';
import { touchSteps } from '../../src/digests/report.ts';
import { reportOn, shownParts } from '../../src/digests/reportOn.ts';
import type { Status } from '../../src/leads/statuses.ts';
import { settingsSchema } from '../../src/settings/settings.ts';
import { click, startKernel } from '../support/kernel.ts';

/** A year of leads and updates, generated once, and added up here in plain TypeScript. */
type LeadRow = {
  id: number;
  channel: string;
  source: string;
  segment: string | null;
  owner: string | null;
  status: Status;
  receivedAt: Date;
  postedAt: Date | null;
  claimSeconds: number | null;
  touchSeconds: number | null;
  touchCount: number;
};
type UpdateRow = {
  lead: LeadRow;
  at: Date;
  owner: string;
  statusFrom: Status;
  seconds: number | null;
  undone: boolean;
};

const zones = { CBERLIN: 'Europe/Berlin', CNEWYORK: 'America/New_York', CTOKYO: 'Asia/Tokyo' };
const channels = Object.keys(zones) as (keyof typeof zones)[]; // its own keys
const sources = ['website', 'fair', 'partner'];
const reps = ['UANA', 'UBEN', 'UEVE', 'UGONE'];
const statuses = [
  'new',
  'claimed',
  'attempted',
  'connected',
  'qualified',
  'quoted',
  'won',
  'lost',
  'disqualified',
  'nurture',
  'held',
  'merged',
] as const satisfies Status[];
const yearAgo = Date.UTC(2025, 10, 24);
const dayMs = 86_400_000;

let kernel: Awaited<ReturnType<typeof startKernel>>;
let leads: LeadRow[] = [];
let updates: UpdateRow[] = [];

beforeAll(async () => {
  kernel = await startKernel();
  await kernel.ctx.settings.change(
    () =>
      settingsSchema.parse({
        timezone: 'Europe/Berlin',
        admins: ['UADA'],
        channels: Object.fromEntries(
          channels.map((id) => [
            id,
            { timezone: zones[id], managers: id === 'CTOKYO' ? ['UEVE'] : ['UMIA'] },
          ]),
        ),
        sources: {
          website: { channel: 'CBERLIN' },
          fair: { channel: 'CNEWYORK', owner: 'UMAX' },
          partner: { channel: 'CTOKYO' },
        },
      }),
    { authorId: null, note: 'test', now: new Date(yearAgo) },
  );
  const more = ['UADA', 'UMAX'].map((id) => ({
    ...{ workspace_id: 'T1', id, name: id, timezone: 'UTC', refreshed_at: new Date(yearAgo) },
  }));
  await kernel.db.insertInto('people').values(more).execute();
  ({ leads, updates } = history());
  await store();
  await kernel.pool.query('analyze');
});
afterAll(() => kernel.drop());

/** The same each time. */
function history() {
  const random = lehmer(20261122);
  const one = <T>(of: readonly T[]): T => of[Math.floor(random() * of.length)] as T;
  const all: LeadRow[] = Array.from({ length: 2_400 }, (_, n) => {
    const status = one(statuses);
    const free = status === 'new' || status === 'held';
    const receivedAt = new Date(yearAgo + Math.floor(random() * 364 * 24 * 60) * 60_000);
    const touched = !free && random() < 0.7;
    return {
      id: n + 1,
      channel: one(channels),
      source: one(sources),
      segment: random() < 0.3 ? null : one(['small', 'middle', 'large']),
      owner: free ? null : one(reps),
      status,
      receivedAt,
      postedAt:
        status === 'held'
          ? null
          : new Date(receivedAt.getTime() + Math.floor(random() * 400) * 1_000),
      claimSeconds: free || random() < 0.1 ? null : Math.floor(random() ** 3 * 20_000),
      touchSeconds: touched ? Math.floor(random() ** 3 * 60_000) : null,
      touchCount: touched ? 1 + Math.floor(random() * 4) : 0,
    };
  });
  const done: UpdateRow[] = Array.from({ length: 4_000 }, () => ({
    lead: one(all),
    at: new Date(yearAgo + Math.floor(random() * 364 * 24 * 60) * 60_000),
    owner: one(reps),
    statusFrom: one(['claimed', 'attempted', 'connected', 'quoted'] as const),
    seconds: random() < 0.1 ? null : Math.floor(random() ** 2 * 90_000),
    undone: random() < 0.05,
  }));
  return { leads: all, updates: done };
}

function lehmer(seed: number): () => number {
  let state = seed;
  return () => (state = (state * 48_271) % 2_147_483_647) / 2_147_483_647;
}

async function store(): Promise<void> {
  const { pool } = kernel;
  await pool.query(
    `insert into leads (workspace_id, id, source_key, channel_id, segment, owner_id, status, status_at,
      received_at, posted_at, claim_seconds, touch_seconds, touch_count, closed_at, obstacle)
    select 'T1', id, source, channel, segment, owner, status, "receivedAt", "receivedAt", "postedAt",
      "claimSeconds", "touchSeconds", "touchCount",
      case when status in ('won', 'lost', 'disqualified', 'merged') then "receivedAt" end, null
    from jsonb_to_recordset($1::jsonb) as l (id int, source text, channel text, segment text, owner text,
      status text, "receivedAt" timestamptz, "postedAt" timestamptz, "claimSeconds" int,
      "touchSeconds" int, "touchCount" int)`,
    [JSON.stringify(leads)],
  );
  await pool.query(
    `with made as (
      insert into lead_events (workspace_id, id, lead_id, at, kind, actor_id, owner_id, channel_id,
        status_from, status_to, due_from, due_outcome, rep_seconds)
      overriding system value
      select 'T1', id, "leadId", at, 'updated', owner, owner, channel, "statusFrom", 'connected',
        at + interval '1 minute' * (id % 9 - 3), case when seconds is null then 'moved' else 'met' end, seconds
      from jsonb_to_recordset($1::jsonb) as e (id int, "leadId" int, at timestamptz, owner text,
        channel text, "statusFrom" text, seconds int)
      returning id)
    insert into lead_events (workspace_id, id, lead_id, at, kind, channel_id, undoes)
    overriding system value
    select 'T1', 100000 + id, "leadId", at, 'undone', channel, id
    from jsonb_to_recordset($1::jsonb) as e (id int, "leadId" int, at timestamptz, channel text, undone bool)
    where undone`,
    [
      JSON.stringify(
        updates.map(({ lead, ...update }, n) => ({
          ...update,
          id: n + 1,
          leadId: lead.id,
          channel: lead.channel,
        })),
      ),
    ],
  );
}

type Words = Parameters<typeof reportOn>[1]['words'];

async function report(personId: string, words: Words): Promise<Report> {
  const answer = await reportOn(kernel.ctx, { by: click(personId), words });
  if (answer.outcome !== 'reported') throw new Error(JSON.stringify(answer));
  return answer.report;
}

const clocks = new Map(
  Object.values(zones).map((timeZone) => [
    timeZone,
    new Intl.DateTimeFormat('sv-SE', { timeZone, dateStyle: 'short' }),
  ]),
);
/** The local date of an instant, without anything of the app's. */
const dateIn = (at: Date, zone: string): string => clocks.get(zone)?.format(at) ?? '';

const isIn = (at: Date, channel: string, { from, until }: { from: string; until: string }) => {
  const date = dateIn(at, zones[channel as keyof typeof zones]);
  return from <= date && date <= until;
};

/** As a report tells them: to the minute from a minute on, and one second more where that is less. */
function told(seconds: number): number {
  const minutes = 60 * Math.floor((seconds + 30) / 60);
  return seconds < 60 ? seconds : minutes + (seconds > minutes ? 1 : 0);
}

/** Half of them, and nine in ten, took no longer. */
function spread(seconds: readonly (number | null)[]): Spread | null {
  const sorted = seconds.filter((one) => one !== null).sort((a, b) => a - b);
  const n = sorted.length;
  const reached = (share: number) => sorted.find((_, i) => (i + 1) / n >= share) ?? 0;
  return n === 0 ? null : { n, median: told(reached(0.5)), p90: told(reached(0.9)) };
}

function figures(mine: readonly LeadRow[], theirs: readonly UpdateRow[]) {
  const byStatus: Partial<Record<Status, number>> = {};
  for (const { status } of mine) byStatus[status] = (byStatus[status] ?? 0) + 1;
  const closed = ['won', 'lost', 'disqualified'];
  return {
    arrived: mine.length,
    touched: mine.filter(({ touchCount }) => touchCount > 0).length,
    won: byStatus.won ?? 0,
    open: mine.filter(({ status }) => !closed.includes(status)).length,
    byStatus,
    times: {
      claim: spread(mine.map(({ claimSeconds }) => claimSeconds)),
      touch: spread(mine.map(({ touchSeconds }) => touchSeconds)),
      update: spread(theirs.map(({ seconds }) => seconds)),
      system: spread(
        mine.map(({ receivedAt, postedAt }) =>
          postedAt ? (postedAt.getTime() - receivedAt.getTime()) / 1_000 : null,
        ),
      ),
    },
  };
}

type Whose = { lead(lead: LeadRow): boolean; update(update: UpdateRow): boolean };
const whose: Record<string, Whose> = {
  UADA: { lead: () => true, update: () => true },
  UMIA: {
    lead: ({ channel }) => channel !== 'CTOKYO',
    update: ({ lead }) => lead.channel !== 'CTOKYO',
  },
  UMAX: { lead: ({ source }) => source === 'fair', update: ({ lead }) => lead.source === 'fair' },
  UANA: { lead: ({ owner }) => owner === 'UANA', update: ({ owner }) => owner === 'UANA' },
};

function expected(personId: string, period: { from: string; until: string }) {
  const mine = leads.filter(
    (lead) =>
      lead.status !== 'merged' &&
      isIn(lead.receivedAt, lead.channel, period) &&
      whose[personId]?.lead(lead),
  );
  const theirs = updates.filter(
    (update) =>
      !update.undone &&
      update.statusFrom !== 'claimed' &&
      isIn(update.at, update.lead.channel, period) &&
      whose[personId]?.update(update),
  );
  return { mine, theirs };
}

const year = { from: '2025-11-24', until: '2026-11-23' };
const keyOf: Record<
  Breakdown,
  { lead(lead: LeadRow): string | null; update(one: UpdateRow): string | null }
> = {
  rep: { lead: ({ owner }) => owner, update: ({ owner }) => owner },
  source: { lead: ({ source }) => source, update: ({ lead }) => lead.source },
  channel: { lead: ({ channel }) => channel, update: ({ lead }) => lead.channel },
  segment: { lead: ({ segment }) => segment, update: ({ lead }) => lead.segment },
};

const asked: readonly [string, Breakdown | null][] = [
  ['UADA', 'rep'],
  ['UADA', 'source'],
  ['UADA', 'channel'],
  ['UADA', 'segment'],
  ['UMIA', 'rep'],
  ['UMIA', 'segment'],
  ['UMAX', 'source'],
  ['UMAX', 'channel'],
  ['UANA', null],
  ['UANA', 'segment'],
];

describe('every figure is what adding up the rows gives', () => {
  test.each(asked)('%s, by %s, over the year', async (personId, by) => {
    const { said, added } = await bothWays(personId, by, year);
    expect(said).toEqual(added);
  });

  test('over any days', async () => {
    const date = fc
      .integer({ min: 0, max: 363 })
      .map((n) => new Date(yearAgo + n * dayMs).toISOString().slice(0, 10));
    await fc.assert(
      fc.asyncProperty(date, date, fc.constantFrom(...asked), async (a, b, [personId, by]) => {
        const period = a < b ? { from: a, until: b } : { from: b, until: a };
        const { said, added } = await bothWays(personId, by, period);
        expect(said).toEqual(added);
      }),
      { numRuns: 12 },
    );
  });
});

/** What the report says, and what adding up the rows gives. Compliance is another's to prove. */
async function bothWays(personId: string, by: Breakdown | null, period: typeof year) {
  const { whole, touches, parts } = await report(personId, { period, by });
  const { mine, theirs } = expected(personId, period);
  const steps = [...touchSteps, Infinity].map(
    (end, n) =>
      mine.filter(({ touchSeconds: s }) => s !== null && s <= end && s > (touchSteps[n - 1] ?? -1))
        .length,
  );
  const bare = <F extends { compliance: unknown }>({ compliance: _, ...figure }: F) => figure;
  const keys = by ? new Set(mine.map((lead) => keyOf[by].lead(lead))) : [];
  const ofPart = (key: string | null) => ({
    key,
    ...figures(
      mine.filter((lead) => by && keyOf[by].lead(lead) === key),
      theirs.filter((update) => by && keyOf[by].update(update) === key),
    ),
  });
  const named = [...parts].filter(({ arrived }) => arrived > 0);
  const byKey = (a: { key: string | null }, b: { key: string | null }) =>
    String(a.key).localeCompare(String(b.key));
  return {
    said: { whole: bare(whole), touches, parts: named.map((part) => bare(part)).toSorted(byKey) },
    added: {
      whole: figures(mine, theirs),
      touches: steps,
      parts: [...keys].map(ofPart).toSorted(byKey),
    },
  };
}

test('what reps and channels owed adds up to what all owed', async () => {
  for (const by of ['rep', 'channel'] as const) {
    const { whole, parts } = await report('UADA', { period: year, by });
    expect(whole.compliance?.due).toBeGreaterThan(1_000);
    const of = parts.flatMap(({ compliance }) => compliance ?? []);
    expect(wholeOf(of)).toEqual(whole.compliance);
  }
});

test('a rep sees the same of themselves as their manager does', async () => {
  const own = await report('UBEN', { period: year, by: null });
  const all = await report('UADA', { period: year, by: 'rep' });
  const { key: _, ...line } = all.parts.find(({ key }) => key === 'UBEN') ?? { key: null };
  expect(own.whole).toEqual(line);
});

test('of many, the largest are said, and how many more there are', async () => {
  const { pool } = kernel;
  await pool.query(`insert into leads (workspace_id, id, source_key, channel_id, owner_id, status, status_at, received_at)
    select 'T1', 90000 + n, 'website', 'CTOKYO', 'UREP' || n % 200, 'claimed', now, now
    from generate_series(1, 500) n, (values (timestamptz '2026-11-23T00:30:00Z')) t (now)`);
  const made = await report('UEVE', {
    period: { from: '2026-11-23', until: '2026-11-23' },
    by: 'rep',
  });
  expect(made.parts).toHaveLength(shownParts);
  expect(made.moreParts).toBeGreaterThanOrEqual(200 - shownParts);
  const sizes = made.parts.map(({ arrived }) => arrived);
  expect(sizes).toEqual(sizes.toSorted((a, b) => b - a));
  await pool.query('delete from leads where id > 90000');
});

test.each([
  [
    { from: '2026-11-20', until: '2026-11-10' },
    'reversed',
    { from: '2026-11-10', until: '2026-11-20' },
  ],
  [{ from: '2026-11-24', until: '2026-12-10' }, 'ahead', 'week'],
  [
    { from: '2016-11-23', until: '2026-11-22' },
    'long',
    { from: '2025-11-22', until: '2026-11-22' },
  ],
  [{ from: '2026-02-30', until: '2026-03-02' }, 'no-date', 'last month'],
  [
    { from: '2031-11-20', until: '2021-11-10' },
    'reversed',
    { from: '2025-11-23', until: '2026-11-23' },
  ],
] as const)('%j is %s', async (period, why, instead) => {
  const answer = await reportOn(kernel.ctx, { by: click('UADA'), words: { period, by: null } });
  expect(answer).toEqual({ outcome: 'no-such-period', fault: { why, instead } });
});

test('an empty team, and days on which nobody worked', async () => {
  const { whole, parts } = await report('UADA', {
    period: { from: '2024-01-01', until: '2024-06-30' },
    by: 'rep',
  });
  expect(whole).toMatchObject({ arrived: 0, byStatus: {}, compliance: { due: 0 } });
  expect(parts).toEqual([]);
});

test('whoever is not to see figures of reps is told', async () => {
  const answer = await reportOn(kernel.ctx, {
    by: click('UMAX'),
    words: { period: 'week', by: 'rep' },
  });
  expect(answer).toEqual({ outcome: 'not-theirs', instead: 'source' });
  expect(
    await reportOn(kernel.ctx, { by: click('UGUEST'), words: { period: 'week', by: null } }),
  ).toEqual({ outcome: 'not-allowed', why: 'guest' });
});
