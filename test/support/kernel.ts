import { randomBytes } from 'node:crypto';
import { sql } from 'kysely';
import { pino } from 'pino';
import type { Context, PersonActor } from '../../src/context.ts';
import type { Lead, LeadDetails } from '../../src/leads/lead.ts';
import { toColumns } from '../../src/leads/leadRow.ts';
import { createSecrets } from '../../src/secrets.ts';
import { settingsSchema } from '../../src/settings/settings.ts';
import { createSettingsStore } from '../../src/settings/settingsStore.ts';
import { aLead } from './leads.ts';
import { createTestDatabase } from './testDatabase.ts';

const workspaceId = 'T1';
const people = {
  UANA: {},
  UBEN: { timezone: 'America/New_York' },
  UMIA: {},
  UEVE: {},
  UGUEST: { is_guest: true },
  UGONE: { is_deactivated: true },
  UBOT: { is_bot: true },
};

/**
 * The verbs on a database of their own, with no Slack: a clock that stands still until it is set, on
 * Monday 23 November 2026, 10:00 UTC; reps ana (UTC) and ben (New York), mia, the manager, and eve,
 * who is on no roster, of channel CLEADS.
 */
export async function startKernel() {
  const testDatabase = await createTestDatabase();
  const { db, pool } = await testDatabase.open();
  await db
    .insertInto('workspaces')
    .values({
      id: workspaceId,
      name: 'Test',
      bot_user_id: 'UBOT',
      bot_id: 'B1',
      created_at: monday,
    })
    .execute();
  const rows = Object.entries(people).map(([id, more]) => ({
    workspace_id: workspaceId,
    id,
    name: id.slice(1).toLowerCase(),
    timezone: 'UTC',
    refreshed_at: monday,
    ...more,
  }));
  await db.insertInto('people').values(rows).execute();
  const settings = createSettingsStore(db, workspaceId);
  const document = settingsSchema.parse({
    channels: { CLEADS: { roster: ['UANA', 'UBEN'], managers: ['UMIA'] } },
  });
  await settings.change(() => document, { authorId: null, note: 'test', now: monday });

  let now = monday;
  let woken = 0;
  const ctx: Context = {
    workspaceId,
    db,
    clock: { now: () => now },
    log: pino({ level: 'silent' }),
    settings,
    secrets: createSecrets(randomBytes(32)),
    // No verb of the kernel talks to Slack; one that did would fail here.
    slack: undefined as never,
    showHome: async () => {},
    drawList: async () => Promise.reject(new Error('no lists here')),
    messageKinds: {},
    wakeDelivery: () => void woken++,
  };
  return {
    ctx,
    db,
    pool,
    drop: testDatabase.drop,
    /** Sets the clock to an ISO instant. */
    at: (instant: string) => void (now = new Date(instant)),
    woken: () => woken,
    events: (id: number) =>
      db.selectFrom('lead_events').selectAll().where('lead_id', '=', id).orderBy('id').execute(),
    touches: (id: number) =>
      db.selectFrom('touches').selectAll().where('lead_id', '=', id).execute(),
    notes: (id: number) =>
      db.selectFrom('notes').selectAll().where('lead_id', '=', id).orderBy('kind').execute(),
    breaches: (id: number) =>
      db.selectFrom('breaches').selectAll().where('lead_id', '=', id).execute(),
    cards: (id: number) =>
      db.selectFrom('messages').selectAll().where('lead_id', '=', id).orderBy('id').execute(),
    seen: () => db.selectFrom('seen_deliveries').select('id').execute(),
    /** A lead with a posted card, as if it had come in by itself; new and unclaimed, unless said otherwise. */
    async addLead({
      details = {},
      card = true,
      ...lead
    }: Partial<Omit<Lead, 'id'>> & { details?: Partial<LeadDetails>; card?: boolean } = {}) {
      const whole = aLead({ postedAt: card ? monday : null, ...lead, details });
      const { id } = await db
        .insertInto('leads')
        .values({
          ...toColumns(whole),
          id: sql<number>`default`,
          workspace_id: workspaceId,
          source_key: whole.sourceKey,
          channel_id: whole.channelId,
          status: whole.status,
          status_at: whole.statusAt,
          received_at: whole.receivedAt,
        })
        .returning('id')
        .executeTakeFirstOrThrow();
      const { name, company, email, phone } = whole.details;
      await db
        .insertInto('lead_details')
        .values({ workspace_id: workspaceId, lead_id: id, name, company, email, phone })
        .execute();
      if (card) {
        const place = { destination: 'CLEADS', channel_id: 'CLEADS', ts: `${id}.000100` };
        const times = { created_at: monday, not_before: monday, posted_at: monday };
        await db
          .insertInto('messages')
          .values({
            workspace_id: workspaceId,
            kind: 'card',
            key: `card:${id}:1`,
            lead_id: id,
            state: 'posted',
            shown_version: 1,
            ...place,
            ...times,
          })
          .execute();
      }
      return id;
    },
  };
}

export const monday = new Date('2026-11-23T10:00:00Z');

let interactions = 0;
/** A click of somebody's; each one is another interaction. */
export const click = (id: string): PersonActor => ({
  kind: 'person',
  id,
  interaction: `trigger-${++interactions}`,
});
