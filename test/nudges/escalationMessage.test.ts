import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { KnownBlock } from '@slack/types';
import { drawEscalation, type EscalationLine } from '../../src/nudges/escalationMessage.ts';
import { drawAsk, drawOver } from '../../src/nudges/unclaimedMessage.ts';
import { faultsOf } from '../support/drawings.ts';
import { aLead } from '../support/leads.ts';

const monday = new Date('2026-11-23T09:00:00Z');

const aLine = (n: number, more: Partial<EscalationLine> = {}): EscalationLine => ({
  leadId: 1000 + n,
  lead: aLead({ id: 1000 + n, channelId: 'C1', status: 'claimed', ownerId: 'UANA', value: 100 }),
  about: 'overdue',
  since: monday,
  ownerId: 'UANA',
  overAt: null,
  owner: 'works',
  mayDecide: true,
  mayClaim: true,
  ...more,
});
const lines = (count: number, more: Partial<EscalationLine> = {}) =>
  Array.from({ length: count }, (_, n) => aLine(n, more));

const buttonsOf = (blocks: readonly KnownBlock[]) =>
  blocks.flatMap((block) =>
    block.type === 'actions'
      ? block.elements.map((one) => ('action_id' in one ? one.action_id : ''))
      : [],
  );
const buttons = (more: Partial<EscalationLine>) =>
  buttonsOf(drawEscalation([aLine(1, more)]).blocks);

test.each([1, 5, 10, 11, 20, 500])('%i lines are a message that Slack takes', (count) => {
  const drawing = drawEscalation([...lines(count), ...lines(count, { overAt: monday })]);
  expect(faultsOf(drawing)).toEqual([]);
  expect(drawing.blocks.length).toBeLessThanOrEqual(50);
  const left = count > 10 ? [`And ${count - 10} more`] : [];
  for (const words of left) expect(drawing.text).toContain(words);
});

test('a line offers what its reader may do, and nothing else', () => {
  const nobodys = { ownerId: null, about: 'unclaimed', lead: aLead({ channelId: 'C1' }) } as const;
  const awayUntil = new Date('2026-11-30T09:00:00Z');
  expect(buttons({})).toEqual(['lead:reassign', 'nudge:ask', 'lead:more-time']);
  expect(buttons({ owner: { awayUntil } })).toEqual(['lead:reassign', 'lead:more-time']);
  expect(buttons({ owner: 'left', about: 'left' })).toEqual(['lead:reassign']);
  expect(buttons(nobodys)).toEqual(['lead:claim', 'lead:reassign']);
  expect(buttons({ ...nobodys, mayClaim: false })).toEqual(['lead:reassign']);
  expect(buttons({ ...nobodys, mayDecide: false })).toEqual(['lead:claim', 'lead:details']);
  expect(buttons({ mayDecide: false })).toEqual(['lead:details']);
  expect(buttons({ overAt: monday })).toEqual([]);
});

test('whatever strangers write, Slack takes it and parses nothing of it', () => {
  const nasty = fc.oneof(
    fc.string({ unit: 'grapheme', maxLength: 500 }),
    fc.constantFrom('<!channel>', '<@UEVE>', '<https://evil.example|x>', '@here #general', '*b*'),
  );
  const about = fc.constantFrom<EscalationLine['about']>(
    'overdue',
    'left',
    'unclaimed',
    'unposted',
  );
  fc.assert(
    fc.property(nasty, nasty, about, fc.boolean(), (name, company, why, over) => {
      const ownerId = why === 'unclaimed' || why === 'unposted' ? null : 'UANA';
      const lead = aLead({ channelId: 'C1', ownerId, details: { name, company } });
      const line = aLine(1, { lead, ownerId, about: why, overAt: over ? monday : null });
      for (const drawing of [drawEscalation([line]), drawAsk(lead, ['UANA']), drawOver(lead)]) {
        expect(faultsOf(drawing)).toEqual([]);
      }
    }),
  );
});
