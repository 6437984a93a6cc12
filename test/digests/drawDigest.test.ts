import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Digest } from '../../src/digests/digest.ts';
import { drawDigestPage } from '../../src/digests/digestPages.ts';
import { digestParts } from '../../src/digests/digestParts.ts';
import { drawInWords } from '../../src/digests/digestPictureMessage.ts';
import { drawDigest } from '../../src/digests/drawDigest.ts';
import { quietDigest, shareOf } from '../support/digests.ts';
import { faultsOf } from '../support/drawings.ts';

const onTime = { occasion: { is: 'on-time' }, forManagers: true } as const;
const forChannel = { ...onTime, forManagers: false };
const at = new Date('2026-11-20T09:00:00Z');

const scripts = [
  'Maximiliane Freifrau von Hohenschwangau ',
  'Αικατερίνη ',
  'Владимир ',
  '株式会社',
  'محمد ',
];
const text = fc.oneof(
  fc.constantFrom(...scripts).map((word) => word.repeat(30)),
  fc.string({ unit: 'grapheme', maxLength: 300 }),
);
const count = fc.integer({ min: 0, max: 250 });
const lists = fc.record({ reps: count, leads: count, rows: count, text });

const touchGoal = (n: number): Digest['touchGoals'][number] => ({
  goal: {
    ...{ id: n, channelId: 'C1', share: 80, within: '1h', setBy: 'UMIA' },
    ...{ startsOn: '2026-11-16', endsOn: null },
  },
  progress: { count: 2, reached: 1 },
});

/** As full as it is said, in every part of it. */
function digestOf({
  reps,
  leads,
  rows,
  text: written,
}: {
  reps: number;
  leads: number;
  rows: number;
  text: string;
}): Digest {
  const of = <One>(length: number, one: (n: number) => One) =>
    Array.from({ length }, (_, n) => one(n));
  const named = (n: number) => ({ leadId: 1_000 + n, name: written, company: written });
  const leadIds = [1, 2, 3, 4, 5];
  return {
    ...quietDigest,
    lastDay: { date: '2026-11-20', compliance: shareOf(reps, 0) },
    dayBefore: { date: '2026-11-19', compliance: shareOf(leads, leads) },
    week: shareOf(leads, 0),
    goal: { share: 95, isLowest: true, week: shareOf(rows, rows) },
    touchGoals: of(rows, touchGoal),
    reps: of(reps, (n) => ({ personId: 'UANA', lastDay: shareOf(n, 0), week: shareOf(n + 1, 1) })),
    overdue: of(reps, (n) => ({
      personId: 'UBEN',
      hasLeft: n % 3 === 0,
      leads: n + 1,
      oldestDueAt: at,
      oldestLeadId: n,
    })),
    unclaimed: {
      count: 2 * leads,
      listed: of(leads, (n) => ({ ...named(n), channelId: 'C1', postedAt: at })),
    },
    walkedAway: {
      count: leads,
      listed: of(leads, (n) => ({
        ...named(n),
        ownerId: 'UANA',
        how: (['released', 'lease-ended', 'disqualified', 'left'] as const)[n % 4] ?? 'left',
        obstacle: n % 8 === 2 ? 'invalid' : null,
      })),
    },
    incomplete: {
      count: leads,
      listed: of(leads, (n) => ({
        ...named(n),
        channelId: 'C1',
        sourceKey: written,
        missing: ['phone|email', `custom.${written}`],
        receivedAt: at,
        heldUntil: n % 2 === 0 ? at : null,
      })),
    },
    overrides: of(rows, (n) => ({
      kind: (['more-time', 'waived-lead', 'paused-rep'] as const)[n % 3] ?? 'more-time',
      leadId: n % 3 === 2 ? null : n,
      personId: 'UANA',
      givenBy: 'UMIA',
      reason: written,
      until: at,
      endedAt: n % 2 === 0 ? at : null,
      endedBy: n % 2 === 0 ? 'UMIA' : null,
    })),
    settingsChanges: of(rows, (n) => ({
      version: n,
      authorId: n % 2 === 0 ? 'UMIA' : null,
      at,
      note: written,
      parts: of(n % 7, () => ({ path: ['channels', 'C1', written], from: written, to: written })),
    })),
    slipping: of(rows, () => ({
      sourceName: 'Trade fair',
      week: { part: 1, whole: 12 },
      before: { part: 20, whole: 40 },
    })),
    unanswered: of(rows, () => ({
      sourceName: written,
      ownerId: 'UBEN',
      count: 2,
      oldestDueAt: at,
    })),
    signals: of(rows, () => ({
      kind: 'same-note',
      note: written,
      personId: 'UANA',
      leads: 9,
      leadIds,
    })),
  };
}

describe('whatever there is to say', () => {
  test('a digest fits into what Slack takes, and mentions nobody whom a stranger wrote', () => {
    fc.assert(
      fc.property(lists, (many) => {
        const digest = digestOf(many);
        for (const how of [onTime, forChannel]) {
          const drawing = drawDigest(digest, how);
          expect(drawing.blocks.length).toBeLessThanOrEqual(50);
          expect(faultsOf(drawing)).toEqual([]);
        }
      }),
      { numRuns: 40 },
    );
  });

  test('the pages behind it show every line once', () => {
    const parts = digestParts(digestOf({ reps: 200, leads: 45, rows: 21, text: 'Κ'.repeat(90) }), {
      forManagers: true,
    });
    const shown = new Map<string, number>();
    for (const part of parts) {
      const pages = Math.ceil(part.lines.length / 20);
      const views = Array.from({ length: pages }, (_, page) =>
        drawDigestPage(part, '2026-11-23', page),
      );
      for (const view of views)
        expect(faultsOf(view as Parameters<typeof faultsOf>[0])).toEqual([]);
      const written = JSON.stringify(views);
      expect(written.split('digest:page-next').length - 1).toBe(pages - 1);
      shown.set(part.name, new Set(written.match(/L-1\d{3}/g)).size);
    }
    expect(shown.get('unclaimed')).toBe(45);
    expect(parts.map(({ name }) => name)).toContain('reps');
  });
});

test('one rep’s figures are the team’s, and are said once', () => {
  const digest = digestOf({ reps: 1, leads: 0, rows: 0, text: '' });
  expect(drawDigest(digest, onTime).text).not.toContain('On time by rep');
});

test('the sentence that matters', () => {
  const first = (digest: Digest) => drawDigest(digest, onTime).text.split('\n')[0];
  expect(first(quietDigest)).toBe('Nothing is overdue and nothing is unclaimed.');
  const walked = digestOf({ reps: 0, leads: 1, rows: 0, text: 'x' });
  expect(first({ ...walked, unclaimed: quietDigest.unclaimed })).toBe(
    'Nothing is overdue, but 1 lead was let go untried.',
  );
  expect(first(digestOf({ reps: 2, leads: 1, rows: 0, text: 'x' }))).toBe(
    '3 leads overdue with 2 reps, 2 leads unclaimed past the window.',
  );
});

test('a picture in words leaves out weeks in which nothing was due', () => {
  const days = ['2026-11-02', '2026-11-09', '2026-11-16'].map((date, n) => ({
    date,
    part: n,
    whole: 2 * n,
  }));
  const { text } = drawInWords(days, null);
  expect(text.match(/•/g)).toHaveLength(2);
  expect(text).toContain('• 16 Nov to 16 Nov: 50 % (2 of 4)');
});

test.each([
  [5, undefined],
  [6, 'and 1 more goal'],
  [7, 'and 2 more goals'],
])('of %i goals of first touches five are shown, and the others counted: %s', (goals, more) => {
  const touchGoals = Array.from({ length: goals }, (_, n) => touchGoal(n));
  const { text: said } = drawDigest({ ...quietDigest, touchGoals }, onTime);
  expect(said.match(/of claims touched within/g)).toHaveLength(5);
  expect(said.match(/and \d+ more goals?(?=, see Goals)/)?.[0]).toBe(more);
});

test('a rule that is new, or no longer set, is told with its value', () => {
  const part = (name: string, from: string | null, to: string | null) => ({
    path: ['limits', name],
    ...{ from, to },
  });
  const parts = [part('openLeads', null, '10'), part('claimsPerDay', '5', null)];
  const change = { version: 2, authorId: 'UMIA', at: new Date('2026-11-23T09:00:00Z'), note: null };
  const { text } = drawDigest({ ...quietDigest, settingsChanges: [{ ...change, parts }] }, onTime);
  expect(text).toContain('limits.openLeads from none to 10, limits.claimsPerDay from 5 to none');
});
