import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { readSources } from '../../src/feedback/readSources.ts';
import {
  arrivalsOf,
  byArrivals,
  shareWithRange,
  sourcePeriodKeys,
  sourcePeriods,
} from '../../src/feedback/sourceFigures.ts';
import { gradeKeys } from '../../src/leads/grade.ts';
import { obstacleKeys } from '../../src/leads/obstacles.ts';
import { stageKeys } from '../../src/leads/stages.ts';
import { statuses, type Status } from '../../src/leads/statuses.ts';
import { localDate, mondayOf } from '../../src/people/zone.ts';
import { settingsSchema } from '../../src/settings/settings.ts';
import { startKernel } from '../support/kernel.ts';

const hour = 3_600_000;
const monday = '2026-11-23';
const keys = ['ads', 'form', 'empty', 'one'];
const settings = settingsSchema.parse({
  timezone: 'Europe/Berlin',
  currency: 'EUR',
  channels: { CLEADS: {}, CNEWYORK: { timezone: 'America/New_York' } },
  sources: {
    ads: { channel: 'CNEWYORK', cost: 12.5, currency: 'USD', mustHave: ['phone'] },
    form: { name: 'Website form', channel: 'CLEADS' },
    empty: { channel: 'CLEADS', cost: 3 },
    one: { channel: 'CLEADS' },
  },
});

const unmerged = (Object.keys(statuses) as Status[]).filter((key) => key !== 'merged');

/** Always the same numbers: 0 to 1. */
function numbers(seed: number) {
  let state = seed;
  return () => {
    state = (state * 1_664_525 + 1_013_904_223) % 4_294_967_296;
    return state / 4_294_967_296;
  };
}

type Kernel = Awaited<ReturnType<typeof startKernel>>;

/** A quarter and more of leads, in every state that the figures tell apart. */
async function makeHistory(kernel: Kernel): Promise<void> {
  const next = numbers(7);
  const below = (limit: number) => Math.floor(next() * limit);
  const one = <T>(of: readonly T[]): T => {
    const found = of[below(of.length)];
    if (found === undefined) throw new Error('nothing to choose from');
    return found;
  };
  const now = kernel.ctx.clock.now().getTime();
  for (let i = 0; i < 260; i++) {
    const sourceKey = i === 0 ? 'one' : one(['ads', 'form']);
    const receivedAt = new Date(now - below(110 * 24) * hour - 1);
    const touchCount = below(3);
    const status = one(unmerged);
    const hasEnded = ['won', 'lost', 'disqualified'].includes(status);
    const firstStage = next() < 0.6 ? one(stageKeys) : null;
    const confirmed = firstStage !== null && touchCount > 0 && next() < 0.5 ? one(stageKeys) : null;
    const id = await kernel.addLead({
      ...{ sourceKey, receivedAt, touchCount, status, firstStage, card: false },
      ...{ statusAt: receivedAt, channelId: sourceKey === 'ads' ? 'CNEWYORK' : 'CLEADS' },
      ownerId: ['held', 'new'].includes(status) ? null : one(['UANA', 'UBEN']),
      closedAt: hasEnded ? receivedAt : null,
      qualifiedAt:
        ['qualified', 'quoted', 'won'].includes(status) || next() < 0.2 ? receivedAt : null,
      obstacle: status === 'lost' || status === 'disqualified' ? one(obstacleKeys) : null,
      value: next() < 0.5 ? below(1_000) / 4 : null,
      currency: one(['EUR', 'USD', null]),
      claimSeconds: next() < 0.6 ? below(9_000) : null,
      touchSeconds: next() < 0.6 ? below(9_000) : null,
      stage: confirmed ?? firstStage,
      stageConfirmedAt: confirmed === null ? null : receivedAt,
    });
    const { db, ctx } = kernel;
    const ids = { workspace_id: ctx.workspaceId, lead_id: id };
    const place = { ...ids, source_key: sourceKey, channel_id: 'CLEADS' };
    if (next() < 0.3) {
      await db
        .updateTable('leads')
        .set({ first_missing: ['phone'] })
        .where('id', '=', id)
        .execute();
    }
    if (hasEnded && next() < 0.7) {
      const given = { rep_id: 'UANA', grade: one(gradeKeys), at: receivedAt, owner_id: 'UEVE' };
      const answered = next() < 0.5 ? new Date(receivedAt.getTime() + below(96) * hour) : null;
      const answer = { answer: answered && ('accepted' as const), answered_at: answered };
      const due_at = new Date(receivedAt.getTime() + 48 * hour);
      await db
        .insertInto('grades')
        .values({ ...place, ...given, ...answer, due_at })
        .execute();
    }
    if (next() < 0.2) {
      const answered_at = next() < 0.5 ? new Date(receivedAt.getTime() + below(96) * hour) : null;
      const due_at = new Date(receivedAt.getTime() + 48 * hour);
      const said = { kind: 'question' as const, from_id: 'UEVE', to_id: 'UANA', body: '?' };
      const { channel_id: _, ...of } = place;
      await db
        .insertInto('remarks')
        .values({ ...of, ...said, at: receivedAt, due_at, answered_at })
        .execute();
    }
    if (next() < 0.3) {
      const person_id = one(['UANA', 'UBEN', null]);
      const kind = one(['held', 'incomplete', 'bad'] as const);
      await db
        .insertInto('lost_time')
        .values({ ...place, person_id, kind, seconds: below(9_000), at: receivedAt })
        .execute();
    }
    if (confirmed !== null) {
      // What was undone was never said.
      const said = async (to: string, undoes: number | null = null) =>
        db
          .insertInto('lead_events')
          .values({
            ...ids,
            ...{ at: receivedAt, kind: undoes === null ? 'updated' : 'undone', undoes },
            ...{
              channel_id: 'CLEADS',
              data: JSON.stringify({ stage: { from: firstStage, to, how: 'call' } }),
            },
          })
          .returning('id')
          .executeTakeFirstOrThrow();
      if (next() < 0.3) await said('unaware', (await said('unaware')).id);
      await said(confirmed);
      if (next() < 0.3) await said('purchase');
    }
  }
  // Somebody who asked not to be contacted through one source came again through another.
  const { db, ctx } = kernel;
  const lead_id = await kernel.addLead({ sourceKey: 'self', card: false });
  const silent = { kind: 'email' as const, hash: Buffer.alloc(32), recorded_by: 'UANA' };
  const at = new Date(now - hour);
  const { workspaceId: workspace_id } = ctx;
  await db
    .insertInto('do_not_contact')
    .values({ workspace_id, lead_id, ...silent, recorded_at: at })
    .execute();
  await db
    .insertInto('lead_events')
    .values({
      ...{ workspace_id, lead_id, at, kind: 'suppressed', channel_id: 'CLEADS' },
      data: JSON.stringify({ source: 'form' }),
    })
    .execute();
}

/** The same from the rows, in plain TypeScript: shares nothing with the SQL. */
async function calculate({ db, ctx }: Kernel, key: string, weeks: number) {
  const timezone = key === 'ads' ? 'America/New_York' : 'Europe/Berlin';
  const first = Date.parse(monday) - (weeks - 1) * 7 * 24 * hour;
  const isThen = (at: Date) => {
    const date = localDate(at, timezone);
    return date >= new Date(first).toISOString().slice(0, 10) && date <= '2026-11-29';
  };
  const all = await db.selectFrom('leads').selectAll().execute();
  const leads = all.filter((lead) => lead.source_key === key && isThen(lead.received_at));
  const worked = leads.filter((lead) => lead.touch_count > 0);
  const idle = leads.filter((lead) => lead.touch_count === 0);
  const median = (times: (number | null)[]) => {
    const known = times.filter((time) => time !== null).toSorted((a, b) => a - b);
    const n = known.length;
    return n === 0 ? null : { n, median: known[Math.ceil(n / 2) - 1] };
  };
  const ids = new Set(worked.map(({ id }) => id));
  const given = await db.selectFrom('grades').selectAll().execute();
  const graded = (grade: string) =>
    given.filter((row) => ids.has(row.lead_id) && row.grade === grade).length;
  const questions = await db.selectFrom('remarks').selectAll().execute();
  const now = ctx.clock.now();
  const rate = (
    rows: { source_key: string; at: Date; due_at: Date | null; answered_at: Date | null }[],
  ) => {
    const asked = rows.filter(
      ({ source_key, at, due_at, answered_at }) =>
        source_key === key && isThen(at) && due_at && (answered_at || due_at <= now),
    );
    const inTime = asked.filter(
      ({ due_at, answered_at }) => due_at && answered_at && answered_at <= due_at,
    );
    return { asked: asked.length, inTime: inTime.length };
  };
  const events = await db.selectFrom('lead_events').selectAll().orderBy('id').execute();
  const undone = new Set(events.map(({ undoes }) => undoes));
  const firstSaid = (id: number) => {
    const said = events.find((e) => e.lead_id === id && e.kind === 'updated' && !undone.has(e.id));
    return (said?.data as { stage: { to: string } } | undefined)?.stage.to;
  };
  const confirmed = leads.filter((lead) => lead.first_stage && lead.stage_confirmed_at);
  const wonLeads = leads.filter((lead) => lead.status === 'won' && lead.value !== null);
  const lost = await db.selectFrom('lost_time').selectAll().execute();
  return {
    arrived: leads.length,
    complete: leads.filter((lead) => lead.first_missing.length === 0).length,
    claimed: leads.filter(
      (l) => l.owner_id || l.claimed_at || l.claim_seconds !== null || l.touch_count > 0,
    ).length,
    worked: worked.length,
    endedUnworked: idle.filter((lead) => lead.closed_at).length,
    open: worked.filter((lead) => !lead.closed_at).length,
    qualified: worked.filter((lead) => lead.qualified_at).length,
    won: worked.filter((lead) => lead.status === 'won').length,
    qualifiedUnworked: idle.filter((lead) => lead.qualified_at).length,
    wonUnworked: idle.filter((lead) => lead.status === 'won').length,
    claim: median(leads.map((lead) => lead.claim_seconds)),
    touch: median(leads.map((lead) => lead.touch_seconds)),
    grades: { good: graded('good'), fair: graded('fair'), poor: graded('poor') },
    answers: { marketing: rate(given), sales: rate(questions) },
    stage: {
      confirmed: confirmed.length,
      differs: confirmed.filter((lead) => firstSaid(lead.id) !== lead.first_stage).length,
    },
    obstacles: Object.fromEntries(
      obstacleKeys.map((obstacle) => [
        obstacle,
        worked.filter(
          (l) => l.obstacle === obstacle && (l.status === 'lost' || l.status === 'disqualified'),
        ).length,
      ]),
    ),
    worth: Object.fromEntries(
      ['EUR', 'USD', 'null'].map((currency) => {
        const sums = wonLeads.filter((lead) => String(lead.currency) === currency);
        return [currency, [sums.length, sums.reduce((sum, { value }) => sum + (value ?? 0), 0)]];
      }),
    ),
    lostSeconds: lost
      .filter((row) => row.source_key === key && isThen(row.at))
      .reduce((sum, { seconds }) => sum + seconds, 0),
  };
}

describe('the figures of a source', () => {
  let kernel: Kernel;
  beforeAll(async () => {
    kernel = await startKernel();
    kernel.at('2026-11-27T14:00:00Z');
    await kernel.ctx.settings.change(() => settings, {
      authorId: null,
      note: 'test',
      now: kernel.ctx.clock.now(),
    });
    await makeHistory(kernel);
  });
  afterAll(async () => kernel.drop());

  test.each(sourcePeriodKeys)('are what the rows say: %s', async (period) => {
    const { weeks } = sourcePeriods[period];
    const read = await readSources(kernel.ctx, keys, { monday, weeks });
    expect(read.map(({ key }) => key)).toEqual(keys);
    for (const {
      key,
      name: _,
      isGated,
      cost,
      suppressed,
      lost,
      obstacles,
      worth,
      ...rest
    } of read) {
      const {
        lostSeconds,
        obstacles: mix,
        worth: sums,
        ...expected
      } = await calculate(kernel, key, weeks);
      expect({ key, ...rest }).toMatchObject({ key, ...expected });
      expect(lost.reduce((sum, { seconds }) => sum + seconds, 0)).toBe(lostSeconds);
      const found = new Map<string, number>(
        obstacles.map(({ obstacle, count }) => [obstacle, count]),
      );
      expect(Object.fromEntries(obstacleKeys.map((o) => [o, found.get(o) ?? 0]))).toEqual(mix);
      const values = new Map(worth.map((w) => [String(w.currency), [w.leads, w.value]]));
      expect(
        Object.fromEntries(['EUR', 'USD', 'null'].map((c) => [c, values.get(c) ?? [0, 0]])),
      ).toEqual(sums);
      expect({ isGated, cost, suppressed }).toEqual({
        isGated: key === 'ads',
        cost:
          { ads: { each: 12.5, currency: 'USD' }, empty: { each: 3, currency: 'EUR' } }[key] ??
          null,
        suppressed: key === 'form' ? 1 : 0,
      });
    }
  });

  test('have enough in them to say something', async () => {
    const [ads] = await readSources(kernel.ctx, keys, { monday, weeks: 13 });
    const said = [
      ads?.won,
      ads?.qualified,
      ads?.stage.differs,
      ads?.grades.poor,
      ads?.endedUnworked,
    ];
    expect(said.every((count) => (count ?? 0) > 0)).toBe(true);
    expect(ads?.stage.confirmed).toBeGreaterThan(ads?.stage.differs ?? 0);
  });

  test('of no sources are none', async () => {
    expect(await readSources(kernel.ctx, [], { monday, weeks: 1 })).toEqual([]);
  });
});

describe('whole weeks', () => {
  test('begin and end at midnight of the source’s channel', () => {
    expect(arrivalsOf(settings, 'ads', { monday, weeks: 1 })).toEqual({
      key: 'ads',
      from: new Date('2026-11-23T05:00:00Z'),
      until: new Date('2026-11-30T05:00:00Z'),
    });
    // The clocks of Berlin changed in the night to 25 October.
    expect(arrivalsOf(settings, 'form', { monday, weeks: 13 }).from).toEqual(
      new Date('2026-08-30T22:00:00Z'),
    );
  });

  test('one follows the other', () => {
    const dates = fc.date({
      min: new Date('2020-01-01'),
      max: new Date('2035-01-01'),
      noInvalidDate: true,
    });
    fc.assert(
      fc.property(dates, fc.constantFrom('ads', 'form'), (date, key) => {
        const week = mondayOf(date.toISOString().slice(0, 10));
        const later = new Date(Date.parse(week) + 7 * 24 * hour).toISOString().slice(0, 10);
        const { until } = arrivalsOf(settings, key, { monday: week, weeks: 4 });
        expect(arrivalsOf(settings, key, { monday: later, weeks: 1 }).from).toEqual(until);
      }),
    );
  });
});

describe('a share', () => {
  test('has its numbers, and its range where they are few', () => {
    expect(shareWithRange(17, 50)).toBe('34 % (17 of 50; 22 to 48 %)');
    expect(shareWithRange(0, 1)).toBe('0 % (0 of 1; 0 to 79 %)');
    expect(shareWithRange(100, 200)).toBe('50 % (100 of 200)');
  });
});

test('sources with the most leads come first, then by name', () => {
  const of = (name: string, arrived: number) => ({ name, arrived });
  const sorted = [of('Ö', 1), of('Z', 1), of('B', 0), of('A', 9)].toSorted(byArrivals);
  expect(sorted.map(({ name }) => name)).toEqual(['A', 'Ö', 'Z', 'B']);
});
