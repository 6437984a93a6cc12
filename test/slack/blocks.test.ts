import type { KnownBlock } from '@slack/types';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { checkMessageBlocks } from '../../sandbox/blockKit/checkMessage.ts';
import {
  actions,
  button,
  context,
  cut,
  divider,
  header,
  markup,
  mrkdwn,
  person,
  section,
  slackDate,
} from '../../src/slack/blocks.ts';

const anything = fc.string({ unit: 'binary', maxLength: 4_000 });

test('whatever the texts, Slack takes the blocks', () => {
  const block: fc.Arbitrary<KnownBlock> = fc.oneof(
    anything.map(header),
    anything.map((text) => section(text)),
    anything.map((text) => context(text.slice(0, 2_000), 'and this')),
    fc.constant(divider()),
    anything.chain((text) =>
      fc.constant(
        section(
          text,
          button({
            text,
            actionId: 'lead:release',
            value: '1042',
            spoken: text,
            style: 'danger',
            confirm: { title: text, text, yes: text, no: text },
          }),
        ),
      ),
    ),
  );
  fc.assert(
    fc.property(block, (one) => {
      expect(checkMessageBlocks([one])).toBeUndefined();
    }),
  );
});

test('more buttons than one row takes go into several', () => {
  const buttons = Array.from({ length: 60 }, (_, i) =>
    button({ text: `${i}`, actionId: `lead:${i}`, value: `${i}` }),
  );
  const rows = actions(buttons);
  expect(rows.map(({ elements }) => elements.length)).toEqual([25, 25, 10]);
  expect(checkMessageBlocks(rows)).toBeUndefined();
  expect(actions([])).toEqual([]);
});

test('a value that would be cut is a mistake of ours', () => {
  expect(() => button({ text: 'x', actionId: 'lead:x', value: 'v'.repeat(2_001) })).toThrow(
    'lead:x',
  );
});

describe('markup', () => {
  test('escapes what is put in, and leaves our own words and marks', () => {
    const at = new Date('2026-11-23T10:00:00Z');
    const text = markup`*Overdue* since ${slackDate(at)}: ${'<!channel> & <@U1>'} of ${person('U2')}`;
    expect(mrkdwn(text)).toEqual({
      type: 'mrkdwn',
      text: '*Overdue* since <!date^1795428000^{date_short_pretty} {time}|2026-11-23 10:00 UTC>: &lt;!channel&gt; &amp; &lt;@U1&gt; of <@U2>',
      verbatim: true,
    });
  });

  test('puts nothing in that could mention or link', () => {
    fc.assert(
      fc.property(anything, (text) => {
        expect(markup`${text}`.markup).not.toMatch(/[<>]|&(?!amp;|lt;|gt;)/);
      }),
    );
  });
});

test('cutting keeps within the limit and splits no emoji', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), fc.integer({ min: 1, max: 20 }), (text, max) => {
      const short = cut(text, max);
      expect(short.length).toBeLessThanOrEqual(Math.max(max, 1));
      expect(short.isWellFormed()).toBe(true);
      expect(short === text).toBe(text.length <= max);
    }),
  );
});
