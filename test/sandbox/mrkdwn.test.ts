import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fillDateTokens, localDate, localTime, toInstant } from '../../sandbox/page/dates.js';
import { type Inline, readInline, readMrkdwn } from '../../sandbox/page/mrkdwn.js';

const text = (words: string): Inline => ({ kind: 'text', text: words });
const escape = (raw: string) =>
  raw.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');

/** Every node of a tree, in order. */
const all = (nodes: Inline[]): Inline[] =>
  nodes.flatMap((node) => [node, ...('inside' in node ? all(node.inside) : [])]);

describe('mrkdwn, as the page of the sandbox reads it', () => {
  it.each<[string, Inline[]]>([
    ['*bold* text', [{ kind: 'bold', inside: [text('bold')] }, text(' text')]],
    [
      '_a_ ~b~',
      [{ kind: 'italic', inside: [text('a')] }, text(' '), { kind: 'strike', inside: [text('b')] }],
    ],
    ['2*3*4 and a_b_c', [text('2*3*4 and a_b_c')]],
    ['* not bold *', [text('* not bold *')]],
    ['*over\nlines*', [text('*over'), { kind: 'break' }, text('lines*')]],
    ['`*code*`', [{ kind: 'code', text: '*code*' }]],
    ['&lt;b&gt; &amp;amp;', [text('<b> &amp;')]],
    ['<b>', [text('<b>')]],
    ['<@U123>', [{ kind: 'user', id: 'U123' }]],
    ['<#C123|leads>', [{ kind: 'channel', id: 'C123', name: 'leads' }]],
    ['<!here>', [{ kind: 'broadcast', range: 'here' }]],
    [
      '<https://a.example/?x=1&amp;y=2|*a*>',
      [
        {
          kind: 'link',
          url: 'https://a.example/?x=1&y=2',
          inside: [{ kind: 'bold', inside: [text('a')] }],
        },
      ],
    ],
    ['<tel:+34911>', [{ kind: 'link', url: 'tel:+34911', inside: [text('+34911')] }]],
    ['<javascript:alert(1)|a>', [text('<javascript:alert(1)|a>')]],
    [
      '<!date^1700000000^{date_num} {time}|then>',
      [{ kind: 'date', ms: 1_700_000_000_000, format: '{date_num} {time}', fallback: 'then' }],
    ],
    [':wave:', [{ kind: 'emoji', name: 'wave' }]],
  ])('%s', (raw, nodes) => {
    expect(readInline(raw, true)).toEqual(nodes);
  });

  it('makes typed addresses, names and @here live, as Slack does unless it is told not to', () => {
    const typed = '@here #leads a.b@example.com https://example.com/x. evil.com';
    expect(
      all(readInline(typed, false))
        .map(({ kind }) => kind)
        .filter((kind) => kind !== 'text'),
    ).toEqual(['broadcast', 'channel', 'link', 'link', 'link']);
    expect(readInline(typed, true)).toEqual([text(typed)]);
  });

  it('sees quotes and preformatted text', () => {
    expect(readMrkdwn('a\n&gt; b\n&gt; c\n```x &lt; y```')).toEqual([
      { kind: 'text', inside: [text('a')] },
      { kind: 'quote', inside: [text('b'), { kind: 'break' }, text('c')] },
      { kind: 'pre', text: 'x < y' },
    ]);
  });

  it('finds no reference in any escaped text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 200 }), (raw) => {
        const live = new Set(['user', 'usergroup', 'channel', 'broadcast', 'date', 'link']);
        expect(all(readInline(escape(raw), true)).filter(({ kind }) => live.has(kind))).toEqual([]);
      }),
    );
  });

  it('reads any text whatever without failing', () => {
    const marks = fc.constantFrom(
      '*',
      '_',
      '~',
      '`',
      '<',
      '>',
      '|',
      '@U1',
      '&lt;',
      ':',
      '\n',
      ' ',
      'a',
    );
    fc.assert(
      fc.property(fc.array(marks, { maxLength: 120 }), (parts) => {
        expect(Array.isArray(readMrkdwn(parts.join('')))).toBe(true);
      }),
    );
  });
});

describe('dates, as a person in a zone reads them', () => {
  const now = Date.parse('2026-11-23T09:00:00+01:00');

  it.each([
    ['{date_short_pretty} {time}', now - 3_600_000, 'today 8:00 AM'],
    ['{date_long_pretty}', now + 86_400_000, 'tomorrow'],
    ['{date_long}', now, 'Monday, November 23rd, 2026'],
    ['{date_short}', now, 'Nov 23, 2026'],
    ['{date_num} {time_secs}', now, '2026-11-23 9:00:00 AM'],
    ['{ago}', now - 7_200_000, '2 hours ago'],
    ['{unknown}', now, '{unknown}'],
  ])('%s', (format, ms, shown) => {
    expect(fillDateTokens(format, ms, now, 'Europe/Madrid').replaceAll('\u202f', ' ')).toBe(shown);
  });

  it('finds the instant of every date and time that exists in the zone', () => {
    const zones = fc.constantFrom(
      'Europe/Madrid',
      'America/New_York',
      'Asia/Kolkata',
      'Pacific/Chatham',
    );
    fc.assert(
      fc.property(zones, fc.integer({ min: 0, max: 5 * 366 * 1440 }), (zone, minutes) => {
        const instant = Date.parse('2025-01-01T00:00:00Z') + minutes * 60_000;
        const [date, time] = [localDate(instant, zone), localTime(instant, zone)];
        const found = toInstant(date, time, zone);
        expect([localDate(found, zone), localTime(found, zone)]).toEqual([date, time]);
      }),
    );
  });
});
