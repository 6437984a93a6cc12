import { randomBytes } from 'node:crypto';
import { App, LogLevel } from '@slack/bolt';
import { pino } from 'pino';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type Sandbox, startSandbox } from '../../sandbox/sandbox.ts';
import type { Context } from '../../src/context.ts';
import { meetPerson } from '../../src/people/meetPerson.ts';
import { registerPeopleListeners } from '../../src/people/peopleListeners.ts';
import { findPerson, findPersonByEmail, savePeople } from '../../src/people/peopleStore.ts';
import { refreshPeople } from '../../src/people/refreshPeople.ts';
import { refreshPerson } from '../../src/people/refreshPerson.ts';
import { createSecrets } from '../../src/secrets.ts';
import { createSettingsStore } from '../../src/settings/settingsStore.ts';
import { createClients } from '../../src/slack/clients.ts';
import { createTestDatabase } from '../support/testDatabase.ts';
import { aPerson } from '../support/people.ts';

const log = pino({ level: 'silent' });
const now = new Date('2026-11-23T10:00:00Z');
const testDatabase = await createTestDatabase();
const { db } = await testDatabase.open();
let slack: Sandbox;
let ctx: Context;
const stored = (name: string) => findPerson(db, ctx.workspaceId, slack.user(name).id);

beforeAll(async () => {
  slack = await startSandbox({ page: false, app: { events: ['user_change', 'team_join'] } });
  await db
    .insertInto('workspaces')
    .values({ id: slack.teamId, name: 'Test', bot_user_id: 'U1', bot_id: 'B1', created_at: now })
    .execute();
  ctx = {
    workspaceId: slack.teamId,
    db,
    clock: { now: () => now },
    log,
    settings: createSettingsStore(db, slack.teamId),
    secrets: createSecrets(randomBytes(32)),
    slack: createClients({ token: slack.botToken, apiUrl: slack.apiUrl, log }).interactive,
    wakeDelivery: () => {},
    showHome: async () => {},
    drawList: async () => Promise.reject(new Error('no lists here')),
    messageKinds: {},
  };
});
beforeEach(() => db.deleteFrom('people').execute());
afterAll(async () => {
  expect(slack.unexpected).toEqual([]);
  await slack.close();
  await testDatabase.drop();
});

describe('who somebody is', () => {
  test('Slack is asked about them once', async () => {
    const before = slack.countOf('users.info');
    const ben = slack.user('ben');
    const expected = aPerson({
      id: ben.id,
      name: 'ben',
      email: 'ben@example.com',
      timezone: 'Europe/London',
      isAdmin: false,
      isGuest: false,
      isBot: false,
      isDeactivated: false,
    });
    expect(await meetPerson(ctx, ben.id)).toEqual(expected);
    expect(await meetPerson(ctx, ben.id)).toEqual(expected);
    expect(slack.countOf('users.info')).toBe(before + 1);
  });

  test('whom Slack does not know is nobody', async () => {
    expect(await refreshPerson(ctx, 'U0NOBODY')).toBeNull();
  });

  test('where Slack does not answer, nothing is said about them', async () => {
    slack.faults.add({ method: 'users.info', fault: '503', times: 2 });
    await expect(refreshPerson(ctx, slack.user('ana').id)).rejects.toThrow('503');
    expect(await stored('ana')).toBeNull();
  });
});

describe('everyone', () => {
  test('is kept, over as many pages as there are', async () => {
    for (let i = 0; i < 250; i += 1) slack.addUser({ name: `rep${i}` });
    const { people } = await refreshPeople(ctx);
    const { count } = await db
      .selectFrom('people')
      .select(({ fn }) => fn.countAll<number>().as('count'))
      .executeTakeFirstOrThrow();
    expect(count).toBe(people);
    expect(await stored('rep249')).toMatchObject({ email: 'rep249@example.com' });
    expect(await findPerson(db, ctx.workspaceId, 'USLACKBOT')).toMatchObject({ isBot: true });
  });

  test('is kept although Slack asks to wait', async () => {
    slack.faults.add({ method: 'users.list', fault: '429', retryAfter: 1, times: 1 });
    await refreshPeople(ctx);
    expect(await stored('mia')).not.toBeNull();
  });
});

describe('what Slack tells of people', () => {
  let bolt: App;
  beforeAll(async () => {
    bolt = new App({
      token: slack.botToken,
      appToken: slack.appToken,
      socketMode: true,
      clientOptions: { slackApiUrl: slack.apiUrl },
      logLevel: LogLevel.ERROR,
    });
    registerPeopleListeners(bolt, ctx);
    await bolt.start();
    await slack.connected();
  });
  afterAll(() => bolt.stop());

  test('a new timezone', async () => {
    await refreshPerson(ctx, slack.user('ana').id);
    await slack.setTimezone('ana', 'Asia/Tokyo');
    await expect.poll(() => stored('ana')).toMatchObject({ timezone: 'Asia/Tokyo' });
  });

  test('has what is due calculated anew, where the timezone is another', async () => {
    const changedAt = async () =>
      (
        await db
          .selectFrom('people')
          .select('due_changed_at')
          .where('id', '=', slack.user('mia').id)
          .executeTakeFirstOrThrow()
      ).due_changed_at;
    await refreshPerson(ctx, slack.user('mia').id);
    await slack.changeUser('mia', { name: 'mia', realName: 'Mia M.' });
    await refreshPerson(ctx, slack.user('mia').id);
    expect(await changedAt()).toBeNull();
    await slack.setTimezone('mia', 'Asia/Kathmandu');
    await expect.poll(changedAt).toEqual(now);
  });

  test('news that is older than what is known is dropped', async () => {
    const { id } = slack.user('ben');
    await refreshPerson(ctx, id);
    const { updatedAt } = slack.user('ben');
    const told = (name: string, updated: number | undefined) =>
      slack.event({ type: 'user_change', user: { id, updated, profile: { real_name: name } } });
    await told('Newer', updatedAt + 60);
    await expect.poll(() => stored('ben')).toMatchObject({ name: 'Newer' });
    await told('Older', updatedAt + 30);
    await told('Undated', undefined);
    await expect.poll(() => stored('ben')).toMatchObject({ name: 'Undated' });
    await told('Older still', updatedAt + 59);
    await told('Newest', updatedAt + 60);
    await expect.poll(() => stored('ben')).toMatchObject({ name: 'Newest' });
  });

  test('a status that the settings name is being away, as long as it is shown', async () => {
    await ctx.settings.change((document) => ({ ...document, awayStatuses: [':palm_tree:'] }), {
      authorId: null,
      note: 'test',
      now,
    });
    await refreshPerson(ctx, slack.user('ana').id);
    await slack.setStatus('ana', { emoji: ':coffee:', text: 'Break' });
    const until = new Date(Date.now() + 86_400_000);
    await slack.setStatus('ana', {
      emoji: ':palm_tree:',
      expiration: Math.floor(until.getTime() / 1000),
    });
    await expect.poll(async () => (await stored('ana'))?.away).toHaveLength(1);
    expect((await stored('ana'))?.away[0]).toMatchObject({ from: now, origin: 'status' });
    await refreshPeople(ctx);
    expect((await stored('ana'))?.away).toHaveLength(1);
    await slack.setStatus('ana');
    await expect.poll(async () => (await stored('ana'))?.away).toEqual([]);
  });

  test('somebody deactivated is marked, and keeps the timezone that was known', async () => {
    await refreshPerson(ctx, slack.user('ben').id);
    await slack.deactivate('ben');
    const expected = { isDeactivated: true, timezone: 'Europe/London' };
    await expect.poll(() => stored('ben')).toMatchObject(expected);
    await slack.reactivate('ben');
    await expect.poll(() => stored('ben')).toMatchObject({ isDeactivated: false });
  });

  test('somebody joined', async () => {
    slack.addUser({ name: 'kim', tz: 'Asia/Seoul' });
    await expect.poll(() => stored('kim')).toMatchObject({ timezone: 'Asia/Seoul' });
  });

  test('what cannot be read harms nobody', async () => {
    await slack.event({ type: 'user_change', user: { id: 7 } });
    await slack.setTimezone('mia', 'Asia/Kolkata');
    await expect.poll(() => stored('mia')).toMatchObject({ timezone: 'Asia/Kolkata' });
  });
});

describe('people are found', () => {
  const person = {
    id: 'U1',
    name: 'Ana',
    email: 'Ana@Example.com',
    timezone: null,
    isAdmin: false,
    isGuest: false,
    isBot: false,
    isDeactivated: false,
    toldAt: null,
    status: null,
  };
  const save = (...people: (typeof person)[]) =>
    savePeople(db, ctx.workspaceId, people, { now, fallbackTimezone: 'America/Chicago' });

  test('by id; a new one without a timezone has the fallback', async () => {
    await save(person);
    const expected = aPerson({ id: 'U1', email: person.email, timezone: 'America/Chicago' });
    expect(await findPerson(db, ctx.workspaceId, 'U1')).toEqual(expected);
    expect(await findPerson(db, 'T0ELSEWHERE', 'U1')).toBeNull();
  });

  test('by address, in any case; of two, the one who is still active', async () => {
    await save(
      { ...person, isDeactivated: true },
      { ...person, id: 'U2', email: 'ana@example.com' },
    );
    expect(await findPersonByEmail(db, ctx.workspaceId, ' ANA@example.com')).toMatchObject({
      id: 'U2',
    });
    expect(await findPersonByEmail(db, ctx.workspaceId, 'bob@example.com')).toBeNull();
  });
});
