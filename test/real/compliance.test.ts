import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Context } from '../../src/context.ts';
import { addUpDays } from '../../src/leads/addUpDays.ts';
import { type Compliance, nothingDue } from '../../src/leads/compliance.ts';
import {
  complianceByDay,
  complianceByRep,
  complianceOver,
} from '../../src/leads/complianceStore.ts';
import { settingsSchema } from '../../src/settings/settings.ts';
import { startKernel } from '../support/kernel.ts';
import { lane } from '../support/lane.ts';
import { addUp, dateIn, type Decision, recount } from '../support/recount.ts';

const rowsOf = (file: string): Record<string, string>[] =>
  parse(readFileSync(join(lane.realDataDir ?? '', 'leads', file)), { columns: true });

const minutes = (at: Date, n: number) => new Date(at.getTime() + n * 60_000);

/** What a row says: whose lead it is, when an update was due, and what was done, if anything. */
type Told = {
  readonly channelId: string;
  readonly rep: string;
  readonly begins: Date;
  readonly due: Date;
  readonly did: null | {
    readonly at: Date;
    readonly kind: 'updated' | 'postponed' | 'released';
    /** What is due then. */
    readonly next: Date | null;
  };
};

type Source = {
  readonly zones: Readonly<Record<string, string>>;
  readonly now: string;
  told(): Told[];
};

/** Deals of regional offices: each was to be closed within sixty days. */
const pipeline: Source = {
  zones: { Central: 'America/Chicago', East: 'America/New_York', West: 'America/Los_Angeles' },
  now: '2018-01-05T12:00:00Z',
  told() {
    const teams = rowsOf('crm_sales_opportunities/sales_teams.csv');
    const offices = new Map(teams.map((row) => [row['sales_agent'], row['regional_office']]));
    return rowsOf('crm_sales_opportunities/sales_pipeline.csv').flatMap((row, n) => {
      const { engage_date: engaged, close_date: closed, sales_agent: rep = '' } = row;
      if (!engaged) return [];
      const begins = minutes(new Date(`${engaged}T00:00:00Z`), (n * 7) % 1440);
      const at = closed ? minutes(new Date(`${closed}T00:00:00Z`), (n * 11) % 1440) : null;
      return {
        ...{ channelId: offices.get(rep) ?? 'Central', rep, begins },
        due: minutes(begins, 60 * 24 * 60),
        did: at && { at, kind: 'updated', next: null },
      };
    });
  },
};

/** Enquiries by where they came from; how long somebody read the site stands for how long an update took. */
const enquiries: Source = {
  zones: { API: 'Asia/Kolkata', 'Landing Page Submission': 'Pacific/Apia' },
  now: '2026-11-20T12:00:00Z',
  told: () =>
    rowsOf('x_education/leads.csv').map((row) => {
      const begins = minutes(new Date('2026-10-01T00:00:00Z'), Number(row['Lead Number']) % 50_000);
      const at = minutes(begins, Number(row['Total Time Spent on Website']) + 1);
      const due = minutes(begins, 600);
      const kind = { 'SMS Sent': 'postponed', Unreachable: 'released' } as const;
      const activity = row['Last Activity'] ?? '';
      const does = kind[activity as keyof typeof kind] ?? 'updated';
      const isDone = activity !== '' && (does !== 'postponed' || at <= due);
      return {
        channelId: row['Lead Origin'] === 'API' ? 'API' : 'Landing Page Submission',
        rep: row['City'] || 'nobody in particular',
        ...{ begins, due },
        did: isDone
          ? { at, kind: does, next: does === 'postponed' ? minutes(due, 2880) : null }
          : null,
      };
    }),
};

/** What docs/metrics.md makes of it, from the row alone. */
function decisionsOf({ channelId, rep, due, did }: Told, now: Date): Decision[] {
  const one = (at: Date, part: Decision['part']) => ({ channelId, ownerId: rep, at, part });
  if (!did) return due < now ? [one(due, 'missed')] : [];
  if (did.at > due) return [one(due, 'missed')];
  const made = { updated: 'onTime', postponed: 'postponed', released: 'cancelled' } as const;
  const first = one(did.at, made[did.kind]);
  return did.next && did.next < now ? [first, one(did.next, 'missed')] : [first];
}

const outcomes = { updated: 'met', postponed: 'moved', released: 'cancelled' } as const;

const by = (decisions: readonly Decision[], key: (one: Decision) => string) =>
  Object.fromEntries(
    [...Map.groupBy(decisions, key)].map(([of, some]): [string, Compliance] => [of, addUp(some)]),
  );

describe.skipIf(!lane.realDataDir).each([
  ['a sales pipeline', pipeline],
  ['enquiries for courses', enquiries],
] as const)('the figures of %s that others recorded', (_, { zones, now, told }) => {
  const channels = Object.keys(zones);
  let kernel: Awaited<ReturnType<typeof startKernel>>;
  let ctx: Context;
  let all: Told[];

  beforeAll(async () => {
    kernel = await startKernel();
    kernel.at(now);
    const document = settingsSchema.parse({});
    // Their names are no ids of Slack's.
    const own = channels.map((id) => [
      id,
      { managers: [], mode: 'claim', roster: [], holidays: [], timezone: zones[id] },
    ]);
    const settings = { ...document, channels: Object.fromEntries(own) };
    const current = async () => ({ version: 1, document: settings });
    ctx = { ...kernel.ctx, settings: { ...kernel.ctx.settings, current } };
    all = told();
    await store(all);
  });
  afterAll(() => kernel.drop());

  async function store(rows: readonly Told[]) {
    const ids = rows.map((_row, n) => 10_000 + n);
    for (let from = 0; from < rows.length; from += 500) {
      const some = rows.slice(from, from + 500).map((row, n) => ({ row, id: ids[from + n] ?? 0 }));
      const common = ({ row, id }: (typeof some)[number]) => ({
        ...{ workspace_id: 'T1', channel_id: row.channelId, owner_id: row.rep, id },
      });
      await kernel.db
        .insertInto('leads')
        .values(
          some.map((one) => {
            const { begins, due, did } = one.row;
            const isOver = did !== null && did.next === null;
            return {
              ...common(one),
              ...{ source_key: 'real', status: isOver ? 'won' : 'claimed', status_at: begins },
              ...{ received_at: begins, closed_at: isOver ? did.at : null },
              follow_up_due_at: did ? did.next : due,
            };
          }),
        )
        .execute();
      const events = some.flatMap((one) => {
        const { id, ...of } = common(one);
        const { begins, due, did, rep } = one.row;
        const event = { ...of, lead_id: id };
        return [
          {
            ...event,
            at: begins,
            kind: 'claimed',
            actor_id: rep,
            due_from: null,
            due_outcome: null,
            due_to: due,
          },
          ...(did
            ? [
                {
                  ...event,
                  at: did.at,
                  kind: did.kind,
                  actor_id: rep,
                  due_from: due,
                  due_outcome: outcomes[did.kind],
                  due_to: did.next,
                },
              ]
            : []),
        ];
      });
      await kernel.db.insertInto('lead_events').values(events).execute();
    }
  }

  async function read() {
    const span = { channels, from: '2016-10-01', until: now.slice(0, 10) };
    const days = await complianceByDay(ctx, span);
    const reps = await complianceByRep(ctx, span);
    return {
      whole: await complianceOver(ctx, span),
      days: Object.fromEntries(days.map(({ date, compliance }) => [date, compliance])),
      reps: Object.fromEntries(reps.map(({ personId, compliance }) => [personId, compliance])),
    };
  }

  test(
    'are those of its rows and of its events, before its days are added up and after',
    { timeout: 120_000 },
    async () => {
      const figures = (decisions: readonly Decision[]) => ({
        whole: addUp(decisions),
        days: by(decisions, (one) => dateIn(zones[one.channelId] ?? '', one.at)),
        reps: by(decisions, ({ ownerId }) => ownerId),
      });
      const fromRows = figures(all.flatMap((row) => decisionsOf(row, new Date(now))));
      expect(fromRows.whole.onTime).toBeGreaterThan(1000);
      expect(fromRows.whole.missed).toBeGreaterThan(1000);
      const live = await read();
      expect(live).toEqual(fromRows);
      const events = await kernel.db.selectFrom('lead_events').selectAll().execute();
      expect(figures(recount(events, new Date(now)))).toEqual(fromRows);
      for (let more = 1; more > 0;) more = (await addUpDays(ctx)).days;
      expect(await read()).toEqual(fromRows);
      const before = { channels, from: '2016-01-01', until: '2016-09-30' };
      expect(await complianceOver(ctx, before)).toEqual(nothingDue);
    },
  );
});
