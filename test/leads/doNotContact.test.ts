import { afterAll, beforeEach, expect, test } from 'vitest';
import { claimLead } from '../../src/leads/claimLead.ts';
import { contactHashes, findDoNotContact } from '../../src/leads/doNotContactStore.ts';
import { liftDoNotContact } from '../../src/leads/liftDoNotContact.ts';
import { recordDoNotContact } from '../../src/leads/recordDoNotContact.ts';
import { updateLead } from '../../src/leads/updateLead.ts';
import { click, startKernel } from '../support/kernel.ts';

const kernel = await startKernel();
const { ctx, db, addLead, at, events } = kernel;
afterAll(kernel.drop);
beforeEach(async () => {
  at('2026-11-23T10:00:00Z');
  await db.deleteFrom('do_not_contact').execute();
  await db.deleteFrom('identities').execute();
});

const details = { email: 'jane@example.org', phone: '+442079460000' };
const known = (of: { email: string | null; phone: string | null }) =>
  findDoNotContact(db, ctx.workspaceId, contactHashes(of, ctx.secrets));
const lead = (id: number) =>
  db.selectFrom('leads').selectAll().where('id', '=', id).executeTakeFirstOrThrow();

/** A lead that arrived, and is known by these. */
async function knownLead(of: typeof details | { email: null; phone: string }, ownerId?: string) {
  const id = await addLead({ details: of });
  const rows = contactHashes(of, ctx.secrets).map((hash) => ({
    ...hash,
    workspace_id: ctx.workspaceId,
    lead_id: id,
  }));
  await db
    .insertInto('identities')
    .values(rows)
    .onConflict((on) => on.doNothing())
    .execute();
  if (ownerId) await claimLead(ctx, { leadId: id, by: click(ownerId) });
  return id;
}

test('the lead closes in time, and its customer is remembered by hashes only', async () => {
  const id = await knownLead(details, 'UANA');
  at('2026-11-23T10:20:00Z');
  expect(await recordDoNotContact(ctx, { leadId: id, by: click('UANA') })).toMatchObject({
    outcome: 'recorded',
    lead: { status: 'disqualified', obstacle: 'desire', followUpDueAt: null, leaseEndsAt: null },
  });
  expect((await events(id)).at(-1)).toMatchObject({ kind: 'do-not-contact', due_outcome: 'met' });
  expect(await known({ email: details.email, phone: null })).toMatchObject({
    leadId: id,
    recordedBy: 'UANA',
    suppressed: 0,
  });
  const rows = await db.selectFrom('do_not_contact').selectAll().execute();
  expect(rows.map(({ kind }) => kind).sort()).toEqual(['email', 'phone']);
  expect(JSON.stringify(rows)).not.toContain('jane');
});

test('it stays closed for its owner and for a manager, until an admin lifts that', async () => {
  const id = await knownLead(details, 'UANA');
  await recordDoNotContact(ctx, { leadId: id, by: click('UANA') });
  for (const who of ['UANA', 'UMIA']) {
    expect(
      await updateLead(ctx, { leadId: id, by: click(who), status: 'connected' }),
    ).toMatchObject({ outcome: 'not-allowed', why: 'do-not-contact' });
  }
  expect(await liftDoNotContact(ctx, { leadId: id, by: click('UMIA') })).toMatchObject({
    outcome: 'not-allowed',
    why: 'admin',
  });
  await db.updateTable('people').set({ is_admin: true }).where('id', '=', 'UMIA').execute();
  expect(await liftDoNotContact(ctx, { leadId: id, by: click('UMIA') })).toMatchObject({
    outcome: 'lifted',
  });
  expect(await known(details)).toBeNull();
  expect(
    await updateLead(ctx, { leadId: id, by: click('UANA'), status: 'connected' }),
  ).toMatchObject({ outcome: 'updated' });
  const [row] = await db.selectFrom('do_not_contact').selectAll().execute();
  expect(row).toMatchObject({ recorded_by: 'UANA', lifted_by: 'UMIA' });
});

test('other open leads of the same person close with it, not those of the same switchboard', async () => {
  const id = await knownLead(details);
  const nurtured = await knownLead({ email: null, phone: details.phone }, 'UBEN');
  const colleague = await addLead({ details: { email: 'bob@example.org', phone: details.phone } });
  for (const leadId of [nurtured, colleague]) {
    await db
      .insertInto('shared_contacts')
      .values({
        workspace_id: ctx.workspaceId,
        hash: ctx.secrets.identityHash('phone', details.phone),
        lead_id: leadId,
      })
      .execute();
  }
  await recordDoNotContact(ctx, { leadId: id, by: click('UANA') });
  expect(await lead(nurtured)).toMatchObject({ status: 'disqualified' });
  expect((await lead(nurtured)).do_not_contact_at).not.toBeNull();
  expect(await lead(colleague)).toMatchObject({ status: 'new', do_not_contact_at: null });
  expect((await events(nurtured)).at(-1)).toMatchObject({
    kind: 'do-not-contact',
    actor_id: null,
    due_outcome: 'cancelled',
  });
});

test('without an address or a number there is nobody to remember', async () => {
  const id = await addLead({ details: { email: null, phone: null } });
  expect(await recordDoNotContact(ctx, { leadId: id, by: click('UANA') })).toMatchObject({
    outcome: 'no-contact',
  });
  expect(await lead(id)).toMatchObject({ status: 'new' });
});

test('twice is once', async () => {
  const id = await knownLead(details, 'UANA');
  await recordDoNotContact(ctx, { leadId: id, by: click('UANA') });
  const before = (await events(id)).length;
  expect(await recordDoNotContact(ctx, { leadId: id, by: click('UMIA') })).toMatchObject({
    outcome: 'recorded-before',
  });
  expect(await events(id)).toHaveLength(before);
});
