import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  latestPostponement,
  newLease,
  noLease,
  statusDue,
  unclaimedDue,
} from '../../src/leads/due.ts';
import { isClosed, type Status, statuses } from '../../src/leads/statuses.ts';
import { calendarOf } from '../../src/people/calendar.ts';
import { isWorkingTime } from '../../src/people/workingTime.ts';
import { settingsSchema } from '../../src/settings/settings.ts';
import { aLead } from '../support/leads.ts';
import { aPerson } from '../support/people.ts';

const settings = settingsSchema.parse({});
const london = calendarOf(aPerson({ timezone: 'Europe/London' }), settings);
const at = (text: string) => new Date(text);
const friday = at('2026-11-27T16:30:00Z');

describe('each status has its window, in the working time of a calendar', () => {
  test.each<[Status, string]>([
    ['claimed', '2026-11-27T17:30:00Z'],
    ['attempted', '2026-11-30T16:30:00Z'],
    ['connected', '2026-12-01T16:30:00Z'],
    ['qualified', '2026-12-02T16:30:00Z'],
    ['quoted', '2026-12-02T16:30:00Z'],
  ])('%s on Friday at 16:30: %s', (status, due) => {
    expect(statusDue(aLead({ status }), friday, settings, london)).toMatchObject({
      at: at(due),
      rule: `status:${status}`,
      timezone: 'Europe/London',
    });
  });

  test('unclaimed', () => {
    expect(unclaimedDue(aLead(), at('2026-11-27T17:20:00Z'), settings, london)).toMatchObject({
      at: at('2026-11-30T09:05:00Z'),
      rule: 'unclaimed',
    });
  });

  test('a window of the settings’ own', () => {
    const own = settingsSchema.parse({ windows: { claimed: '2h' } });
    expect(statusDue(aLead({ status: 'claimed' }), friday, own, london)?.at).toEqual(
      at('2026-11-30T10:00:00Z'),
    );
  });
});

test('what is closed, held or unclaimed has no window of an owner’s', () => {
  // Object.keys forgets that they are statuses.
  const all = Object.keys(statuses) as Status[];
  const idle = all.filter((status) => isClosed(status) || status === 'held' || status === 'new');
  expect(idle.map((status) => statusDue(aLead({ status }), friday, settings, london))).toEqual(
    idle.map(() => null),
  );
});

describe('nurture', () => {
  const revisit = (revisitOn: string | null) =>
    statusDue(aLead({ status: 'nurture', revisitOn }), friday, settings, london);

  test('is due when the revisit day’s work begins', () => {
    expect(revisit('2027-03-01')).toMatchObject({
      at: at('2027-03-01T09:00:00Z'),
      rule: 'revisit',
    });
    // Summer time.
    expect(revisit('2027-07-01')?.at).toEqual(at('2027-07-01T08:00:00Z'));
  });

  test('on a Sunday: on Monday', () => {
    expect(revisit('2027-02-28')?.at).toEqual(at('2027-03-01T09:00:00Z'));
  });

  test('without a date: never', () => {
    expect(revisit(null)).toBeNull();
  });

  test('is due a working day on, where the day has passed: who gets it does not get it overdue', () => {
    for (const date of ['2026-11-02', '2026-11-27'])
      expect(revisit(date)).toMatchObject({ at: at('2026-11-30T16:30:00Z'), rule: 'revisit' });
  });
});

describe('an appointment', () => {
  const due = (appointmentAt: string, status: Status = 'claimed') =>
    statusDue(aLead({ status, appointmentAt: at(appointmentAt) }), friday, settings, london);

  test('is what is due first', () => {
    expect(due('2026-12-05T20:00:00Z')).toMatchObject({
      at: at('2026-12-05T20:00:00Z'),
      rule: 'appointment',
    });
  });

  test('that is over, or behind the first touch, is not', () => {
    expect(due('2026-11-27T16:30:00Z')).toMatchObject({ rule: 'status:claimed' });
    expect(due('2026-12-05T20:00:00Z', 'attempted')).toMatchObject({ rule: 'status:attempted' });
  });
});

test('a lease ends three working days after what is due', () => {
  const due = statusDue(aLead({ status: 'claimed' }), friday, settings, london);
  expect(newLease(due, settings, london)).toEqual({
    leaseEndsAt: at('2026-12-02T17:30:00Z'),
    leaseFromAt: at('2026-11-27T17:30:00Z'),
  });
  expect(newLease(null, settings, london)).toEqual(noLease);
});

test('nobody who never works is ever late', () => {
  const idle = settingsSchema.parse({ workingTime: { days: [] } });
  const never = calendarOf(aPerson({ timezone: 'UTC' }), idle);
  expect(unclaimedDue(aLead(), friday, settings, never)).toBeNull();
  expect(statusDue(aLead({ status: 'claimed' }), friday, settings, never)).toBeNull();
  const nurture = aLead({ status: 'nurture', revisitOn: '2027-03-01' });
  expect(statusDue(nurture, friday, settings, never)).toBeNull();
});

test('whenever a window opens, it ends later, in working time or at its very end', () => {
  const opens = fc.date({
    min: at('2026-01-01T00:00:00Z'),
    max: at('2028-01-01T00:00:00Z'),
    noInvalidDate: true,
  });
  const open = fc.constantFrom<Status>('claimed', 'attempted', 'connected', 'qualified', 'quoted');
  fc.assert(
    fc.property(opens, open, (from, status) => {
      const due = statusDue(aLead({ status }), from, settings, london);
      if (!due) throw new Error('never due');
      expect(due.at > from).toBe(true);
      const justBefore = new Date(due.at.getTime() - 1);
      expect(isWorkingTime(due.at, london) || isWorkingTime(justBefore, london)).toBe(true);
      const { leaseEndsAt } = newLease(due, settings, london);
      expect(leaseEndsAt && leaseEndsAt > due.at).toBe(true);
    }),
  );
});

test('postponing reaches a number of days from the last touch or the claim, never past the lease', () => {
  const claimedAt = at('2026-11-23T10:00:00Z');
  const lead = aLead({ claimedAt });
  expect(latestPostponement(lead, 14)).toEqual(at('2026-12-07T10:00:00Z'));
  const touched = { ...lead, lastTouchAt: at('2026-11-25T10:00:00Z') };
  expect(latestPostponement(touched, 14)).toEqual(at('2026-12-09T10:00:00Z'));
  const leased = { ...touched, leaseEndsAt: at('2026-11-30T10:00:00Z') };
  expect(latestPostponement(leased, 14)).toEqual(at('2026-11-30T10:00:00Z'));
});
