import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { newLease, statusDue } from '../../src/leads/due.ts';
import { dueSettings, type Ground, recalculated } from '../../src/leads/recalculation.ts';
import type { Status } from '../../src/leads/statuses.ts';
import { calendarOf, channelCalendar } from '../../src/people/calendar.ts';
import { type Settings, settingsSchema } from '../../src/settings/settings.ts';
import { aLead } from '../support/leads.ts';
import { aPerson } from '../support/people.ts';

const defaults = settingsSchema.parse({});
const at = (text: string) => new Date(text);
/** A Monday. */
const now = at('2026-11-23T10:00:00Z');

function ground(settings: Settings = defaults, timezone = 'UTC', when = now): Ground {
  return { settings, calendar: calendarOf(aPerson({ timezone }), settings), now: when };
}

/** An owned lead whose window opened at `opened` under the defaults, in UTC. */
function worked(status: Status, opened: Date, more: Parameters<typeof aLead>[0] = {}) {
  const lead = aLead({ status, ownerId: 'UANA', claimedAt: opened, ...more });
  const { calendar } = ground();
  const due = statusDue(lead, opened, defaults, calendar);
  if (!due) throw new Error('never due');
  return {
    ...lead,
    followUpDueAt: due.at,
    dueOpenedAt: due.openedAt,
    dueRule: due.rule,
    ...newLease(due, defaults, calendar),
  };
}

test('nothing changes where nothing has changed', () => {
  expect(recalculated(worked('attempted', now), ground())).toBeNull();
  expect(recalculated(aLead({ status: 'nurture', ownerId: 'UANA' }), ground())).toBeNull();
});

describe('a window counts from when it was opened', () => {
  const opened = at('2026-11-23T09:30:00Z');

  test('longer, shorter, by a rule', () => {
    const lead = worked('attempted', opened, { segment: 'Enterprise' });
    const dueWith = (document: object) =>
      recalculated(lead, ground(settingsSchema.parse(document)))?.due?.at;
    expect(dueWith({ windows: { attempted: '2d' } })).toEqual(at('2026-11-25T09:30:00Z'));
    expect(dueWith({ windows: { attempted: '3h' } })).toEqual(at('2026-11-23T12:30:00Z'));
    const windowRules = [{ when: { segment: 'enterprise' }, windows: { attempted: '4h' } }];
    expect(dueWith({ windowRules })).toEqual(at('2026-11-23T13:30:00Z'));
    const others = [{ when: { segment: 'retail' }, windows: { attempted: '4h' } }];
    expect(dueWith({ windowRules: others })).toBeUndefined();
  });

  test('a holiday and another zone move it', () => {
    const lead = worked('attempted', opened);
    const closed = settingsSchema.parse({ closures: ['2026-11-24'] });
    expect(recalculated(lead, ground(closed))?.due?.at).toEqual(at('2026-11-25T09:30:00Z'));
    // 09:30 in UTC is 04:30 in New York: the next working day begins there at 14:00 UTC.
    expect(recalculated(lead, ground(defaults, 'America/New_York'))?.due).toMatchObject({
      at: at('2026-11-24T14:00:00Z'),
      timezone: 'America/New_York',
      rule: 'status:attempted',
      openedAt: opened,
    });
  });

  test('the lease follows what it was counted from', () => {
    const closed = settingsSchema.parse({ closures: ['2026-11-24'] });
    expect(recalculated(worked('attempted', opened), ground(closed))?.lease).toEqual({
      leaseFromAt: at('2026-11-25T09:30:00Z'),
      leaseEndsAt: at('2026-11-30T09:30:00Z'),
    });
  });
});

test('a window that would be over begins anew', () => {
  const lead = worked('attempted', at('2026-11-20T12:00:00Z'));
  const settings = settingsSchema.parse({ windows: { attempted: '1h' } });
  expect(recalculated(lead, ground(settings))).toMatchObject({
    due: { at: at('2026-11-23T11:00:00Z'), openedAt: now },
  });
});

test('an unclaimed lead goes by its channel’s clock', () => {
  const lead = aLead({
    followUpDueAt: at('2026-11-23T10:15:00Z'),
    dueOpenedAt: now,
    dueRule: 'unclaimed',
  });
  const settings = settingsSchema.parse({ channels: { C1: {} }, windows: { unclaimed: '30m' } });
  const calendar = channelCalendar('C1', settings);
  expect(recalculated(lead, { settings, calendar, now })?.due).toMatchObject({
    at: at('2026-11-23T10:30:00Z'),
    rule: 'unclaimed',
  });
});

describe('what stays', () => {
  const closed = settingsSchema.parse({ closures: ['2026-11-24'] });

  test('a due instant that has passed', () => {
    const lead = worked('attempted', at('2026-11-19T10:00:00Z'));
    expect(recalculated(lead, ground(closed))?.due).toBeUndefined();
  });

  test.each(['own-date', 'postponed', 'appointment', 'more-time'])('a chosen one: %s', (rule) => {
    const chosen = { ...worked('attempted', now), dueRule: rule };
    const both = settingsSchema.parse({ closures: ['2026-11-24', '2026-11-25'] });
    const anew = recalculated(chosen, ground(both));
    expect(anew?.due).toBeUndefined();
    // The day in between is not held against the rep.
    expect(anew?.lease?.leaseEndsAt).toEqual(at('2026-11-30T10:00:00Z'));
  });

  test('one of which nobody knows when its window opened', () => {
    const old = { ...worked('attempted', now), dueOpenedAt: null };
    expect(recalculated(old, ground(closed))?.due).toBeUndefined();
  });

  test('a lease that has ended', () => {
    const lead = worked('attempted', at('2026-11-16T10:00:00Z'));
    const longer = settingsSchema.parse({ lease: '10d' });
    expect(lead.leaseEndsAt).toEqual(at('2026-11-20T10:00:00Z'));
    expect(recalculated(lead, ground(longer))).toBeNull();
  });
});

describe('a lease', () => {
  test('never ends before what is due, whoever chose that', () => {
    const postponed = {
      ...worked('attempted', now),
      dueRule: 'postponed',
      followUpDueAt: at('2026-11-26T10:00:00Z'),
    };
    const shorter = settingsSchema.parse({ lease: '5h', ladder: brief, hotLadder: brief });
    expect(recalculated(postponed, ground(shorter))?.lease?.leaseEndsAt).toEqual(
      at('2026-11-26T10:00:00Z'),
    );
  });

  test('that would have ended begins anew', () => {
    const lead = worked('attempted', at('2026-11-19T10:00:00Z'));
    const shorter = settingsSchema.parse({ lease: '5h', ladder: brief, hotLadder: brief });
    expect(recalculated(lead, ground(shorter))?.lease).toEqual({
      leaseFromAt: now,
      leaseEndsAt: at('2026-11-23T15:00:00Z'),
    });
  });
});
const brief = {
  firstTouch: { warn: '1h', escalate: '2h' },
  later: { warn: '1h', escalate: '2h' },
};

test('a lease that ends as before is counted from the new due instant all the same', () => {
  const lead = worked('connected', at('2026-11-20T00:00:00Z'));
  const settings = settingsSchema.parse({
    windows: { connected: '1d' },
    lease: '2d',
    closures: ['2026-11-23', '2026-11-24'],
  });
  expect(recalculated(lead, ground(settings))?.lease).toEqual({
    leaseFromAt: at('2026-11-25T09:00:00Z'),
    leaseEndsAt: lead.leaseEndsAt,
  });
});

test('nurture comes back when work begins on its day', () => {
  const lead = worked('nurture', now, { revisitOn: '2026-12-01' });
  const nurture = { ...lead, leaseEndsAt: null, leaseFromAt: null };
  expect(recalculated(nurture, ground(defaults, 'America/New_York'))).toEqual({
    due: expect.objectContaining({ at: at('2026-12-01T14:00:00Z'), rule: 'revisit' }),
  });
  // In Tokyo that day has begun: it was to be later, and stays so.
  const early = at('2026-12-01T05:00:00Z');
  expect(recalculated(nurture, ground(defaults, 'Asia/Tokyo', early))).toBeNull();
});

test('without working time nothing is due; with it, something is again', () => {
  const lead = worked('attempted', now);
  const idle = settingsSchema.parse({ workingTime: { days: [] } });
  const never = recalculated(lead, ground(idle));
  expect(never).toEqual({ due: null, lease: { leaseFromAt: lead.leaseFromAt, leaseEndsAt: null } });
  const resting = { ...lead, followUpDueAt: null, dueOpenedAt: null, dueRule: null };
  expect(recalculated({ ...resting, ...never?.lease }, ground())).toMatchObject({
    due: { at: at('2026-11-24T10:00:00Z'), openedAt: now },
    lease: { leaseEndsAt: at('2026-11-27T10:00:00Z') },
  });
});

const instant = fc.date({
  min: at('2026-11-16T00:00:00Z'),
  max: at('2026-11-23T10:00:00Z'),
  noInvalidDate: true,
});
const status = fc.constantFrom<Status>('claimed', 'attempted', 'connected', 'qualified', 'quoted');
const window = fc.constantFrom('5m', '1h', '6h', '1d', '2d', '9d');
const changed = fc.record({
  windows: fc.record({ claimed: window, attempted: window, connected: window }),
  lease: fc.constantFrom('2d', '3d', '20d'),
  closures: fc.subarray(['2026-11-20', '2026-11-23', '2026-11-24', '2026-11-25']),
  workingTime: fc.constantFrom({}, { from: '06:00', to: '11:00' }, { days: ['tue', 'sat'] }),
});
const zone = fc.constantFrom('UTC', 'Asia/Kolkata', 'America/New_York', 'Pacific/Auckland');

test('for any lead and any change: nothing becomes overdue, no claim ends, a second time changes nothing', () => {
  fc.assert(
    fc.property(instant, status, changed, zone, (opened, is, change, timezone) => {
      const lead = worked(is, opened);
      const settings = settingsSchema.parse(change);
      const anew = recalculated(lead, ground(settings, timezone));
      const after = {
        ...lead,
        ...(anew?.due && {
          followUpDueAt: anew.due.at,
          dueOpenedAt: anew.due.openedAt,
          dueRule: anew.due.rule,
        }),
        ...anew?.lease,
      };
      const holds = (was: Date | null, is: Date | null) =>
        was === null || was <= now ? is?.getTime() === was?.getTime() : is !== null && is > now;
      expect(holds(lead.followUpDueAt, after.followUpDueAt)).toBe(true);
      expect(holds(lead.leaseEndsAt, after.leaseEndsAt)).toBe(true);
      expect(recalculated(after, ground(settings, timezone))).toBeNull();
    }),
  );
});

test('only some settings matter', () => {
  const same = (document: object) =>
    expect(dueSettings(settingsSchema.parse(document))).toEqual(dueSettings(defaults));
  same({ digest: { at: '07:00' }, limits: { importCards: 5 }, currency: 'EUR' });
  const other = (document: object) =>
    expect(dueSettings(settingsSchema.parse(document))).not.toEqual(dueSettings(defaults));
  other({ windows: { claimed: '2h' } });
  other({ lease: '4d' });
  other({ hot: [{ minValue: 1_000 }] });
  other({ closures: ['2026-12-24'] });
  other({ holidays: { DE: { until: 2026, dates: ['2026-12-25'] } } });
  const channel = (more: object) => settingsSchema.parse({ channels: { C1: more } });
  expect(dueSettings(channel({ managers: ['U1'] }))).toEqual(dueSettings(channel({})));
  expect(dueSettings(channel({ timezone: 'Asia/Tokyo' }))).not.toEqual(dueSettings(channel({})));
});
