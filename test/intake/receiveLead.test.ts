import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeEach, expect, test } from 'vitest';
import { lane } from '../support/lane.ts';
import { theApp } from '../../src/context.ts';
import { findFieldValues } from '../../src/leads/fieldStore.ts';
import { knowPhones } from '../../src/intake/knowPhones.ts';
import { receiveLead, type ReceiveLead } from '../../src/intake/receiveLead.ts';
import { createTestDatabase } from '../support/testDatabase.ts';
import { addPeople, channelId, countOf, intakeContext, workspaceId } from './world.ts';

const database = await createTestDatabase();
const opened = await database.open();
const ctx = await intakeContext(opened, {
  web: { channel: channelId, country: 'US' },
  fair: { channel: channelId },
});
await addPeople(ctx, [{ id: 'U0ANA', name: 'Ana', email: 'ana@example.com' }]);
afterAll(database.drop);
beforeEach(async () => {
  await ctx.db.deleteFrom('seen_deliveries').execute();
});

const arrive = (arrival: Record<string, unknown>, more: Partial<ReceiveLead> = {}) =>
  receiveLead(ctx, { source: 'web', arrival, by: theApp, ...more });

async function arriving(arrival: Record<string, unknown>, more: Partial<ReceiveLead> = {}) {
  const outcome = await arrive(arrival, more);
  if (!('lead' in outcome)) throw new Error(`refused: ${JSON.stringify(outcome)}`);
  return outcome;
}

test('a lead is stored with its details, event, card and identities', async () => {
  const { outcome, lead } = await arriving({
    full_name: 'Jane Doe',
    'E-Mail': ' Jane@Example.COM ',
    telephone: '(860) 253-6354',
    budgetRange: '5-10k',
    value: '€1.250,50',
    id: 7,
  });
  expect(outcome).toBe('created');
  const row = await ctx.db
    .selectFrom('lead_details')
    .selectAll()
    .where('lead_id', '=', lead.id)
    .executeTakeFirstOrThrow();
  expect(row).toMatchObject({
    name: 'Jane Doe',
    email: 'jane@example.com',
    email_as_given: 'Jane@Example.COM',
    phone: '+18602536354',
    phone_as_given: '(860) 253-6354',
    external_id: '7',
    custom: { budgetRange: '5-10k' },
  });
  const stored = await ctx.db.selectFrom('leads').selectAll().where('id', '=', lead.id).execute();
  expect(stored).toMatchObject([{ status: 'new', value: 1250.5, currency: 'EUR', due_rule: null }]);
  const event = await ctx.db
    .selectFrom('lead_events')
    .selectAll()
    .where('lead_id', '=', lead.id)
    .execute();
  expect(event).toMatchObject([{ kind: 'received', status_to: 'new', channel_id: channelId }]);
  const card = await ctx.db
    .selectFrom('messages')
    .selectAll()
    .where('lead_id', '=', lead.id)
    .execute();
  expect(card).toMatchObject([
    { kind: 'card', key: `card:${lead.id}:1`, destination: channelId, state: 'waiting' },
  ]);
});

test('the same external id, or the same email on an open lead, is the same lead', async () => {
  const first = await arriving({
    name: 'Sam',
    email: 'sam@example.com',
    external_id: 'a1',
    message: 'Hello',
  });
  const again = await arriving({
    name: 'Sam',
    email: 'sam@example.com',
    external_id: 'a1',
    message: 'Hello',
  });
  expect(again).toMatchObject({ outcome: 'unchanged', lead: { id: first.lead.id } });
  const byEmail = await arriving({
    email: 'SAM@example.com',
    company: 'Acme',
    message: 'Still there?',
  });
  expect(byEmail).toMatchObject({
    outcome: 'merged',
    lead: { id: first.lead.id, details: { company: 'Acme', message: 'Hello' } },
    changed: ['company', 'enquiry'],
  });
  const byId = await arriving({
    external_id: 'a1',
    name: 'Samuel',
    phone: '860 253 6354',
    message: 'Still there?',
  });
  expect(byId).toMatchObject({
    outcome: 'merged',
    lead: { id: first.lead.id, details: { name: 'Sam', phone: '+18602536354' } },
    changed: ['phone', 'phoneAsGiven', 'name'],
  });
  const elsewhere = await arriving({ external_id: 'a1', name: 'Other' }, { source: 'fair' });
  expect(elsewhere.outcome).toBe('created');
  const cards = await ctx.db
    .selectFrom('messages')
    .select('wanted_version')
    .where('lead_id', '=', first.lead.id)
    .execute();
  expect(cards).toEqual([{ wanted_version: 3 }]);
  const notes = await ctx.db
    .selectFrom('notes')
    .select(['kind', 'body'])
    .where('lead_id', '=', first.lead.id)
    .execute();
  expect(notes).toEqual([{ kind: 'enquiry', body: 'Still there?' }]);
});

test('an external id that was first sent with an email stays known by both', async () => {
  const first = await arriving({ name: 'Kim', email: 'kim@example.com' });
  await arriving({ email: 'kim@example.com', external_id: 'k1' });
  expect(
    await arriving({ name: 'Kim', external_id: 'k1', email: 'kim2@example.com' }),
  ).toMatchObject({
    outcome: 'merged',
    lead: {
      id: first.lead.id,
      details: { email: 'kim@example.com', custom: {} },
    },
    changed: ['email'],
  });
  const kept = await findFieldValues(ctx.db, workspaceId, [first.lead.id]);
  expect(kept).toMatchObject([{ field: 'email', value: 'kim2@example.com', sourceKey: 'web' }]);
  expect((await arriving({ name: 'Kim', email: 'kim2@example.com' })).lead.id).toBe(first.lead.id);
});

test('who comes back after their lead has closed has it opened again', async () => {
  const sent = { name: 'Lee', email: 'lee@example.com', external_id: 'l1', message: 'Hello' };
  const first = await arriving(sent);
  await ctx.db
    .updateTable('leads')
    .set({ status: 'lost', obstacle: 'need', closed_at: ctx.clock.now() })
    .where('id', '=', first.lead.id)
    .execute();
  expect(await arriving(sent)).toMatchObject({ outcome: 'unchanged', lead: { status: 'lost' } });
  expect(
    await arriving({ name: 'Lee', email: 'lee@example.com', message: 'Once more' }),
  ).toMatchObject({
    outcome: 'merged',
    changed: ['enquiry'],
    lead: { id: first.lead.id, status: 'new', closedAt: null, obstacle: null },
  });
  const cards = await ctx.db
    .selectFrom('messages')
    .select(['kind', 'state'])
    .where('lead_id', '=', first.lead.id)
    .orderBy('id')
    .execute();
  expect(cards).toEqual([
    { kind: 'past-card', state: 'waiting' },
    { kind: 'card', state: 'waiting' },
  ]);
});

test('who comes back with what their lead lacked is said to lack it no more', async () => {
  const first = await arriving({ name: 'Ada', email: 'ada@example.com' });
  await ctx.db
    .updateTable('leads')
    .set({ status: 'lost', obstacle: 'need', closed_at: ctx.clock.now(), missing: ['phone'] })
    .where('id', '=', first.lead.id)
    .execute();
  const again = { name: 'Ada', email: 'ada@example.com', phone: '+49 30 7654321' };
  expect(await arriving(again)).toMatchObject({
    outcome: 'merged',
    lead: { id: first.lead.id, status: 'new', closedAt: null, missing: [] },
  });
});

test.each(['invalid', 'duplicate'] as const)(
  'a lead that was %s stays closed',
  async (obstacle) => {
    const email = `${obstacle}@example.com`;
    const first = await arriving({ name: 'Pat', email });
    await ctx.db
      .updateTable('leads')
      .set({ status: 'disqualified', obstacle, closed_at: ctx.clock.now() })
      .where('id', '=', first.lead.id)
      .execute();
    expect(await arriving({ name: 'Pat', email, message: 'Hello again' })).toMatchObject({
      outcome: 'merged',
      lead: { id: first.lead.id, status: 'disqualified' },
    });
  },
);

test('a webhook that is delivered twice takes effect once, whatever it holds', async () => {
  const webhook = { webhookId: 'msg_1' };
  const first = await arriving({ name: 'No contact' }, webhook);
  expect(await arriving({ name: 'No contact' }, webhook)).toMatchObject({
    outcome: 'unchanged',
    lead: { id: first.lead.id },
  });
  expect(await arriving({ name: 'No contact', message: 'changed' }, webhook)).toMatchObject({
    outcome: 'unchanged',
  });
  const other = await arriving({ name: 'Ida', email: 'ida@example.com' }, { webhookId: 'msg_2' });
  await arriving({ name: 'Ida', email: 'ida@example.com', company: 'New' }, { webhookId: 'msg_3' });
  expect(
    await arriving({ name: 'Ida', email: 'ida@example.com', website: 'x' }, { webhookId: 'msg_3' }),
  ).toMatchObject({
    outcome: 'unchanged',
    lead: { id: other.lead.id, details: { website: null } },
  });
});

test('fifty at once are one lead', async () => {
  const before = await countOf(ctx, 'leads');
  const outcomes = await Promise.all(
    Array.from({ length: 50 }, (_, n) =>
      arriving({ name: 'Rush', email: 'rush@example.com', external_id: `r${n % 5}` }),
    ),
  );
  expect(new Set(outcomes.map(({ lead }) => lead.id)).size).toBe(1);
  expect(outcomes.filter(({ outcome }) => outcome === 'created')).toHaveLength(1);
  expect(await countOf(ctx, 'leads')).toBe(before + 1);
});

test('nothing is stored half: identities point to leads that exist', async () => {
  const orphans = await ctx.db
    .selectFrom('identities')
    .leftJoin('leads', 'leads.id', 'identities.lead_id')
    .where('leads.id', 'is', null)
    .select('hash')
    .execute();
  expect(orphans).toEqual([]);
});

test('a lead that is mine is claimed from the beginning, with a first touch due', async () => {
  const by = { kind: 'person', id: 'U0ANA', interaction: 'trigger-1' } as const;
  const mine = { source: 'self', channel: channelId, by, mine: true };
  const first = await arriving({ name: 'Mine' }, mine);
  expect(first).toMatchObject({
    outcome: 'created',
    lead: {
      status: 'claimed',
      ownerId: 'U0ANA',
      createdBy: 'U0ANA',
      sourceKey: 'self',
      dueRule: 'status:claimed',
    },
  });
  const row = await ctx.db
    .selectFrom('leads')
    .selectAll()
    .where('id', '=', first.lead.id)
    .executeTakeFirstOrThrow();
  expect(row.follow_up_due_at).toEqual(first.lead.followUpDueAt);
  expect(row.lease_ends_at?.getTime()).toBeGreaterThan(row.follow_up_due_at?.getTime() ?? Infinity);
  expect(await arriving({ name: 'Mine' }, mine)).toMatchObject({
    outcome: 'unchanged',
    lead: { id: first.lead.id },
  });
});

test('what cannot be a lead is refused, by field, and stores nothing', async () => {
  const before = [await countOf(ctx, 'leads'), await countOf(ctx, 'identities')];
  expect(await arrive({ message: 'hi' })).toMatchObject({ outcome: 'refused', field: 'name' });
  expect(await arrive({ 'E-mail': 'nope' })).toMatchObject({ outcome: 'refused', field: 'E-mail' });
  expect(await arrive({ name: 'A', value: 'a lot' })).toMatchObject({
    outcome: 'refused',
    field: 'value',
  });
  expect(await arrive({ name: 'A', appointment_at: 'soon' })).toMatchObject({
    outcome: 'refused',
    field: 'appointment_at',
  });
  expect(await arrive({ name: { first: 'A' } })).toMatchObject({
    outcome: 'refused',
    field: 'name',
  });
  expect(await arrive({ name: 'A' }, { source: 'nowhere' })).toMatchObject({
    outcome: 'refused',
    field: 'source',
  });
  expect(await arrive({ name: 'A' }, { by: { kind: 'person', id: 'U0NOBODY' } })).toEqual({
    outcome: 'not-allowed',
    why: 'unknown',
  });
  expect([await countOf(ctx, 'leads'), await countOf(ctx, 'identities')]).toEqual(before);
});

const realData = lane.realDataDir;
test.skipIf(!realData)('real strings that break programs are stored as they are', async () => {
  const path = join(realData ?? '', 'leads/field_values/naughty_strings_blns.json');
  const strings = JSON.parse(readFileSync(path, 'utf8')) as string[];
  for (const [n, text] of strings.entries()) {
    const { lead } = await arriving({
      name: `Naughty ${n}`,
      message: text,
      [`key ${text}`]: [text],
      external_id: `naughty-${n}`,
    });
    const row = await ctx.db
      .selectFrom('lead_details')
      .select('message')
      .where('lead_id', '=', lead.id)
      .executeTakeFirstOrThrow();
    expect(row.message).toBe(lead.details.message);
  }
});

test('a lead of a release that did not look at phone numbers is known by its number, too', async () => {
  const phone = '+12125550177';
  const first = await arriving({ name: 'Early Bird', phone });
  const other = await arriving({ name: 'Other Bird', phone });
  await ctx.db.deleteFrom('identities').where('kind', '=', 'phone').execute();
  await ctx.db.deleteFrom('shared_contacts').execute();
  expect((await knowPhones(ctx)).noted).toBeGreaterThanOrEqual(2);
  expect(await knowPhones(ctx)).toEqual({ noted: 0 });
  expect((await arriving({ name: 'Bird, Early', phone })).lead.id).toBe(first.lead.id);
  expect((await arriving({ name: 'Bird, Other', phone })).lead.id).toBe(other.lead.id);
});

test('of a burst each is stored once, whoever comes twice in it', async () => {
  const before = await countOf(ctx, 'leads');
  const outcomes = await Promise.all(
    Array.from({ length: 60 }, (_, n) =>
      // Each third person twice, under another id; each tenth delivery twice.
      arriving(
        {
          name: `Burst ${n}`,
          email: n % 3 === 2 ? `burst${n - 1}@example.com` : `burst${n}@example.com`,
          external_id: `burst-${n}`,
        },
        { webhookId: `burst-${n % 10 === 9 ? n - 1 : n}` },
      ).catch((error: unknown) => String(error)),
    ),
  );
  const taken = outcomes.flatMap((outcome) => (typeof outcome === 'string' ? [] : [outcome]));
  const created = taken.filter(({ outcome }) => outcome === 'created');
  expect(await countOf(ctx, 'leads')).toBe(before + created.length);
  const emails = new Set(taken.map(({ lead }) => lead.details.email));
  expect(created).toHaveLength(emails.size);
  // A delivery's id that came with somebody else is refused, by name.
  const refused = outcomes.filter((outcome) => typeof outcome === 'string');
  expect(refused.every((text) => text.includes('Another lead came with this id'))).toBe(true);
  expect(taken.length + refused.length).toBe(60);
});
