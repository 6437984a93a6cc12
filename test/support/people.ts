import type { Person } from '../../src/people/person.ts';

/** A full member who works by the workspace's hours, in UTC, unless said otherwise. */
export const aPerson = (more: Partial<Person> = {}): Person => ({
  id: 'UANA',
  name: 'Ana',
  email: null,
  timezone: 'UTC',
  isAdmin: false,
  isGuest: false,
  isBot: false,
  isDeactivated: false,
  holidayRegion: null,
  ownHours: [],
  away: [],
  leasesEnded: 0,
  nudgesADay: null,
  ...more,
});
