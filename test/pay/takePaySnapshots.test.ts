import fc from 'fast-check';
import { sql } from 'kysely';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { claimLead } from '../../src/leads/claimLead.ts';
import { endLeases } from '../../src/leads/endLeases.ts';
import { findLead } from '../../src/leads/leadStore.ts';
import { postponeLead } from '../../src/leads/postponeLead.ts';
import { reassignLead } from '../../src/leads/reassignLead.ts';
import { releaseLead } from '../../src/leads/releaseLead.ts';
import { undoLead } from '../../src/leads/undoLead.ts';
import { updateLead } from '../../src/leads/updateLead.ts';
import { type PayDocument, readPayDocument, sha256 } from '../../src/pay/payDocument.ts';
import { takePaySnapshots } from '../../src/pay/takePaySnapshots.ts';
import { settingsSchema } from '../../src/settings/settings.ts';
import { click, monday, startKernel } from '../support/kernel.ts';

let kernel: Awaited<ReturnType<typeof startKernel>>;
beforeEach(async () => {
  kernel = await startKernel();
  const document = settingsSchema.parse({
    channels: { CLEADS: { roster: ['UANA', 'UBEN'], managers: ['UMIA'] } },
    // A week from the Monday on which the kernel begins, closed on the next Tuesday.
    pay: {
      every: 'own',
      periods: [
        { from: '2026-11-23', until: '2026-11-29' },
        { from: '2026-11-30', until: '2026-12-06' },
      ],
      cutOffDays: 2,
    },
  });
  await kernel.ctx.settings.change(() => document, { authorId: null, note: 'pay', now: monday });
});
afterEach(() => kernel.drop());

const cutOffAt = new Date('2026-12-01T17:00:00Z');
const week = { from: new Date('2026-11-23T00:00:00Z'), until: new Date('2026-11-30T00:00:00Z') };

async function documents(from = '2026-11-23'): Promise<PayDocument[]> {
  const rows = await kernel.db
    .selectFrom('pay_snapshots')
    .selectAll()
    .where('period_from', '=', from)
    .orderBy('person_id')
    .execute();
  for (const row of rows) expect(sha256(row.document)).toBe(row.sha256);
  return rows.map(({ document }) => readPayDocument(document));
}

const statuses = ['attempted', 'connected', 'quoted', 'won', 'lost'] as const;
const step = fc.record({
  lead: fc.nat(4),
  /** Minutes since the step before; often so few that it can be undone. */
  wait: fc.oneof(fc.integer({ min: 1, max: 9 }), fc.integer({ min: 1, max: 60 * 40 })),
  what: fc.constantFrom('claim', 'update', 'update', 'release', 'reassign', 'postpone', 'undo'),
  who: fc.constantFrom('UANA', 'UBEN'),
  status: fc.constantFrom(...statuses),
  touch: fc.constantFrom(null, 'no-answer' as const, 'reached' as const),
  value: fc.constantFrom(null, 500),
});
type Step = typeof step extends fc.Arbitrary<infer One> ? One : never;

async function carryOut(leadId: number, { what, who, status, touch, value }: Step): Promise<void> {
  const { ctx } = kernel;
  const by = click(who);
  switch (what) {
    case 'claim':
      return void (await claimLead(ctx, { leadId, by }));
    case 'update':
      return void (await updateLead(ctx, {
        ...{ leadId, by, status, value },
        touch: touch && { kind: 'call', outcome: touch },
        obstacle: 'money',
      }));
    case 'release':
      return void (await releaseLead(ctx, { leadId, by, reason: 'not my region' }));
    case 'reassign':
      return void (await reassignLead(ctx, { leadId, by: click('UMIA'), to: who }));
    case 'postpone': {
      const to = new Date(ctx.clock.now().getTime() + 26 * 3_600_000);
      return void (await postponeLead(ctx, { leadId, by, to }));
    }
    case 'undo':
      return void (await undoLead(ctx, { leadId, by }));
  }
}

/** A lead as its rows say at a moment: nothing here reads an event. */
type Seen = {
  readonly at: Date;
  readonly owner: string | null;
  readonly open: boolean;
  readonly lacks: readonly string[];
};

async function look(leadId: number, at: Date): Promise<Seen> {
  const lead = await findLead(kernel.db, 'T1', leadId);
  if (!lead) throw new Error(`no lead ${leadId}`);
  // A touch of an update that was undone is still a row, and is not among the lead's.
  const { rows } = await sql<{ tried: boolean; reached: boolean }>`
    select count(*) > 0 as tried, coalesce(bool_or(outcome = 'reached'), false) as reached from touches t
    where lead_id = ${leadId} and not exists (select from lead_events u where u.undoes = t.event_id)`.execute(
    kernel.db,
  );
  const { tried = false, reached = false } = rows[0] ?? {};
  const { status } = lead;
  const says = (...all: string[]) => all.includes(status);
  return {
    at,
    owner: lead.ownerId,
    open: lead.ownerId !== null && lead.closedAt === null,
    lacks: [
      ...(lead.followUpDueAt && lead.followUpDueAt < at ? ['overdue'] : []),
      ...(says('attempted', 'lost') && !tried ? ['no-touch'] : []),
      ...(says('connected', 'quoted', 'won') && !reached ? ['not-reached'] : []),
      ...(says('won') && lead.value === null ? ['no-value'] : []),
    ],
  };
}

/** What the rows said before and after each step, judged with none of the app's code. */
function expected(history: readonly { before: Seen; after: Seen }[], last: Seen | null) {
  // Whoever had it open in the period last: before or after some step.
  const spans = history.map(({ after }, i) => ({
    seen: after,
    from: after.at,
    until: history[i + 1]?.before.at ?? cutOffAt,
  }));
  const holder = spans.findLast(
    ({ seen, from, until }) => seen.open && from < week.until && until > week.from,
  )?.seen.owner;
  if (!holder || !last) return null;
  if (last.owner === holder) return { holder, lacks: last.lacks, returned: false };
  const left = history.findLast(
    ({ before, after }) => before.owner === holder && after.owner !== holder,
  );
  const lacks = left?.before.lacks ?? [];
  return { holder, lacks, returned: last.owner === null && lacks.length === 0 };
}

test('what is frozen is what the rows said at the cut-off, whatever happened since', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(step, { minLength: 10, maxLength: 40 }),
      fc.array(step, { minLength: 1, maxLength: 10 }),
      async (during, later) => {
        await sql`alter table pay_snapshots disable trigger user`.execute(kernel.db);
        await sql`alter table pay_periods disable trigger user`.execute(kernel.db);
        await sql`delete from pay_snapshots`.execute(kernel.db);
        await sql`delete from pay_periods`.execute(kernel.db);
        // Those of the run before are as if they came later.
        await sql`update leads set received_at = '2030-01-01' where workspace_id = 'T1'`.execute(
          kernel.db,
        );
        kernel.at(monday.toISOString());
        const leads: number[] = [];
        for (let i = 0; i < 5; i++) leads.push(await kernel.addLead());
        const histories = new Map<number, { before: Seen; after: Seen }[]>();
        let now = monday.getTime();
        const run = async (steps: readonly Step[], until: number) => {
          for (const one of steps) {
            now += one.wait * 60_000;
            if (now >= until) break;
            const at = new Date(now);
            kernel.at(at.toISOString());
            const leadId = leads[one.lead] ?? 0;
            const before = await look(leadId, at);
            await carryOut(leadId, one);
            const after = await look(leadId, at);
            histories.set(leadId, [...(histories.get(leadId) ?? []), { before, after }]);
          }
        };
        await run(during, cutOffAt.getTime());
        kernel.at(cutOffAt.toISOString());
        const want = new Map<number, ReturnType<typeof expected>>();
        for (const id of leads) {
          want.set(id, expected(histories.get(id) ?? [], await look(id, cutOffAt)));
        }
        now = cutOffAt.getTime() + 60_000;
        await run(later, Infinity);
        kernel.at('2026-12-03T12:00:00Z');
        await endLeases(kernel.ctx, kernel.ctx.clock.now());
        await takePaySnapshots(kernel.ctx);

        const got = new Map<number, string>();
        for (const { person, updated, blocked, excused } of await documents()) {
          for (const id of updated) got.set(id, `${person} updated`);
          for (const { lead, reasons } of blocked) got.set(lead, `${person} ${reasons.join()}`);
          for (const { lead, why } of excused) got.set(lead, `${person} ${why}`);
        }
        for (const id of leads) {
          const one = want.get(id);
          const said = one
            ? `${one.holder} ${one.lacks.join() || (one.returned ? 'returned' : 'updated')}`
            : undefined;
          expect({ id, said: got.get(id) }).toEqual({ id, said });
        }
      },
    ),
    { numRuns: 25 },
  );
}, 120_000);

test('two at the same time freeze it once, and each period has one document a person', async () => {
  const leadId = await kernel.addLead();
  await claimLead(kernel.ctx, { leadId, by: click('UANA') });
  kernel.at('2026-12-01T17:00:59Z');
  expect(await takePaySnapshots(kernel.ctx)).toEqual({ periods: 0, snapshots: 0 });
  kernel.at('2026-12-20T12:00:00Z');
  const both = await Promise.all([takePaySnapshots(kernel.ctx), takePaySnapshots(kernel.ctx)]);
  expect(both.reduce((sum, { periods }) => sum + periods, 0)).toBe(2);
  const [first] = await documents();
  expect(first?.counts).toEqual({ leads: 1, updated: 0, blocked: 1, excused: 0, corrected: 0 });
  expect(await documents('2026-11-30')).toHaveLength(1);
});

test('nobody worked: the period is frozen, with nobody in it', async () => {
  kernel.at('2026-12-02T12:00:00Z');
  expect(await takePaySnapshots(kernel.ctx)).toEqual({ periods: 1, snapshots: 0 });
  expect(await takePaySnapshots(kernel.ctx)).toEqual({ periods: 0, snapshots: 0 });
});

test('what was put right after the cut-off is corrected in the next document', async () => {
  const [late, never] = [await kernel.addLead(), await kernel.addLead()];
  for (const leadId of [late, never]) await claimLead(kernel.ctx, { leadId, by: click('UANA') });
  kernel.at('2026-12-01T18:00:00Z');
  await takePaySnapshots(kernel.ctx);
  const touch = { kind: 'call', outcome: 'reached' } as const;
  await updateLead(kernel.ctx, {
    ...{ leadId: late, by: click('UANA'), status: 'won', value: 900, touch },
  });
  kernel.at('2026-12-08T18:00:00Z');
  await takePaySnapshots(kernel.ctx);
  const [before] = await documents();
  const [after] = await documents('2026-11-30');
  expect(before?.blocked.map(({ lead }) => lead)).toEqual([late, never]);
  expect(after?.corrected).toEqual([{ lead: late, from: '2026-11-23', until: '2026-11-29' }]);
  expect(after?.updated).toEqual([late]);
  expect(after?.blocked).toEqual([{ lead: never, reasons: ['overdue'] }]);
});

test('somebody who left is in it; ten thousand leads fit into one document', async () => {
  const count = 10_000;
  await sql`
    with lead as (
      insert into leads (workspace_id, source_key, channel_id, status, status_at, owner_id, received_at, claimed_at)
      select 'T1', 'website', 'CLEADS', 'claimed', ${monday}, 'UGONE', ${monday}, ${monday}
      from generate_series(1, ${count}::integer) returning id
    )
    insert into lead_events (workspace_id, lead_id, at, kind, actor_id, channel_id, status_to, due_to)
    select 'T1', id, ${monday}, 'claimed', 'UGONE', 'CLEADS', 'claimed', ${monday} from lead`.execute(
    kernel.db,
  );
  // What never happened through a verb has an owner only by its first event.
  kernel.at('2026-12-02T12:00:00Z');
  expect(await takePaySnapshots(kernel.ctx)).toEqual({ periods: 1, snapshots: 1 });
  const [document] = await documents();
  expect(document?.person).toBe('UGONE');
  expect(document?.counts).toMatchObject({ leads: count, blocked: count });
});
