import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Lead } from '../../src/leads/lead.ts';
import { type Status, statuses } from '../../src/leads/statuses.ts';
import { explain, type Reasons } from '../../src/leads/why.ts';
import { drawWhy, drawWhyForm } from '../../src/leads/whyMessage.ts';
import { calendarOf, channelCalendar } from '../../src/people/calendar.ts';
import { settingsSchema } from '../../src/settings/settings.ts';
import { markupOf } from '../../src/slack/richText.ts';
import { faultsOf } from '../support/drawings.ts';
import { aLead } from '../support/leads.ts';
import { aPerson } from '../support/people.ts';

// A Monday.
const now = new Date('2026-11-23T10:00:00Z');
const later = new Date('2026-11-24T10:00:00Z');
const earlier = new Date('2026-11-23T09:30:00Z');
const settings = settingsSchema.parse({
  channels: { CLEADS: { managers: ['UMIA'], fallback: 'UEVE' } },
});

const owned = (status: Status, more: Partial<Lead> = {}) =>
  aLead({
    status,
    ownerId: 'UANA',
    dueRule: `status:${status}`,
    dueOpenedAt: new Date('2026-11-23T09:00:00Z'),
    followUpDueAt: later,
    leaseEndsAt: new Date('2026-11-27T10:00:00Z'),
    ...more,
  });

const because = (lead: Lead, more: Partial<Reasons> = {}): Reasons => {
  const of = more.settings ?? settings;
  const owner = lead.ownerId ? (more.owner ?? aPerson()) : null;
  return {
    lead,
    settings: of,
    owner,
    calendar: owner ? calendarOf(owner, of) : channelCalendar(lead.channelId, of),
    breach: null,
    moreTime: null,
    lastMessage: null,
    now,
    ...more,
  };
};

/** Each line as mrkdwn, instants as `2026-11-24 10:00 UTC`. */
const said = (reasons: Reasons): string[] =>
  explain(reasons).map((words) => markupOf(words).markup.replace(/<!date\^[^|]*\|([^>]*)>/g, '$1'));

describe('of a lead that nobody has', () => {
  const waiting = aLead({
    dueRule: 'unclaimed',
    dueOpenedAt: earlier,
    followUpDueAt: new Date('2026-11-23T10:15:00Z'),
  });

  test('the window to claim it, the channel’s clock, and who is told then', () => {
    expect(said(because(waiting))).toEqual([
      'L-1042 is to be claimed by 2026-11-23 10:15 UTC.',
      'The window of an unclaimed lead is 15 minutes of working time (windows.unclaimed); it opened 2026-11-23 09:30 UTC.',
      'It counts on the clock of <#CLEADS>: UTC, Monday to Friday 09:00–17:30.',
      'If nobody claims it by then, those on shift are told once under its card, then the fallback: <@UEVE> 2026-11-23 10:30 UTC.',
    ]);
  });

  test('where no fallback is named, the manager; where nobody is, nobody', () => {
    const managed = settingsSchema.parse({ channels: { CLEADS: { managers: ['UMIA'] } } });
    expect(said(because(waiting, { settings: managed })).join()).toContain(
      'then the manager: <@UMIA>',
    );
    const alone = settingsSchema.parse({});
    expect(said(because(waiting, { settings: alone })).at(-1)).toMatch(/under its card\.$/);
  });

  test('before its card is shown no window runs', () => {
    expect(said(because(aLead({ postedAt: null })))).toEqual([
      'Its window opens when its card is shown in the channel.',
    ]);
  });
});

describe('of a lead that somebody works on', () => {
  test.each(['attempted', 'connected', 'qualified', 'quoted'] as const)('%s', (status) => {
    const lines = said(because(owned(status)));
    expect(lines[0]).toBe('The next update is due 2026-11-24 10:00 UTC.');
    expect(lines[1]).toContain(`The window of ${statuses[status].label} is`);
    expect(lines[1]).toContain(`(windows.${status})`);
    expect(lines[2]).toContain('the clock of <@UANA>: UTC, Monday to Friday 09:00–17:30');
    expect(lines[3]).toBe(
      'When it has passed, <@UANA> gets a nudge, and a warning 2026-11-24 14:00 UTC; it goes to <@UMIA> 2026-11-25 10:00 UTC.',
    );
    expect(lines[4]).toMatch(
      status === 'attempted'
        ? /claim ends 2026-11-27 10:00 UTC, and it goes back to the pool/
        : /a claim does not end by itself: a manager decides/,
    );
  });

  test('claimed: the first touch, by a faster ladder', () => {
    const lines = said(because(owned('claimed')));
    expect(lines[0]).toBe('The first touch is due 2026-11-24 10:00 UTC.');
    expect(lines[3]).toContain(
      'a warning 2026-11-24 12:00 UTC; it goes to <@UMIA> 2026-11-24 14:00 UTC',
    );
  });

  test('hot: it says so, and the ladder is the hot one', () => {
    const hot = settingsSchema.parse({ ...settings, hot: [{ minValue: 1_000 }] });
    const lines = said(because(owned('claimed', { value: 2_000 }), { settings: hot }));
    expect(lines[3]).toMatch(
      /^It is hot, so this goes faster\. .*it goes to <@UMIA> 2026-11-24 11:00 UTC/,
    );
  });

  test('the window rule that says how long, with what it asks for', () => {
    const ruled = settingsSchema.parse({
      ...settings,
      sources: { 'website-form': { name: 'Website form', channel: 'CLEADS' } },
      windowRules: [
        { when: { segment: 'small' }, windows: { attempted: '2d' } },
        { when: { source: 'website-form' }, windows: { attempted: '4h' } },
      ],
    });
    expect(said(because(owned('attempted'), { settings: ruled }))[1]).toBe(
      'The window of Attempted is 4 hours of working time (window rule 2: source Website form); it opened 2026-11-23 09:00 UTC.',
    );
  });

  test.each([
    ['own-date', {}, 'Its owner chose that date, on 2026-11-23 09:00 UTC.'],
    ['postponed', { postponeCount: 1 }, 'Its owner postponed it, 1 of 2 in a row, on'],
    ['appointment', {}, 'It is the first thing due after the claim.'],
    ['more-time', {}, 'A manager chose that, on 2026-11-23 09:00 UTC.'],
  ])('%s: who chose it', (dueRule, more, words) => {
    expect(said(because(owned('attempted', { dueRule, ...more })))[1]).toContain(words);
  });

  test('the time that a manager gave, with the reason as it was written', () => {
    const moreTime = { givenBy: 'UMIA', reason: 'on <!channel> holiday', until: later };
    expect(
      said(because(owned('quoted', { dueRule: 'more-time' }), { moreTime })).join('\n'),
    ).toContain(
      'More time until 2026-11-24 10:00 UTC, given by <@UMIA>: on &lt;!channel&gt; holiday',
    );
  });

  test('overdue: whether they were nudged, and when it goes to whom', () => {
    const late = owned('attempted', { followUpDueAt: earlier });
    const breach = {
      told: true,
      warnAt: new Date('2026-11-23T13:30:00Z'),
      escalateAt: later,
      escalatedAt: null,
      escalatedTo: null,
      escalationTold: false,
    };
    expect(said(because(late, { breach }))).toContain(
      '<@UANA> has been nudged, and a warning 2026-11-23 13:30 UTC; it goes to <@UMIA> 2026-11-24 10:00 UTC.',
    );
    const night = new Date('2026-11-23T20:00:00Z');
    expect(
      said(because(late, { breach: { ...breach, told: false }, now: night })).join(),
    ).toContain('The nudge waits until <@UANA> works again, 2026-11-24 09:00 UTC');
    const planned = { ...breach, escalatedAt: now, escalatedTo: 'UMIA' };
    expect(said(because(late, { breach: planned }))).toContain(
      '<@UMIA> is told as soon as they are at work.',
    );
    const nobody = { ...planned, escalatedTo: null };
    expect(said(because(late, { breach: nobody })).join()).toContain('there is none to tell');
    const told = { ...planned, escalationTold: true };
    expect(said(because(late, { breach: told }))).toContain(
      '<@UMIA> was told 2026-11-23 10:00 UTC.',
    );
  });

  test('holidays in between are named, and so is who stands in for whoever is away', () => {
    const off = settingsSchema.parse({ ...settings, closures: ['2026-11-24', '2026-12-24'] });
    const away = [{ from: earlier, until: later, standInId: 'UBEN', origin: 'said' as const }];
    const lead = owned('attempted', { followUpDueAt: new Date('2026-11-25T10:00:00Z') });
    const lines = said(because(lead, { settings: off, owner: aPerson({ away }) }));
    expect(lines[2]).toMatch(/Holidays in between: 2026-11-24\.$/);
    expect(lines[3]).toBe('<@UANA> is away until 2026-11-24 10:00 UTC; <@UBEN> stands in.');
  });

  test('with no working time at all, nobody is told', () => {
    const never = settingsSchema.parse({ ...settings, workingTime: { days: [] } });
    expect(said(because(owned('attempted'), { settings: never }))).toContain(
      'Nobody is told of it, because that clock has no working time.',
    );
    const nothing = owned('attempted', { followUpDueAt: null, dueRule: null });
    expect(said(because(nothing, { settings: never }))[0]).toContain('has no working time');
  });
});

describe('of a lead on which nothing is due', () => {
  test.each([
    ['held', {}, 'It is held back until it is complete, so no window runs.'],
    ['won', {}, 'It is closed (Won), so no window runs.'],
    ['merged', { mergedIntoId: 7 }, 'It is the same as L-7, where the work goes on.'],
    ['nurture', { ownerId: 'UANA' }, 'No day is set to come back to it, so nothing is due.'],
  ] as const)('%s', (status, more, words) => {
    expect(said(because(aLead({ status, ...more })))[0]).toBe(words);
  });

  test('nurture with a day comes back on it', () => {
    const lead = owned('nurture', { dueRule: 'revisit', revisitOn: '2026-11-24' });
    expect(said(because(lead)).slice(0, 2)).toEqual([
      'It is to be taken up again 2026-11-24 10:00 UTC.',
      'It is the beginning of work on 2026-11-24, the day that was set.',
    ]);
  });
});

describe('why the last message was sent', () => {
  const last = (message: Partial<Reasons['lastMessage']>) =>
    said(
      because(owned('attempted'), {
        lastMessage: {
          kind: 'nudge',
          at: now,
          personId: 'UANA',
          askedBy: null,
          ranOut: null,
          ...message,
        },
      }),
    ).at(-1);

  test.each([
    [
      { ranOut: { at: earlier, rule: 'status:attempted' } },
      'Last message: the nudge to <@UANA> 2026-11-23 10:00 UTC, because the window of Attempted ran out 2026-11-23 09:30 UTC.',
    ],
    [{ askedBy: 'UMIA' }, 'because <@UMIA> asked.'],
    [
      { ranOut: { at: earlier, rule: 'own-date' } },
      'because the date that its owner chose ran out',
    ],
    [{ kind: 'card', personId: null }, 'its card 2026-11-23 10:00 UTC, because it came'],
    [{ kind: 'of a later release' }, 'a message to <@UANA>'],
  ])('%j', (message, words) => {
    expect(last(message)).toContain(words);
  });
});

test('what a manager wrote is shown as it is, whatever it is', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), (reason) => {
      const moreTime = { givenBy: 'UMIA', reason: `${reason} <!channel> & <@UANA>`, until: later };
      const reasons = because(aLead({ channelId: 'C1' }), { moreTime });
      expect([drawWhy(reasons), drawWhyForm(reasons)].flatMap(faultsOf)).toEqual([]);
    }),
  );
});

test('whatever the lead, it is at most eight lines, each a sentence', () => {
  const instant = fc.option(fc.date({ min: earlier, max: later, noInvalidDate: true }));
  const any = fc.record({
    status: fc.constantFrom(...(Object.keys(statuses) as Status[])), // keys of the table
    ownerId: fc.option(fc.constant('UANA')),
    followUpDueAt: instant,
    dueOpenedAt: instant,
    leaseEndsAt: instant,
    dueRule: fc.option(fc.constantFrom('unclaimed', 'own-date', 'revisit', 'status:quoted', 'odd')),
  });
  fc.assert(
    fc.property(any, (lead) => {
      const lines = said(because(aLead(lead)));
      expect(lines.length).toBeGreaterThan(0);
      expect(lines.length).toBeLessThanOrEqual(8);
      for (const line of lines) expect(line).toMatch(/^[A-Z<].*\.$/);
    }),
  );
});
