import { expect, test } from 'vitest';
import { isOnShift, whoIsAsked } from '../../src/nudges/onShift.ts';
import { settingsSchema } from '../../src/settings/settings.ts';
import { aPerson } from '../support/people.ts';

const settings = settingsSchema.parse({ channels: { CLEADS: { roster: ['UANA'] } } });
const onShift = (person: Parameters<typeof aPerson>[0], at = '2026-11-23T10:00:00Z') =>
  isOnShift(aPerson(person), 'CLEADS', settings, new Date(at));

test('on shift is a rep of the channel, at work and not away', () => {
  expect(onShift({})).toBe(true);
  expect(onShift({}, '2026-11-23T18:00:00Z')).toBe(false);
  expect(onShift({ timezone: 'America/New_York' })).toBe(false);
  expect(onShift({ id: 'UBEN' })).toBe(false);
  expect(onShift({ isDeactivated: true })).toBe(false);
  const [from, until] = [new Date('2026-11-23T00:00:00Z'), new Date('2026-11-24T00:00:00Z')];
  expect(onShift({ away: [{ from, until, standInId: null, origin: 'said' }] })).toBe(false);
});

test('at most three are asked: the fewest open leads, then who was disturbed least today', () => {
  const of = (id: string, openLeads: number, notified: number) => ({ id, openLeads, notified });
  expect(
    whoIsAsked([of('UA', 4, 0), of('UB', 1, 2), of('UC', 1, 1), of('UD', 0, 2), of('UE', 9, 0)]),
  ).toEqual(['UD', 'UC', 'UB']);
  expect(whoIsAsked([of('UB', 0, 0), of('UA', 0, 0)])).toEqual(['UA', 'UB']);
  expect(whoIsAsked([])).toEqual([]);
});

test('whoever has had three messages today is not asked: two are left for what is theirs', () => {
  const of = (id: string, notified: number) => ({ id, openLeads: 0, notified });
  expect(whoIsAsked([of('UA', 3), of('UB', 2)])).toEqual(['UB']);
});
