import { afterAll, expect, test } from 'vitest';
import { noteLead } from '../../src/leads/noteLead.ts';
import { click, monday, startKernel } from '../support/kernel.ts';

const kernel = await startKernel();
const { ctx, addLead, events, notes, cards } = kernel;
afterAll(kernel.drop);

test('keeps the text where it can be erased, and moves nothing', async () => {
  const due = new Date('2026-11-23T11:00:00Z');
  const id = await addLead({ status: 'claimed', ownerId: 'UANA', followUpDueAt: due });
  const noted = await noteLead(ctx, { leadId: id, by: click('UANA'), text: ' Ask for Jane ' });
  expect(noted).toMatchObject({ outcome: 'noted', lead: { version: 1, followUpDueAt: due } });
  expect(await notes(id)).toMatchObject([
    { kind: 'note', body: 'Ask for Jane', author_id: 'UANA', created_at: monday },
  ]);
  const [event] = await events(id);
  expect(event).toMatchObject({
    kind: 'noted',
    actor_id: 'UANA',
    due_from: null,
    due_outcome: null,
  });
  expect(JSON.stringify(event)).not.toContain('Jane');
  expect(await cards(id)).toMatchObject([{ wanted_version: 2 }]);
});

test.each([
  ['UANA', 'noted'],
  ['UBEN', 'noted'],
  ['UMIA', 'noted'],
  ['UEVE', 'not-allowed'],
  ['UGUEST', 'not-allowed'],
])('%s, on a closed lead of ana’s: %s', async (person, outcome) => {
  const id = await addLead({ status: 'won', ownerId: 'UANA', closedAt: monday });
  const noted = await noteLead(ctx, { leadId: id, by: click(person), text: 'Hello' });
  expect(noted.outcome).toBe(outcome);
  expect(await notes(id)).toHaveLength(outcome === 'noted' ? 1 : 0);
});

test('an empty one is asked for again; the same one, five times at once, is kept once', async () => {
  const id = await addLead();
  const by = click('UANA');
  expect(await noteLead(ctx, { leadId: id, by, text: ' \n' })).toMatchObject({
    outcome: 'invalid',
    errors: { text: 'Write the note.' },
  });
  const done = await Promise.all(
    Array.from({ length: 5 }, () => noteLead(ctx, { leadId: id, by, text: 'Hello' })),
  );
  expect(done.map(({ outcome }) => outcome).toSorted()).toEqual([
    'noted',
    'repeated',
    'repeated',
    'repeated',
    'repeated',
  ]);
  expect(await notes(id)).toHaveLength(1);
  expect(await events(id)).toHaveLength(1);
});

test('of a lead that there is not', async () => {
  const noted = await noteLead(ctx, { leadId: 999_999, by: click('UANA'), text: 'Hello' });
  expect(noted).toEqual({ outcome: 'gone', lead: null });
});
