import { expect, test } from 'vitest';
import type { Outage } from '../../src/db/outageStore.ts';
import { operationLine } from '../../src/home/operation.ts';
import { markupOf } from '../../src/slack/richText.ts';

const outage: Outage = {
  kind: 'downtime',
  from: new Date('2026-11-23T02:10:00Z'),
  until: new Date('2026-11-23T05:40:00Z'),
  caughtUp: { breaches: 12, nudges: 5, digests: 0, cards: 1 },
};
const said = (of: Parameters<typeof operationLine>[0]) =>
  markupOf(operationLine(of)).markup.replace(/<!date\^[^|]*\|([^>]*)>/g, '$1');

test('what was missed, and what was made good', () => {
  expect(said({ pausedAt: null, outage })).toBe(
    'The app did not run from 2026-11-23 02:10 UTC to 2026-11-23 05:40 UTC. 12 windows ran out meanwhile; 5 nudges, 1 card sent.',
  );
  const calm = { ...outage, caughtUp: { breaches: 0, nudges: 0, digests: 0, cards: 0 } };
  expect(said({ pausedAt: null, outage: { ...calm, kind: 'slack' } })).toMatch(
    /^Slack was away from .* No window ran out meanwhile; nothing sent\.$/,
  );
});

test('a pause comes first, with the way out', () => {
  const pausedAt = new Date('2026-11-23T06:00:00Z');
  expect(said({ pausedAt, outage })).toBe(
    'Sending is paused since 2026-11-23 06:00 UTC. It goes on with: npm run resume',
  );
  expect(said({ pausedAt: null, outage: null })).toBe('');
});
