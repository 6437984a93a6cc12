import { describe, expect, test } from 'vitest';
import type { Person } from '../../src/people/person.ts';
import { barred, rolesIn } from '../../src/people/roles.ts';
import { settingsSchema } from '../../src/settings/settings.ts';

const person: Person = {
  id: 'UANA',
  name: 'Ana',
  email: null,
  timezone: 'UTC',
  isAdmin: false,
  isGuest: false,
  isBot: false,
  isDeactivated: false,
};
const settings = settingsSchema.parse({
  channels: { COPEN: { managers: ['UMIA'] }, CCLOSED: { roster: ['UBEN'], managers: ['UMIA'] } },
  sources: { web: { channel: 'COPEN', owner: 'UMAX' } },
});
const roles = (change: Partial<Person>, channelId: string, document = settings) =>
  [...rolesIn(document, { ...person, ...change }, channelId)].sort();

describe('what somebody is in a channel', () => {
  test.each([
    ['any full member is a rep where there is no roster', { id: 'UANA' }, 'COPEN', ['rep']],
    ['nor does a channel without settings have one', { id: 'UANA' }, 'CNEW', ['rep']],
    ['whom the roster leaves out is nothing', { id: 'UANA' }, 'CCLOSED', []],
    ['whom it names is a rep', { id: 'UBEN' }, 'CCLOSED', ['rep']],
    ['managers manage their channels', { id: 'UMIA' }, 'CCLOSED', ['manager']],
    ['and no others', { id: 'UMIA' }, 'CNEW', ['rep']],
    [
      'the owner of a source is a marketer of its channel',
      { id: 'UMAX' },
      'COPEN',
      ['marketer', 'rep'],
    ],
    ['and of no other', { id: 'UMAX' }, 'CCLOSED', []],
    ["Slack's admins are admins", { isAdmin: true }, 'CCLOSED', ['admin']],
  ])('%s', (_, change, channelId, expected) => {
    expect(roles(change, channelId)).toEqual(expected);
  });

  test("once settings name admins, Slack's are none", () => {
    const named = settingsSchema.parse({ ...settings, admins: ['UZOE'] });
    expect(roles({ isAdmin: true }, 'CCLOSED', named)).toEqual([]);
    expect(roles({ id: 'UZOE' }, 'CCLOSED', named)).toEqual(['admin']);
  });
});

describe('who may do nothing at all is nothing anywhere', () => {
  test.each([
    [{ isDeactivated: true }, 'deactivated'],
    [{ isGuest: true }, 'guest'],
    [{ isBot: true }, 'bot'],
  ] as const)('%j', (change, why) => {
    expect(barred({ ...person, ...change })).toBe(why);
    expect(roles({ id: 'UMIA', isAdmin: true, ...change }, 'COPEN')).toEqual([]);
  });

  test('nobody', () => {
    expect(barred(null)).toBe('unknown');
    expect(barred(person)).toBeNull();
  });
});
