import { Kysely, PostgresDialect } from 'kysely';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { seeded, seedHistory } from '../../bench/support/history.ts';
import type { DB } from '../../src/db/schema.ts';
import { managersEdition } from '../../src/digests/edition.ts';
import { gatherDigest } from '../../src/digests/gatherDigest.ts';
import { reportOn } from '../../src/digests/reportOn.ts';
import { dayNumber, isoDate } from '../../src/people/zone.ts';
import { createSettingsStore } from '../../src/settings/settingsStore.ts';
import { click, startKernel } from '../support/kernel.ts';
import { aPerson } from '../support/people.ts';

/** What nobody walks through for one manager's digest or report, or one rep's report. */
const large = ['leads', 'lead_events', 'lead_details', 'touches', 'notes', 'messages'];

type Plan = {
  'Node Type': string;
  'Relation Name'?: string | undefined;
  Plans?: Plan[] | undefined;
};
const planShape: z.ZodType<Plan> = z.lazy(() =>
  z.object({
    'Node Type': z.string(),
    'Relation Name': z.string().optional(),
    Plans: z.array(planShape).optional(),
  }),
);
const answered = z.tuple([z.object({ 'QUERY PLAN': z.tuple([z.object({ Plan: planShape })]) })]);

const aYear = (now: Date) => ({
  from: isoDate(dayNumber(now.toISOString().slice(0, 10)) - 365),
  until: now.toISOString().slice(0, 10),
});

const nodesOf = (plan: Plan): Plan[] => [plan, ...(plan.Plans ?? []).flatMap(nodesOf)];

describe('a digest or a report among many leads', async () => {
  const kernel = await startKernel();
  const { pool } = kernel;
  afterAll(kernel.drop);
  type Question = { readonly sql: string; readonly parameters: readonly unknown[] };
  let asked: Question[] = [];
  const questions = new Map<string, readonly Question[]>();

  beforeAll(async () => {
    await seedHistory(pool, 20_000);
    await pool.query(`
      insert into touches (workspace_id, lead_id, event_id, person_id, kind, outcome, occurred_at, recorded_at)
        select workspace_id, lead_id, id, actor_id, 'call', 'reached', at, at
        from lead_events where kind = 'updated' and id % 3 > 0;
      insert into notes (workspace_id, lead_id, event_id, kind, author_id, body, created_at)
        select workspace_id, lead_id, id, 'note', actor_id, 'Asked for a quote ' || id % 100, at
        from lead_events where kind = 'updated';
      insert into lead_events (workspace_id, lead_id, at, kind, actor_id, owner_id, channel_id,
          status_from, status_to, due_from, due_outcome, rep_seconds)
        select workspace_id, lead_id, at + interval '1 hour', 'updated', actor_id, owner_id, channel_id,
          'attempted', 'attempted', at, 'met', lead_id % 9000
        from lead_events where kind = 'updated';
      analyze`);
    const db = new Kysely<DB>({
      dialect: new PostgresDialect({ pool }),
      log: ({ query }) => void asked.push({ sql: query.sql, parameters: query.parameters }),
    });
    const { workspaceId } = seeded;
    const now = new Date();
    const settings = createSettingsStore(db, workspaceId);
    const ctx = { ...kernel.ctx, db, workspaceId, settings, clock: { now: () => now } };
    const manager = aPerson({ id: seeded.manager(7), timezone: 'Europe/Berlin' });
    const edition = await managersEdition(ctx, manager, { date: now.toISOString().slice(0, 10) });
    if (!edition) throw new Error('the manager manages nothing');
    const questionsOf = async (what: string, ask: () => Promise<unknown>) => {
      asked = [];
      await ask();
      questions.set(what, asked);
    };
    await questionsOf('digest', () => gatherDigest(ctx, edition));
    for (const [who, personId] of [
      ['manager', seeded.manager(7)],
      ['rep', seeded.rep(7)],
    ] as const) {
      await questionsOf(`${who}’s report`, () =>
        reportOn(ctx, { by: click(personId), words: { period: aYear(now), by: null } }),
      );
    }
  }, 120_000);

  const planOf = async ({ sql, parameters }: Question): Promise<Plan> => {
    const { rows } = await pool.query(`explain (format json) ${sql}`, [...parameters]);
    return answered.parse(rows)[0]['QUERY PLAN'][0].Plan;
  };

  test.each(['digest', 'manager’s report', 'rep’s report'])(
    'a %s finds it by indexes',
    async (what) => {
      const all = questions.get(what) ?? [];
      const scanned = await Promise.all(
        all.map(async (question) =>
          nodesOf(await planOf(question))
            .filter((node) => node['Node Type'] === 'Seq Scan')
            .map((node) => node['Relation Name'] ?? '')
            .filter((table) => large.includes(table))
            .map((table) => `${table}, for ${question.sql}`),
        ),
      );
      expect(all.length).toBeGreaterThan(what === 'digest' ? 12 : 4);
      expect(scanned.flat()).toEqual([]);
    },
  );

  test('a plan that walks through all leads is seen', async () => {
    const plan = await planOf({
      sql: 'select count(*) from leads where version > 1',
      parameters: [],
    });
    expect(nodesOf(plan).map((node) => node['Relation Name'])).toContain('leads');
    expect(nodesOf(plan).map((node) => node['Node Type'])).toContain('Seq Scan');
  });
});
