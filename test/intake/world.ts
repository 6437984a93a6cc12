import { randomBytes } from 'node:crypto';
import { WebClient } from '@slack/web-api';
import { pino } from 'pino';
import { movableClock } from '../../src/clock.ts';
import type { Context } from '../../src/context.ts';
import type { Database } from '../../src/db/openDatabase.ts';
import { savePeople } from '../../src/people/peopleStore.ts';
import { createSecrets } from '../../src/secrets.ts';
import type { Settings } from '../../src/settings/settings.ts';
import { createSettingsStore } from '../../src/settings/settingsStore.ts';

export const workspaceId = 'T0TEST';
export const channelId = 'C0LEADS';

/** A context over an empty database: one source `web` in one channel, no Slack. */
export async function intakeContext(
  { db }: Database,
  sources: Settings['sources'] = { web: { channel: channelId } },
): Promise<Context> {
  const settings = createSettingsStore(db, workspaceId);
  const ctx: Context = {
    workspaceId,
    db,
    clock: movableClock(),
    log: pino({ level: 'silent' }),
    settings,
    secrets: createSecrets(randomBytes(32)),
    slack: new WebClient('xoxb-none', { slackApiUrl: 'http://127.0.0.1:9/' }),
    showHome: async () => {},
    drawList: async () => Promise.reject(new Error('no lists here')),
    messageKinds: {},
    wakeDelivery: () => {},
  };
  await db
    .insertInto('workspaces')
    .values({
      id: workspaceId,
      name: 'Test',
      bot_user_id: 'U0BOT',
      bot_id: 'B0BOT',
      created_at: ctx.clock.now(),
    })
    .execute();
  await settings.change((document) => ({ ...document, sources }), {
    authorId: null,
    note: 'test',
    now: ctx.clock.now(),
  });
  return ctx;
}

/** People of the workspace with these names and addresses. */
export async function addPeople(
  ctx: Context,
  people: readonly { id: string; name: string; email: string }[],
): Promise<void> {
  await savePeople(
    ctx.db,
    workspaceId,
    people.map((person) => ({
      ...person,
      timezone: 'Europe/London',
      isAdmin: false,
      isGuest: false,
      isBot: false,
      isDeactivated: false,
      toldAt: null,
      status: null,
    })),
    { now: ctx.clock.now(), fallbackTimezone: 'UTC' },
  );
}

export async function countOf(
  ctx: Context,
  table: 'leads' | 'messages' | 'lead_events' | 'identities' | 'notes' | 'seen_deliveries',
): Promise<number> {
  const { count } = await ctx.db
    .selectFrom(table)
    .select(({ fn }) => fn.countAll<number>().as('count'))
    .executeTakeFirstOrThrow();
  return count;
}
