import fc from 'fast-check';
import { expect, test } from 'vitest';
import { checkMessageBlocks } from '../../sandbox/blockKit/checkMessage.ts';
import type { Readable } from '../../sandbox/blockKit/reading.ts';
import type { DueLead } from '../../src/leads/dueList.ts';
import type { Nudge } from '../../src/nudges/nudge.ts';
import { drawNudge } from '../../src/nudges/nudgeDrawing.ts';
import { aLead } from '../support/leads.ts';

const at = new Date('2026-11-23T10:00:00Z');
const lead = (id: number): DueLead => ({
  ...aLead({ id, ownerId: 'UANA', status: 'claimed', leaseEndsAt: at }),
  hot: id % 2 === 0,
  dueAt: at,
});
const leads = (count: number, from = 1) => Array.from({ length: count }, (_, i) => lead(from + i));
const breach = (leadId: number) => ({
  leadId,
  dueAt: at,
  warnAt: at,
  escalateAt: at,
  escalatedAt: null,
  dealtWithAt: null,
  messageId: 1,
});

const nudge = (counts: Record<'due' | 'urgent' | 'soon' | 'ended' | 'struck', number>): Nudge => ({
  due: leads(counts.due).map((one) => ({ lead: one, breach: breach(one.id), goesTo: ['UMIA'] })),
  urgent: leads(counts.urgent, 200).map((one) => ({
    lead: one,
    ownerId: `UAWAY${one.id}`,
    until: at,
  })),
  soon: leads(counts.soon, 400),
  ended: leads(counts.ended, 600).map((one) => ({
    lead: one,
    lease: { leadId: one.id, at, claimable: true, days: 3, touches: 1 },
  })),
  struck: leads(counts.struck, 800),
  askedBy: 'UMIA',
  leasesEnded: 3,
});

test('Slack takes every nudge, however much is in it', () => {
  const some = (max: number) => fc.integer({ min: 0, max });
  const counts = fc.record({
    due: some(40),
    urgent: some(8),
    soon: some(8),
    ended: some(8),
    struck: some(20),
  });
  fc.assert(
    fc.property(counts, (of) => {
      const { blocks, text } = drawNudge(nudge(of));
      // The sandbox checks JSON, which blocks are made of.
      const checked = JSON.parse(JSON.stringify(blocks)) as Readable['blocks'];
      expect(checkMessageBlocks(checked)).toBeUndefined();
      expect(text.length).toBeLessThanOrEqual(4_000);
    }),
  );
});

test('what is due has the room first; the rest is counted', () => {
  const { blocks } = drawNudge(nudge({ due: 15, urgent: 5, soon: 5, ended: 1, struck: 0 }));
  const drawn = JSON.stringify(blocks);
  for (let id = 1; id <= 15; id++) expect(drawn).toMatch(new RegExp(`L-${id}\\b`));
  expect(drawn).toContain('And 1 more, once these are dealt with');
});

test('from sixteen on there are ten, and a way to all', () => {
  const all = (due: number) =>
    JSON.stringify(
      drawNudge(nudge({ due, urgent: 0, soon: 0, ended: 0, struck: 0 })).blocks,
    ).includes('lead:all');
  expect(all(15)).toBe(false);
  expect(all(16)).toBe(true);
});
