import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { LeadTrace, TraceEvent } from '../../src/pay/leadTrace.ts';
import {
  canonicalText,
  payDocumentOf,
  readPayDocument,
  sha256,
} from '../../src/pay/payDocument.ts';
import { type Exceptions, judge, judgeFor } from '../../src/pay/verdict.ts';

const at = (day: number, hour = 12) => new Date(Date.UTC(2026, 10, day, hour));
const november = { startsAt: at(1, 0), endsAt: at(31, 0) };
const cutOffAt = at(33, 17);
const none: Exceptions = { waived: new Map(), away: new Map(), paused: new Map() };

const nothing = {
  kind: 'noted',
  actorId: null,
  ownerId: null,
  statusTo: null,
  dueFrom: null,
  dueTo: null,
  undoes: null,
  to: null,
  touch: null,
  obstacle: null,
  value: null,
} as const;

/** A lead to which these things happened, in order. */
function trace(
  events: readonly (Partial<TraceEvent> & { at: Date })[],
  more: Partial<LeadTrace> = {},
): LeadTrace {
  const all = events.map((event, i) => ({ ...nothing, id: i + 1, ...event }));
  return { leadId: 1001, hasValue: false, events: all, ...more };
}

const claimed = (day: number, by = 'UANA', due = day + 1) =>
  ({
    at: at(day),
    kind: 'claimed',
    actorId: by,
    statusTo: 'claimed',
    dueFrom: at(day),
    dueTo: at(due),
  }) as const;
const updated = (day: number, more: Partial<TraceEvent>, by = 'UANA') =>
  ({
    at: at(day),
    kind: 'updated',
    actorId: by,
    ownerId: by,
    statusTo: 'connected',
    touch: 'reached',
    dueFrom: at(day),
    dueTo: at(40),
    ...more,
  }) as const;
const released = (day: number, by = 'UANA') =>
  ({
    at: at(day),
    kind: 'released',
    ownerId: by,
    statusTo: 'new',
    dueFrom: at(day),
    dueTo: at(day + 1),
  }) as const;

const said = (one: LeadTrace, exceptions = none) => {
  const counted = judge(one, november, cutOffAt, exceptions);
  if (!counted) return null;
  const { personId, verdict } = counted;
  const what =
    verdict.state === 'blocked'
      ? verdict.reasons.join()
      : verdict.state === 'excused'
        ? verdict.why
        : '';
  return [personId, verdict.state, what].join(' ').trim();
};

describe('a lead is fully updated', () => {
  test('where nothing that is due has passed', () => {
    expect(said(trace([claimed(2), updated(3, {})]))).toBe('UANA updated');
    expect(said(trace([claimed(30, 'UANA', 40)]))).toBe('UANA updated');
  });
  test('not while an update is overdue, and again with it', () => {
    expect(said(trace([claimed(2)]))).toBe('UANA blocked overdue');
    expect(said(trace([claimed(2), updated(32, {})]))).toBe('UANA updated');
    // After the cut-off it is too late.
    expect(said(trace([claimed(2), updated(34, {})]))).toBe('UANA blocked overdue');
  });
  test.each([
    ['attempted', {}, 'no-touch'],
    ['attempted', { touch: 'no-answer' }, ''],
    ['connected', { touch: 'no-answer' }, 'not-reached'],
    ['quoted', { touch: 'reached' }, ''],
    ['won', { touch: 'reached', dueTo: null }, 'no-value'],
    ['lost', { touch: 'reached', dueTo: null }, 'no-obstacle'],
    ['lost', { dueTo: null, obstacle: 'money' }, 'no-touch'],
    ['disqualified', { dueTo: null, obstacle: 'invalid' }, ''],
    ['nurture', { dueTo: null }, 'no-date'],
    ['nurture', {}, ''],
  ] as const)('of %s with %j: %s', (statusTo, more, reason) => {
    const one = trace([claimed(2), updated(3, { touch: null, ...more, statusTo })]);
    expect(said(one)).toBe(reason ? `UANA blocked ${reason}` : 'UANA updated');
  });
  test('whatever an import said that nobody has updated', () => {
    const imported = {
      at: at(2),
      kind: 'imported',
      ownerId: 'UANA',
      statusTo: 'quoted',
      dueTo: at(40),
    } as const;
    expect(said(trace([imported]))).toBe('UANA updated');
  });
});

describe('a value', () => {
  const won = (value: TraceEvent['value']) => updated(3, { statusTo: 'won', dueTo: null, value });
  test('that came after the cut-off was not there at it', () => {
    const late = { at: at(34), kind: 'updated', statusTo: 'won', value: 'first' } as const;
    expect(said(trace([claimed(2), won(null), late], { hasValue: true }))).toBe(
      'UANA blocked no-value',
    );
  });
  test('that was corrected, or taken back, after the cut-off was there at it', () => {
    const again = { at: at(34), kind: 'updated', statusTo: 'won', value: 'again' } as const;
    expect(said(trace([claimed(2), won(null), again], { hasValue: true }))).toBe('UANA updated');
    const undone = { at: at(34), kind: 'undone', undoes: 2 } as const;
    expect(said(trace([claimed(2), won('first'), undone]))).toBe('UANA updated');
  });
});

describe('a lead counts for whoever had it last, open, in the period', () => {
  test('not for who had it before, nor for who gets it afterwards', () => {
    const given = (day: number) =>
      ({
        at: at(day),
        kind: 'reassigned',
        ownerId: 'UANA',
        to: 'UBEN',
        statusTo: 'claimed',
        dueFrom: at(3),
        dueTo: at(40),
      }) as const;
    expect(said(trace([claimed(2), given(20)]))).toBe('UBEN updated');
    // It is judged as it stood when it left her.
    expect(said(trace([claimed(2), given(32)]))).toBe('UANA blocked overdue');
  });
  test('an offer moves nothing', () => {
    const offered = { at: at(3), kind: 'offered', to: 'UBEN', statusTo: 'claimed' } as const;
    expect(said(trace([claimed(2, 'UANA', 40), offered]))).toBe('UANA updated');
  });
  test('given back in time it counts neither way, too late it blocks, until somebody has it', () => {
    expect(said(trace([claimed(2, 'UANA', 9), released(3)]))).toBe('UANA excused returned');
    expect(said(trace([claimed(2), released(9)]))).toBe('UANA blocked overdue');
    expect(said(trace([claimed(2), released(9), claimed(12, 'UBEN', 40)]))).toBe('UBEN updated');
    const back = trace([claimed(2), released(9), claimed(32), updated(33, {})]);
    expect(said(back)).toBe('UANA updated');
  });
  test('not where it was closed before, or came after', () => {
    const lost = { statusTo: 'lost', obstacle: 'need', dueTo: null } as const;
    const old = trace([{ ...claimed(0) }, { ...updated(0, lost), at: at(0, 20) }]);
    expect(said(old)).toBe(null);
    expect(said(trace([claimed(31)]))).toBe(null);
  });
  test('not where nobody had it', () => {
    expect(said(trace([{ at: at(2), kind: 'received', statusTo: 'new' }]))).toBe(null);
  });
  test('what was undone by then never happened', () => {
    const undone = { at: at(3, 13), kind: 'undone', undoes: 2 } as const;
    expect(said(trace([claimed(2), updated(3, {}), undone]))).toBe('UANA blocked overdue');
    expect(said(trace([claimed(2), updated(3, {}), { ...undone, at: at(34) }]))).toBe(
      'UANA updated',
    );
  });
});

describe('excused is', () => {
  const spell = (from: number, until: number) => [{ from: at(from), until: at(until) }];
  const late = trace([claimed(2)]);
  test('what became due while its owner was away, or paused, until the cut-off', () => {
    const away = (from: number, until: number) =>
      said(late, { ...none, away: new Map([['UANA', spell(from, until)]]) });
    expect(away(3, 40)).toBe('UANA excused away');
    // They came back, or went later.
    expect(away(3, 20)).toBe('UANA blocked overdue');
    expect(away(4, 40)).toBe('UANA blocked overdue');
    expect(said(late, { ...none, paused: new Map([['UANA', spell(3, 40)]]) })).toBe(
      'UANA excused paused',
    );
  });
  test('nothing else of theirs', () => {
    const won = trace([claimed(2), updated(3, { statusTo: 'won', dueTo: null })]);
    expect(said(won, { ...none, away: new Map([['UANA', spell(1, 40)]]) })).toBe(
      'UANA blocked no-value',
    );
  });
  test('what a manager waived, as long as that holds', () => {
    const waived = (until: number) =>
      said(late, { ...none, waived: new Map([[1001, spell(5, until)]]) });
    expect(waived(40)).toBe('UANA excused waived');
    expect(waived(20)).toBe('UANA blocked overdue');
  });
  test('what turned out to be another lead', () => {
    const merged = {
      at: at(9),
      kind: 'merged',
      ownerId: 'UANA',
      statusTo: 'merged',
      dueFrom: at(3),
    } as const;
    expect(said(trace([claimed(2), merged]))).toBe('UANA excused merged');
  });
});

const statuses = ['attempted', 'connected', 'quoted', 'won', 'lost', 'nurture', 'new'] as const;
const anyEvent = fc
  .record({
    hour: fc.integer({ min: 0, max: 24 * 36 }),
    kind: fc.constantFrom('claimed', 'updated', 'released', 'reassigned', 'undone', 'postponed'),
    who: fc.constantFrom('UANA', 'UBEN'),
    status: fc.constantFrom(...statuses),
    touch: fc.constantFrom(null, 'no-answer' as const, 'reached' as const),
    obstacle: fc.constantFrom(null, 'need'),
    due: fc.option(fc.integer({ min: 1, max: 24 * 40 })),
    undoes: fc.integer({ min: 1, max: 9 }),
  })
  .map((one) => {
    const hour = (n: number) => new Date(at(1, 0).getTime() + n * 3_600_000);
    return {
      at: hour(one.hour),
      kind: one.kind,
      actorId: one.who,
      ownerId: one.who,
      to: one.kind === 'reassigned' ? one.who : null,
      statusTo: one.kind === 'released' ? 'new' : one.kind === 'claimed' ? 'claimed' : one.status,
      touch: one.kind === 'updated' ? one.touch : null,
      obstacle: one.kind === 'updated' ? one.obstacle : null,
      dueFrom: hour(one.hour),
      dueTo: one.due === null ? null : hour(one.due),
      undoes: one.kind === 'undone' ? one.undoes : null,
    } as const;
  });
const anyTrace = (leadId: number) =>
  fc.array(anyEvent, { maxLength: 9 }).map((events) =>
    trace(
      events.toSorted((a, b) => a.at.getTime() - b.at.getTime()),
      { leadId },
    ),
  );
const anyHistory = fc
  .integer({ min: 0, max: 12 })
  .chain((count) => fc.tuple(...Array.from({ length: count }, (_, i) => anyTrace(1001 + i))));

const documentsOf = (traces: readonly LeadTrace[]) => {
  const counted = traces.flatMap((one) => judge(one, november, cutOffAt, none) ?? []);
  return ['UANA', 'UBEN'].map((personId) =>
    payDocumentOf({
      ...{ workspaceId: 'T1', personId, corrected: [] },
      period: { from: '2026-11-01', until: '2026-11-30', cutOffAt },
      verdicts: counted.flatMap((one) => (one.personId === personId ? [one.verdict] : [])),
    }),
  );
};

describe('for any history', () => {
  test('the parts add up to the whole, and each lead counts for one person at most', () => {
    fc.assert(
      fc.property(anyHistory, (traces) => {
        const all = documentsOf(traces);
        for (const { counts, updated, blocked, excused } of all) {
          expect(counts.leads).toBe(counts.updated + counts.blocked + counts.excused);
          expect([updated.length, blocked.length, excused.length]).toEqual([
            counts.updated,
            counts.blocked,
            counts.excused,
          ]);
        }
        const leads = all.flatMap(({ updated, blocked, excused }) => [
          ...updated,
          ...[...blocked, ...excused].map(({ lead }) => lead),
        ]);
        expect(new Set(leads).size).toBe(leads.length);
      }),
    );
  });

  test('what happens after the cut-off changes nothing, but what undoes or values since', () => {
    fc.assert(
      fc.property(anyTrace(1001), fc.array(anyEvent, { maxLength: 4 }), (one, later) => {
        const after = later.map((event, i) => ({
          ...nothing,
          ...event,
          id: 100 + i,
          at: new Date(cutOffAt.getTime() + 1 + i),
        }));
        const more = { ...one, events: [...one.events, ...after] };
        expect(documentsOf([more])).toEqual(documentsOf([one]));
        expect(judgeFor('UANA', more, cutOffAt, none)).toEqual(
          judgeFor('UANA', one, cutOffAt, none),
        );
      }),
    );
  });

  test('a document is read back as it was, and another one has another hash', () => {
    fc.assert(
      fc.property(anyHistory, fc.nat(), (traces, n) => {
        const [document] = documentsOf(traces);
        if (!document) throw new Error('none');
        const text = canonicalText(document);
        expect(readPayDocument(text)).toEqual(document);
        expect(canonicalText(readPayDocument(text))).toBe(text);
        const digits = [...text.matchAll(/\d/g)];
        const digit = digits[n % digits.length];
        if (!digit) throw new Error('no digit');
        const changed = `${text.slice(0, digit.index)}${(Number(digit[0]) + 1) % 10}${text.slice(digit.index + 1)}`;
        expect(sha256(changed)).not.toBe(sha256(text));
      }),
    );
  });
});

describe('the canonical form', () => {
  test('is the one of RFC 8785', () => {
    // Its example of sorting (3.2.3), and of strings (3.2.2.2), without the numbers that are not whole.
    const value = {
      '\u20ac': 'Euro Sign',
      '\r': 'Carriage Return',
      '\ufb33': 'Hebrew Letter Dalet With Dagesh',
      '1': 'One',
      '\ud83d\ude00': 'Emoji: Grinning Face',
      '\u0080': 'Control',
      '\u00f6': 'Latin Small Letter O With Diaeresis',
    };
    expect(Object.values(JSON.parse(canonicalText(value)) as object)).toEqual([
      // JSON.parse puts the key that is a number first, where it stands second.
      'One',
      'Carriage Return',
      'Control',
      'Latin Small Letter O With Diaeresis',
      'Euro Sign',
      'Emoji: Grinning Face',
      'Hebrew Letter Dalet With Dagesh',
    ]);
    expect(canonicalText(value).startsWith('{"\\r":"Carriage Return","1":"One",')).toBe(true);
    expect(
      canonicalText({ string: '\u20ac$\u000f\nA\'B"\\\\"/', literals: [null, true, false] }),
    ).toBe('{"literals":[null,true,false],"string":"€$\\u000f\\nA\'B\\"\\\\\\\\\\"/"}');
  });
  test.each([0.5, Number.NaN, 2 ** 53, undefined, '\ud800'])('refuses %j', (value) => {
    expect(() => canonicalText({ value })).toThrow(TypeError);
  });
  test('gives the hash that sha256sum gives', () => {
    expect(sha256('{"a":1}')).toBe(
      '015abd7f5cc57a2dd94b7590f04ad8084273905ee33ec5cebeae62276a97f862',
    );
  });
});
