import fc from 'fast-check';
import { afterAll, expect, test } from 'vitest';
import { type DueOutcome, nothingDue, wholeOf } from '../../src/leads/compliance.ts';
import { complianceOver } from '../../src/leads/complianceStore.ts';
import { monday, startKernel } from '../support/kernel.ts';

const kernel = await startKernel();
const { ctx, db, addLead, at } = kernel;
afterAll(kernel.drop);

const hour = 3_600_000;
const instant = (hours: number) => new Date(monday.getTime() + hours * hour);

/**
 * One due instant, in hours after monday; `end`: when something became of it. `was`: what it was
 * before each recalculation.
 */
type DueInstant = {
  due: number;
  was: readonly number[];
  end: { at: number; outcome: 'met' | 'moved' | 'cancelled' } | null;
};
const recalculations = fc.array(fc.integer({ min: 0, max: 100 }), { maxLength: 2 });

/** Due instants follow each other on a lead; only the last may still stand. */
const history = fc
  .array(
    fc.record({
      due: fc.integer({ min: 0, max: 100 }),
      was: recalculations,
      end: fc.record({
        at: fc.integer({ min: 0, max: 120 }),
        outcome: fc.constantFrom('met', 'moved', 'cancelled'),
      }),
    }),
    { maxLength: 8 },
  )
  .chain((ended) =>
    fc
      .option(fc.record({ due: fc.integer({ min: 0, max: 100 }), was: recalculations }))
      .map((standing): DueInstant[] => [
        ...ended,
        ...(standing === null ? [] : [{ ...standing, end: null }]),
      ]),
  );

let channels = 0;
/** Stores a history in a channel of its own. */
async function store(instants: readonly DueInstant[]): Promise<string> {
  const channelId = `C${++channels}`;
  const standing = instants.find(({ end }) => end === null);
  const id = await addLead({
    channelId,
    status: 'attempted',
    ownerId: 'UANA',
    followUpDueAt: standing ? instant(standing.due) : null,
    card: false,
  });
  const event = { workspace_id: 'T1', lead_id: id, channel_id: channelId, owner_id: 'UANA' };
  for (const { due, was, end } of instants) {
    // It had not passed when it was calculated anew.
    const anew = was.map((before, n) => ({
      ...event,
      kind: 'recalculated',
      at: instant(before - 1),
      due_from: instant(before),
      due_outcome: 'moved' as const,
      due_to: instant(was[n + 1] ?? due),
    }));
    if (anew.length > 0) await db.insertInto('lead_events').values(anew).execute();
    if (!end) continue;
    await db
      .insertInto('lead_events')
      .values({
        ...event,
        kind: 'updated',
        at: instant(end.at),
        due_from: instant(due),
        due_outcome: end.outcome,
      })
      .execute();
  }
  return channelId;
}
/** `now`: in hours after monday. Dates are of November 2026. */
function between(channel: string, [from, until]: readonly [number, number], now: number) {
  at(instant(now).toISOString());
  const span = { from: `2026-11-${from}`, until: `2026-11-${until}` };
  return complianceOver(ctx, { channels: [channel], ...span });
}
const always = [23, 30] as const;

test('for any history, each due instant is counted once, by what is written down of it', async () => {
  await fc.assert(
    fc.asyncProperty(history, fc.integer({ min: 0, max: 200 }), async (instants, now) => {
      const channel = await store(instants);
      const sums = await between(channel, always, now);
      const passed = instants.filter(({ due, end }) => (end ? end.at > due : due < now)).length;
      const inTime = (outcome: DueOutcome) =>
        instants.filter(({ due, end }) => end?.outcome === outcome && end.at <= due).length;
      expect(sums).toEqual({
        due: inTime('met') + passed,
        onTime: inTime('met'),
        missed: passed,
        excused: 0,
        moved: inTime('moved'),
        postponed: 0,
        cancelled: inTime('cancelled'),
      });
      const standing = instants.filter(({ due, end }) => !end && due >= now).length;
      expect(sums.due + sums.moved + sums.cancelled + standing).toBe(instants.length);
    }),
    { numRuns: 60 },
  );
});

test('for any history, the parts of a period add up to the whole', async () => {
  const hours = fc.integer({ min: 0, max: 130 });
  await fc.assert(
    fc.asyncProperty(
      history,
      fc.integer({ min: 23, max: 29 }),
      hours,
      async (instants, cut, now) => {
        const channel = await store(instants);
        const first = await between(channel, [23, cut], now);
        const second = await between(channel, [cut + 1, 30], now);
        expect(wholeOf([first, second])).toEqual(await between(channel, always, now));
      },
    ),
    { numRuns: 60 },
  );
});

test('what was missed stays missed, whenever the update comes', async () => {
  const late = await store([{ due: 10, was: [20], end: { at: 90, outcome: 'met' } }]);
  const missed = { ...nothingDue, due: 1, missed: 1 };
  expect(await between(late, always, 100)).toEqual(missed);
  const never = await store([{ due: 10, was: [], end: null }]);
  expect(await between(never, always, 20)).toEqual(missed);
  // At the due instant itself there is still time.
  expect(await between(never, always, 10)).toMatchObject({ due: 0 });
});

test('a lead that nobody owns, or of another channel, is not counted', async () => {
  const channelId = `C${++channels}`;
  await addLead({ channelId, followUpDueAt: instant(5) });
  await addLead({
    channelId: 'COTHER',
    status: 'claimed',
    ownerId: 'UANA',
    followUpDueAt: instant(5),
  });
  expect(await between(channelId, always, 60)).toMatchObject({ due: 0, missed: 0 });
});

test('nothing at all is nothing due', () => {
  expect(wholeOf([])).toEqual(nothingDue);
});
