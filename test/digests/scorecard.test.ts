import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { chancesAmong, type Scorecard, weekAfter, wentWell } from '../../src/digests/scorecard.ts';
import { nothingDue } from '../../src/leads/compliance.ts';
import { scorecardDue, weekOf } from '../../src/people/scorecardDay.ts';
import { mondayOf } from '../../src/people/zone.ts';
import { settingsSchema } from '../../src/settings/settings.ts';
import { aLead } from '../support/leads.ts';

const settings = settingsSchema.parse({});
const due = (instant: string, timezone: string, document = settings) =>
  scorecardDue(new Date(instant), timezone, document);

describe('when it is due', () => {
  test('on Friday at three, on each clock', () => {
    expect(due('2026-11-27T09:00:00Z', 'Europe/Berlin')).toEqual({
      at: new Date('2026-11-27T14:00:00Z'),
      date: '2026-11-27',
      monday: '2026-11-23',
    });
    expect(due('2026-11-26T22:59:00Z', 'Europe/Berlin')).toBeNull();
    expect(due('2026-11-27T23:00:00Z', 'Europe/Berlin')).toBeNull();
  });

  test('in a week in which the clocks change', () => {
    const sunday = settingsSchema.parse({ scorecard: { day: 'sun', at: '02:30' } });
    // 02:30 is skipped on the last Sunday of March, and shown twice on the last of October.
    expect(due('2026-03-29T12:00:00Z', 'Europe/Berlin', sunday)?.at).toEqual(
      new Date('2026-03-29T01:00:00Z'),
    );
    expect(due('2026-10-25T12:00:00Z', 'Europe/Berlin', sunday)).toEqual({
      at: new Date('2026-10-25T00:30:00Z'),
      date: '2026-10-25',
      monday: '2026-10-19',
    });
  });

  test('in Samoa, which had no Friday in the last week of 2011, it came as Saturday began', () => {
    expect(due('2011-12-30T09:00:00Z', 'Pacific/Apia')).toBeNull();
    const saturday = due('2011-12-30T12:00:00Z', 'Pacific/Apia');
    expect(saturday).toMatchObject({ date: '2011-12-31', monday: '2011-12-26' });
    expect(saturday?.at).toEqual(new Date('2011-12-30T10:00:00Z'));
  });

  test('from Monday to Wednesday it is about the week before', () => {
    expect(
      ['2026-11-23', '2026-11-24', '2026-11-25', '2026-11-26', '2026-11-29'].map(weekOf),
    ).toEqual(['2026-11-16', '2026-11-16', '2026-11-16', '2026-11-23', '2026-11-23']);
  });

  test('wherever one is: at most one a week, and never of a week to come', () => {
    const zones = [
      'Pacific/Apia',
      'Pacific/Kiritimati',
      'America/St_Johns',
      'Asia/Kathmandu',
      'UTC',
    ];
    const minute = fc.integer({
      min: Date.UTC(2011, 0, 1) / 60_000,
      max: Date.UTC(2027, 0, 1) / 60_000,
    });
    fc.assert(
      fc.property(
        fc.constantFrom(...zones),
        fc.constantFrom('mon', 'wed', 'fri', 'sun'),
        minute,
        (zone, day, at) => {
          const document = settingsSchema.parse({ scorecard: { day } });
          const found = scorecardDue(new Date(at * 60_000), zone, document);
          if (!found) return;
          expect(mondayOf(found.monday)).toBe(found.monday);
          expect(found.monday <= found.date).toBe(true);
          const weekLater = scorecardDue(new Date((at + 7 * 24 * 60) * 60_000), zone, document);
          expect(weekLater?.monday).not.toBe(found.monday);
        },
      ),
    );
  });
});

describe('the leads that would change it most', () => {
  const now = new Date('2026-11-23T10:00:00Z');
  const at = (minutes: number): Date => new Date(now.getTime() + minutes * 60_000);
  const open = (id: number, more: Parameters<typeof aLead>[0]) =>
    aLead({ id, ownerId: 'UANA', status: 'connected', touchCount: 1, ...more });

  test('are what is overdue, then claims without a touch, then what is due next', () => {
    const leads = [
      open(1, { followUpDueAt: at(10) }),
      open(2, { followUpDueAt: at(60), status: 'claimed', touchCount: 0 }),
      open(3, { followUpDueAt: at(-10) }),
      open(4, { followUpDueAt: at(-90), status: 'claimed', touchCount: 0 }),
      open(5, { followUpDueAt: at(5), status: 'nurture' }),
      open(6, { followUpDueAt: null }),
      open(7, { followUpDueAt: at(5), status: 'won', closedAt: at(-5) }),
    ];
    const found = chancesAmong(leads, now, 10).map(({ lead, reason }) => `${lead.id} ${reason}`);
    expect(found).toEqual(['4 overdue', '3 overdue', '2 untouched', '1 due-next']);
    expect(chancesAmong(leads, now, 3)).toHaveLength(3);
    expect(chancesAmong([], now, 3)).toEqual([]);
  });

  test('are the same in whatever order they are read', () => {
    const lead = fc
      .record({ id: fc.nat(50), due: fc.integer({ min: -500, max: 500 }), touched: fc.boolean() })
      .map(({ id, due: minutes, touched }) =>
        open(id, {
          followUpDueAt: at(minutes),
          status: touched ? 'connected' : 'claimed',
          touchCount: touched ? 1 : 0,
        }),
      );
    fc.assert(
      fc.property(fc.uniqueArray(lead, { selector: ({ id }) => id }), (leads) => {
        expect(chancesAmong(leads.toReversed(), now, 3)).toEqual(chancesAmong(leads, now, 3));
      }),
    );
  });
});

describe('what went well', () => {
  const figures = { claim: null, touch: null, touches: 0, won: 0 };
  const card = (
    [onTime, weekDue]: [number, number],
    [onTimeBefore, dueBefore]: [number, number],
    more: Partial<Scorecard> = {},
  ): Scorecard => ({
    week: { monday: '2026-11-23', compliance: { ...nothingDue, due: weekDue, onTime } },
    until: '2026-11-27',
    before: [
      {
        monday: weekAfter('2026-11-23', -1),
        compliance: { ...nothingDue, due: dueBefore, onTime: onTimeBefore },
      },
    ],
    ...{ figures, figuresBefore: figures, chances: [], goals: [], agreed: null },
    ...more,
  });

  test('is a fact, or nothing', () => {
    expect(wentWell(card([9, 9], [9, 9]))).toBe('All 9 updates were on time.');
    expect(wentWell(card([8, 9], [7, 9]))).toContain('More on time than in the four weeks before');
    expect(wentWell(card([7, 9], [8, 9]))).toBeNull();
    expect(wentWell(card([2, 2], [0, 9]))).toBeNull();
    expect(wentWell(card([0, 9], [8, 9], { figures: { ...figures, won: 1 } }))).toBe('1 lead won.');
    const faster = {
      figures: { ...figures, touch: { n: 5, median: 600 } },
      figuresBefore: { ...figures, touch: { n: 9, median: 3_600 } },
    };
    expect(wentWell(card([0, 9], [8, 9], faster))).toMatch(
      /^First touch after 10\smin \(median of 5\), after 1\sh \(of 9\) in the four weeks before\.$/,
    );
  });

  test('says no number that is not there', () => {
    const share = fc
      .tuple(fc.nat(20), fc.nat(20))
      .map(([a, b]): [number, number] => [Math.min(a, b), Math.max(a, b)]);
    fc.assert(
      fc.property(share, share, (now, before) => {
        const said = wentWell(card(now, before));
        const [is, was] = [now[0] / now[1], before[0] / before[1]];
        const isTrue =
          said === null ||
          (said.startsWith('All') ? is === 1 : said.startsWith('More') && is > was);
        expect(isTrue).toBe(true);
      }),
    );
  });
});
