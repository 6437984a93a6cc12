import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { theApp } from '../../src/context.ts';
import { receiveLead } from '../../src/intake/receiveLead.ts';
import { claimLead } from '../../src/leads/claimLead.ts';
import { findFieldValues } from '../../src/leads/fieldStore.ts';
import { findLead } from '../../src/leads/leadStore.ts';
import { mergeLeads } from '../../src/leads/mergeLeads.ts';
import { unmergeLead } from '../../src/leads/unmergeLead.ts';
import { updateLead } from '../../src/leads/updateLead.ts';
import { click, startKernel } from '../support/kernel.ts';

let kernel: Awaited<ReturnType<typeof startKernel>>;
beforeAll(async () => {
  kernel = await startKernel();
  const { ctx } = kernel;
  await ctx.settings.change(
    (document) => ({ ...document, sources: { web: { channel: 'CLEADS' } } }),
    { authorId: null, note: 'test', now: ctx.clock.now() },
  );
});
afterAll(() => kernel.drop());

const lead = fc.record({
  name: fc.constantFrom('Jane Doe', 'J. Doe', 'Doe, Jane'),
  company: fc.constantFrom(null, 'Acme', 'Acme GmbH'),
  value: fc.constantFrom(null, 500, 900),
  stage: fc.constantFrom(null, 'options', 'decision'),
  /** Hours before noon, when it came. */
  age: fc.integer({ min: 1, max: 40 }),
  owner: fc.constantFrom(null, 'UANA', 'UBEN'),
  status: fc.constantFrom(null, 'attempted', 'connected', 'qualified', 'lost' as const),
});
type Made = typeof lead extends fc.Arbitrary<infer Value> ? Value : never;

const noon = new Date('2026-11-23T12:00:00Z');
let count = 0;

async function make({ owner, status, age, ...said }: Made, mark: string): Promise<number> {
  const { ctx, at } = kernel;
  at(noon.toISOString());
  const arrival = {
    ...Object.fromEntries(Object.entries(said).filter(([, value]) => value !== null)),
    email: `${mark}${(count += 1)}@example.org`,
    received_at: new Date(noon.getTime() - age * 3_600_000).toISOString(),
  };
  const answer = await receiveLead(ctx, { source: 'web', arrival, by: theApp });
  if (!('lead' in answer)) throw new Error(JSON.stringify(answer));
  const { id } = answer.lead;
  if (owner) await claimLead(ctx, { leadId: id, by: click(owner) });
  if (owner && status) {
    const touch = { kind: 'call', outcome: 'reached' } as const;
    const update = { leadId: id, by: click(owner), status, touch, obstacle: 'money' } as const;
    await updateLead(ctx, update);
  }
  return id;
}

/** What somebody would say of it, without what differs from one making to the next. */
async function standing(id: number) {
  const found = await findLead(kernel.db, kernel.ctx.workspaceId, id);
  if (!found) throw new Error('gone');
  const { status, ownerId, value, stage, receivedAt, obstacle, touchCount, details } = found;
  return {
    ...{ status, ownerId, value, stage, receivedAt, obstacle, touchCount },
    details: { ...details, email: marked(details.email), emailAsGiven: null },
  };
}
const marked = (text: string | null) => text?.replace(/\d+@/, '@') ?? null;
const values = async (id: number) =>
  (await findFieldValues(kernel.db, kernel.ctx.workspaceId, [id]))
    .map(({ field, value }) => `${field}: ${marked(value)}`)
    .sort();

const manager = () => click('UMIA');

test('whichever of two leads is merged into the other, the same is left; taken apart, both are as they were', async () => {
  await fc.assert(
    fc.asyncProperty(lead, lead, async (one, other) => {
      // Of two that came at the same moment the first made stays.
      fc.pre(one.age !== other.age);
      const { ctx } = kernel;
      const pairs = [
        [await make(one, 'one'), await make(other, 'other')],
        [await make(one, 'one'), await make(other, 'other')],
      ] as const;
      const [[a, b], [c, d]] = pairs;
      const before = [await standing(a), await standing(b)];
      const there = await mergeLeads(ctx, { leadId: a, otherId: b, by: manager() });
      const back = await mergeLeads(ctx, { leadId: d, otherId: c, by: manager() });
      if (there.outcome !== 'merged' || back.outcome !== 'merged') {
        throw new Error(`${there.outcome}, ${back.outcome}`);
      }
      expect([a, b].indexOf(there.lead.id)).toBe([c, d].indexOf(back.lead.id));
      expect(await standing(there.lead.id)).toEqual(await standing(back.lead.id));
      expect(await values(there.lead.id)).toEqual(await values(back.lead.id));

      const apart = await unmergeLead(ctx, { leadId: there.child.id, by: manager() });
      expect(apart.outcome).toBe('unmerged');
      expect([await standing(a), await standing(b)]).toEqual(before);
    }),
    { numRuns: 25 },
  );
});
