import { expect, test } from 'vitest';
import type { Person } from '../../src/people/person.ts';
import { barred, rolesIn } from '../../src/people/roles.ts';
import { settingsSchema } from '../../src/settings/settings.ts';
import { aPerson } from '../support/people.ts';

const settings = settingsSchema.parse({
  admins: ['UZOE'],
  channels: { C1: { roster: ['UANA'], managers: ['UMIA'] }, C2: {} },
  sources: { form: { channel: 'C1', owner: 'UMAX' } },
});
const rolesOf = (id: string, channel: string, more: Partial<Person> = {}) => [
  ...rolesIn(settings, aPerson({ id, ...more }), channel),
];

test.each([
  ['UANA', 'C1', ['rep']],
  ['UMIA', 'C1', ['manager']],
  ['UMAX', 'C1', ['marketer']],
  ['UZOE', 'C1', ['admin']],
  ['UEVE', 'C1', []],
  // A channel without a roster: every full member.
  ['UEVE', 'C2', ['rep']],
  ['UMIA', 'C2', ['rep']],
  ['UZOE', 'C2', ['admin', 'rep']],
  // One that settings do not know is the same.
  ['UEVE', 'C3', ['rep']],
])('%s in %s: %j', (id, channel, roles) => {
  expect(rolesOf(id, channel)).toEqual(roles);
});

test('Slack’s admins count only while settings name none', () => {
  expect(rolesOf('UBOB', 'C1', { isAdmin: true })).toEqual([]);
  const nobodyNamed = settingsSchema.parse({});
  expect(rolesIn(nobodyNamed, aPerson({ isAdmin: true }), 'C1').has('admin')).toBe(true);
});

test.each([
  [{ isDeactivated: true }, 'deactivated'],
  [{ isGuest: true }, 'guest'],
  [{ isBot: true }, 'bot'],
])('%j may nothing, whatever settings say', (more, why) => {
  expect(barred(aPerson(more))).toBe(why);
  expect(rolesOf('UANA', 'C1', more)).toEqual([]);
  expect(rolesOf('UZOE', 'C1', more)).toEqual([]);
});

test('nobody at all is barred, a full member is not', () => {
  expect(barred(null)).toBe('unknown');
  expect(barred(aPerson())).toBeNull();
});
