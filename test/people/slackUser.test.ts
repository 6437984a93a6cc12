import { describe, expect, test } from 'vitest';
import { readSlackUser } from '../../src/people/slackUser.ts';

const workspaceId = 'T0HOME';
const user = {
  id: 'U0ANA',
  team_id: workspaceId,
  name: 'ana',
  tz: 'Europe/Berlin',
  profile: { display_name: '', real_name: 'Ana Keller', email: 'Ana@Example.com' },
};
const read = (change: object) => readSlackUser({ ...user, ...change }, workspaceId);

test('a full member', () => {
  expect(read({})).toEqual({
    id: 'U0ANA',
    name: 'Ana Keller',
    email: 'Ana@Example.com',
    timezone: 'Europe/Berlin',
    isAdmin: false,
    isGuest: false,
    isBot: false,
    isDeactivated: false,
    toldAt: null,
    status: null,
  });
});

test.each([
  [{ is_admin: true }, { isAdmin: true }],
  [{ is_owner: true }, { isAdmin: true }],
  [{ is_bot: true }, { isBot: true }],
  [{ id: 'USLACKBOT' }, { isBot: true }],
  [{ is_restricted: true }, { isGuest: true }],
  [{ is_ultra_restricted: true }, { isGuest: true }],
  [{ is_stranger: true }, { isGuest: true }],
  [{ team_id: 'T0PARTNER' }, { isGuest: true }],
  [{ team_id: 'T0GRID', enterprise_user: { teams: ['T0OTHER', workspaceId] } }, { isGuest: false }],
  [
    { deleted: true, tz: undefined },
    { isDeactivated: true, timezone: null },
  ],
  [{ tz: null }, { timezone: null }],
  [{ tz: 'Mars/Olympus_Mons' }, { timezone: null }],
  [{ profile: { display_name: 'ana k', real_name: 'Ana Keller' } }, { name: 'ana k', email: null }],
  [{ updated: 1_795_255_200 }, { toldAt: new Date('2026-11-21T10:00:00Z') }],
  [{ updated: 'lately' }, { toldAt: null }],
  [{ profile: { status_emoji: '', status_text: '', status_expiration: 0 } }, { status: null }],
  [
    { profile: { status_emoji: ':palm_tree:', status_text: '', status_expiration: 0 } },
    { status: { emoji: ':palm_tree:', text: '', until: null } },
  ],
  [
    { profile: { status_text: 'Off today', status_expiration: 1_795_255_200 } },
    { status: { emoji: '', text: 'Off today', until: new Date('2026-11-21T10:00:00Z') } },
  ],
  [{ profile: {}, real_name: '', name: undefined }, { name: 'U0ANA' }],
])('%j', (change, expected) => {
  expect(read(change)).toMatchObject(expected);
});

describe('what is no person', () => {
  test.each([null, 'U0ANA', {}, { id: 7 }])('%j', (nobody) => {
    expect(() => readSlackUser(nobody, workspaceId)).toThrow('expected');
  });
});
