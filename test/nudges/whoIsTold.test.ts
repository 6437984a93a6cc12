import { expect, test } from 'vitest';
import { whoIsTold } from '../../src/nudges/escalation.ts';
import type { Person } from '../../src/people/person.ts';
import { type Settings, settingsSchema } from '../../src/settings/settings.ts';
import { aPerson } from '../support/people.ts';

const now = new Date('2026-11-23T10:00:00Z');
const awayWith = (standInId: string | null): Partial<Person> => ({
  away: [
    {
      from: new Date('2026-11-20T00:00:00Z'),
      until: new Date('2026-11-30T00:00:00Z'),
      standInId,
      origin: 'said',
    },
  ],
});

function told(
  lead: { ownerId: string | null },
  people: Readonly<Record<string, Partial<Person>>>,
  channel: Partial<Settings['channels'][string]> = {},
): string[] {
  const settings = settingsSchema.parse({
    admins: ['UADA'],
    channels: { CLEADS: { managers: ['UMIA', 'UMAX'], ...channel } },
  });
  const everyone = Object.entries({ UMIA: {}, UMAX: {}, UANA: {}, UADA: {}, ...people });
  return whoIsTold(
    { channelId: 'CLEADS', ...lead },
    settings,
    new Map(everyone.map(([id, more]) => [id, aPerson({ id, ...more })])),
    now,
  ).map(({ id }) => id);
}

test('all managers of the channel are told of what its owner lets lie', () => {
  expect(told({ ownerId: 'UANA' }, {})).toEqual(['UMIA', 'UMAX']);
});

test('nobody is told of their own lead', () => {
  expect(told({ ownerId: 'UMIA' }, {})).toEqual(['UMAX']);
});

test('who stands in for a manager is told too; but not of their own lead, nor while they are away', () => {
  const away = { UMIA: awayWith('UANA') };
  expect(told({ ownerId: 'UBEN' }, away)).toEqual(['UMIA', 'UMAX', 'UANA']);
  expect(told({ ownerId: 'UANA' }, away)).toEqual(['UMIA', 'UMAX']);
  expect(told({ ownerId: 'UBEN' }, { ...away, UANA: awayWith(null) })).toEqual(['UMIA', 'UMAX']);
});

test('where no manager is left, the fallback is told, else the admins', () => {
  const gone = { UMIA: { isDeactivated: true }, UMAX: { isGuest: true } };
  expect(told({ ownerId: 'UANA' }, gone, { fallback: 'UADA' })).toEqual(['UADA']);
  expect(told({ ownerId: 'UANA' }, gone)).toEqual(['UADA']);
  expect(told({ ownerId: 'UADA' }, gone)).toEqual([]);
  expect(told({ ownerId: null }, gone)).toEqual(['UADA']);
  expect(told({ ownerId: 'UANA' }, {}, { managers: [] })).toEqual(['UADA']);
});

test('of a lead that nobody owns one person is told: the fallback, else the first manager who is there', () => {
  expect(told({ ownerId: null }, {}, { fallback: 'UANA' })).toEqual(['UANA']);
  expect(told({ ownerId: null }, {})).toEqual(['UMIA']);
  expect(told({ ownerId: null }, { UANA: awayWith(null) }, { fallback: 'UANA' })).toEqual(['UMIA']);
  expect(told({ ownerId: null }, { UMIA: { isDeactivated: true } })).toEqual(['UMAX']);
});

test('where all of them are away, the first of them is told, and who stands in', () => {
  const away = { UMIA: awayWith('UANA'), UMAX: awayWith(null) };
  expect(told({ ownerId: null }, away)).toEqual(['UMIA', 'UANA']);
});
