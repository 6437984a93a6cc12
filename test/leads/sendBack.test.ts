import { afterAll, beforeEach, describe, expect, test } from 'vitest';
import { fixLead } from '../../src/intake/fixLead.ts';
import { releaseHeld } from '../../src/intake/releaseHeld.ts';
import { claimLead } from '../../src/leads/claimLead.ts';
import { complianceOver } from '../../src/leads/complianceStore.ts';
import { recalculateDue } from '../../src/leads/recalculateDue.ts';
import { findLead } from '../../src/leads/leadStore.ts';
import { lostTimeOf } from '../../src/leads/lostTimeOf.ts';
import { giveMoreTime } from '../../src/leads/giveMoreTime.ts';
import { waiveLead } from '../../src/leads/waiveLead.ts';
import { sendBack } from '../../src/leads/sendBack.ts';
import { touchOfOneClick } from '../../src/leads/touch.ts';
import { undoLead } from '../../src/leads/undoLead.ts';
import { updateLead } from '../../src/leads/updateLead.ts';
import { settingsSchema } from '../../src/settings/settings.ts';
import { click, monday, startKernel } from '../support/kernel.ts';

const kernel = await startKernel();
const { ctx, db, addLead, at, events, notes } = kernel;
afterAll(kernel.drop);
beforeEach(() => at('2026-11-23T10:00:00Z'));

const read = async (id: number) => {
  const lead = await findLead(db, ctx.workspaceId, id);
  if (!lead) throw new Error('it is gone');
  return lead;
};
const back = (leadId: number, more: Partial<Parameters<typeof sendBack>[1]> = {}) =>
  sendBack(ctx, {
    ...{ leadId, by: click('UANA'), fields: ['phone'], reason: 'She wants to be called.' },
    ...more,
  });
const update = (leadId: number, status: 'attempted' | 'connected' = 'attempted') =>
  updateLead(ctx, { leadId, by: click('UANA'), status, touch: touchOfOneClick(status) });
async function anasLead() {
  const id = await addLead({ details: { email: 'jane@example.org' } });
  await claimLead(ctx, { leadId: id, by: click('UANA') });
  return id;
}
const lost = async (leadId: number) =>
  db
    .selectFrom('lost_time')
    .select(['kind', 'seconds', 'person_id'])
    .where('lead_id', '=', leadId)
    .orderBy('id')
    .execute();

describe('a lead that its owner sends back', () => {
  test.each([giveMoreTime, waiveLead])(
    'has a lease again with a manager’s exception',
    async (except) => {
      const id = await anasLead();
      await back(id);
      const until = new Date('2026-11-25T12:00:00Z');
      const given = { leadId: id, by: click('UMIA'), until, reason: 'a trade fair' };
      await except(ctx, given);
      const { leaseEndsAt, followUpDueAt } = await read(id);
      expect(Number(leaseEndsAt)).toBeGreaterThan(Number(followUpDueAt));
      expect(followUpDueAt).not.toBeNull();
    },
  );

  test('stays theirs, and nothing is due on it and no claim runs out', async () => {
    const id = await anasLead();
    at('2026-11-23T10:20:00Z');
    expect(await back(id)).toMatchObject({ outcome: 'sent-back' });
    expect(await read(id)).toMatchObject({
      ownerId: 'UANA',
      status: 'claimed',
      missing: ['phone'],
      sentBackBy: 'UANA',
      heldUntil: new Date('2026-11-23T12:20:00Z'),
      followUpDueAt: null,
      leaseEndsAt: null,
    });
    expect(await notes(id)).toMatchObject([{ kind: 'reason', body: 'She wants to be called.' }]);
    const last = (await events(id)).at(-1);
    expect(last).toMatchObject({
      kind: 'sent-back',
      due_outcome: 'cancelled',
      data: { missing: ['phone'] },
    });
    const told = await db
      .selectFrom('hold_notices')
      .selectAll()
      .where('lead_id', '=', id)
      .execute();
    expect(told).toMatchObject([{ person_id: 'UMIA' }]);
  });

  test('counts on anew, the window whole, once it is complete; the wait is no delay of theirs', async () => {
    const id = await anasLead();
    at('2026-11-23T10:20:00Z');
    await back(id);
    at('2026-11-23T11:50:00Z');
    const by = click('UMIA');
    expect(await fixLead(ctx, { leadId: id, by, typed: { phone: '+49 30 901820' } })).toMatchObject(
      {
        outcome: 'complete',
        lead: { missing: [], details: { phone: '+4930901820', email: 'jane@example.org' } },
      },
    );
    expect(await read(id)).toMatchObject({
      heldUntil: null,
      followUpDueAt: new Date('2026-11-23T12:50:00Z'),
      leaseEndsAt: new Date('2026-11-26T12:50:00Z'),
    });
    expect(await lost(id)).toEqual([{ kind: 'incomplete', seconds: 5_400, person_id: 'UANA' }]);
    at('2026-11-23T12:00:00Z');
    await update(id);
    // Twenty minutes before, ten after.
    expect(await read(id)).toMatchObject({ touchSeconds: 1_800 });
    const day = { personId: 'UANA', from: '2026-11-23', until: '2026-11-23' };
    expect(await complianceOver(ctx, day)).toMatchObject({ missed: 0 });
  });

  test('counts on anew when the limit is over, with what it lacks', async () => {
    const id = await anasLead();
    await back(id);
    at('2026-11-23T11:59:00Z');
    expect(await releaseHeld(ctx)).toMatchObject({ released: 0 });
    at('2026-11-23T12:00:00Z');
    expect(await releaseHeld(ctx)).toMatchObject({ released: 1 });
    expect(await read(id)).toMatchObject({
      missing: ['phone'],
      heldUntil: null,
      ownerId: 'UANA',
      followUpDueAt: new Date('2026-11-23T13:00:00Z'),
    });
    expect(await releaseHeld(ctx)).toMatchObject({ released: 0 });
  });

  test('goes on at once when its owner works it after all; taking that back stops the clock again', async () => {
    const id = await anasLead();
    await back(id);
    at('2026-11-23T10:30:00Z');
    await update(id);
    expect(await read(id)).toMatchObject({ heldUntil: null, missing: ['phone'] });
    expect(await lost(id)).toMatchObject([{ kind: 'incomplete', seconds: 1_800 }]);
    await undoLead(ctx, { leadId: id, by: click('UANA') });
    expect(await read(id)).toMatchObject({
      heldUntil: new Date('2026-11-23T12:00:00Z'),
      followUpDueAt: null,
    });
    expect(await lost(id)).toEqual([]);
  });

  test('keeps standing still when calendars change', async () => {
    const id = await anasLead();
    await back(id);
    const { document } = await ctx.settings.current();
    await ctx.settings.change(() => ({ ...document, closures: ['2026-12-31'] }), {
      authorId: null,
      note: 'test',
      now: monday,
    });
    await recalculateDue(ctx);
    expect(await read(id)).toMatchObject({ followUpDueAt: null });
  });

  test('stays late where it was', async () => {
    const id = await anasLead();
    at('2026-11-23T11:30:00Z');
    const day = { personId: 'UANA', from: '2026-11-23', until: '2026-11-23' };
    const before = await complianceOver(ctx, day);
    await back(id);
    expect((await complianceOver(ctx, day)).missed).toBe(before.missed);
    expect(before.missed).toBeGreaterThan(0);
  });
});

describe('sending back', () => {
  test('is done once, by one click or several', async () => {
    const id = await anasLead();
    const same = click('UANA');
    const twice = await Promise.all([back(id, { by: same }), back(id, { by: same })]);
    expect(twice.map(({ outcome }) => outcome).toSorted()).toEqual(['repeated', 'sent-back']);
    expect(await back(id)).toMatchObject({ outcome: 'sent-back-already' });
    at('2026-11-23T12:00:00Z');
    await releaseHeld(ctx);
    expect(await back(id)).toMatchObject({ outcome: 'sent-back-already' });
  });

  test('asks for what the lead lacks, with a reason that somebody can read', async () => {
    const id = await anasLead();
    for (const [more, field] of [
      [{ fields: [] }, 'fields'],
      [{ fields: ['email'] }, 'fields'],
      [{ fields: ['fax'] }, 'fields'],
      [{ reason: '  ' }, 'reason'],
      [{ reason: 'x'.repeat(20_000) }, 'reason'],
    ] as const) {
      const refused = await back(id, more);
      expect(refused).toMatchObject({ outcome: 'invalid', errors: { [field]: expect.anything() } });
    }
    expect(await read(id)).toMatchObject({ sentBackAt: null });
  });

  test('may ask for another contact than the one that came, which counts as missing then', async () => {
    const id = await anasLead();
    expect(await back(id, { fields: ['working.phone'] })).toMatchObject({ outcome: 'invalid' });
    expect(await back(id, { fields: ['working.email'] })).toMatchObject({
      outcome: 'sent-back',
      lead: { missing: ['working.email'], details: { email: null } },
    });
    expect((await read(id)).details).toMatchObject({
      ...{ email: null, emailAsGiven: 'jane@example.org' },
    });
    const by = click('UMIA');
    const typed = { email: ' JANE@example.org ' };
    expect(await fixLead(ctx, { leadId: id, by, typed })).toMatchObject({ outcome: 'invalid' });
    at('2026-11-23T12:00:00Z');
    await releaseHeld(ctx);
    // At the limit it goes on without.
    expect(await read(id)).toMatchObject({ missing: ['working.email'], heldUntil: null });
    const other = { leadId: id, by: click('UMIA'), typed: { email: 'jane.doe@example.org' } };
    expect(await fixLead(ctx, other)).toMatchObject({
      outcome: 'complete',
      lead: { missing: [], details: { email: 'jane.doe@example.org' } },
    });
  });

  test('is for any rep while nobody has it; a claim ends the wait', async () => {
    const id = await addLead({ followUpDueAt: new Date('2026-11-23T10:15:00Z') });
    expect(await back(id, { by: click('UBEN') })).toMatchObject({ outcome: 'sent-back' });
    expect(await read(id)).toMatchObject({ status: 'new', followUpDueAt: null });
    at('2026-11-23T10:30:00Z');
    expect(await claimLead(ctx, { leadId: id, by: click('UANA') })).toMatchObject({
      outcome: 'claimed',
    });
    expect(await read(id)).toMatchObject({
      heldUntil: null,
      followUpDueAt: new Date('2026-11-23T11:30:00Z'),
    });
  });

  test('is not for others where somebody has it, nor for what is closed', async () => {
    const id = await anasLead();
    expect(await back(id, { by: click('UBEN') })).toMatchObject({ outcome: 'not-owner' });
    const won = await addLead({ status: 'won', ownerId: 'UANA', closedAt: monday });
    expect(await back(won)).toMatchObject({ outcome: 'gone' });
  });
});

describe('a lead that was bad', () => {
  const end = (leadId: number, obstacle: 'invalid' | 'need') =>
    updateLead(ctx, {
      ...{ leadId, by: click('UANA'), status: 'disqualified', obstacle },
      evidence: 'The number is a fax.',
    });

  test('costs the time from its claim, by source and rep; with another end it does not', async () => {
    at('2026-11-24T10:00:00Z');
    const id = await anasLead();
    at('2026-11-24T11:00:00Z');
    await end(id, 'invalid');
    expect(await lost(id)).toEqual([{ kind: 'bad', seconds: 3_600, person_id: 'UANA' }]);
    const span = {
      from: new Date('2026-11-24T00:00:00Z'),
      until: new Date('2026-11-25T00:00:00Z'),
    };
    expect(await lostTimeOf(ctx, { sourceKeys: ['website-form'], ...span })).toEqual([
      { sourceKey: 'website-form', kind: 'bad', personId: 'UANA', leads: 1, seconds: 3_600 },
    ]);
    expect(await lostTimeOf(ctx, { personId: 'UBEN', ...span })).toEqual([]);
    await end(id, 'need');
    expect(await lost(id)).toEqual([]);
    await end(id, 'invalid');
    expect(await lost(id)).toEqual([{ kind: 'bad', seconds: 3_600, person_id: 'UANA' }]);
    await undoLead(ctx, { leadId: id, by: click('UANA') });
    expect(await lost(id)).toEqual([]);
  });

  test('does not count twice what it lacked', async () => {
    at('2026-11-25T10:00:00Z');
    const id = await anasLead();
    await back(id);
    at('2026-11-25T10:40:00Z');
    await fixLead(ctx, { leadId: id, by: click('UMIA'), typed: { phone: '+49 30 901821' } });
    at('2026-11-25T11:00:00Z');
    await end(id, 'invalid');
    expect(await lost(id)).toEqual([
      { kind: 'incomplete', seconds: 2_400, person_id: 'UANA' },
      { kind: 'bad', seconds: 1_200, person_id: 'UANA' },
    ]);
  });

  test('gives its time to what else is due that day, and nothing earlier, nothing late back', async () => {
    at('2026-11-26T10:00:00Z');
    const bad = await anasLead();
    const late = await anasLead();
    at('2026-11-26T11:30:00Z');
    const today = await anasLead();
    const chosen = await addLead({
      ...{ ownerId: 'UANA', status: 'connected', claimedAt: monday, dueRule: 'own-date' },
      ...{
        dueTimezone: 'UTC',
        dueOpenedAt: monday,
        followUpDueAt: new Date('2026-11-26T15:00:00Z'),
      },
    });
    const tomorrow = await anasLead();
    await update(tomorrow);
    const before = await read(tomorrow);
    await end(bad, 'invalid');
    // From half past twelve, by ninety minutes.
    expect(await read(today)).toMatchObject({
      followUpDueAt: new Date('2026-11-26T14:00:00Z'),
      dueRule: 'made-up',
      dueOpenedAt: new Date('2026-11-26T11:30:00Z'),
    });
    expect((await events(today)).at(-1)).toMatchObject({
      kind: 'recalculated',
      due_rule: 'made-up',
    });
    expect(await read(late)).toMatchObject({ followUpDueAt: new Date('2026-11-26T11:00:00Z') });
    expect(await read(chosen)).toMatchObject({ followUpDueAt: new Date('2026-11-26T15:00:00Z') });
    expect((await read(tomorrow)).followUpDueAt).toEqual(before.followUpDueAt);
    await releaseHeld(ctx);
    expect(await read(today)).toMatchObject({ followUpDueAt: new Date('2026-11-26T14:00:00Z') });
  });

  test('is no claim of the day', async () => {
    const { document } = await ctx.settings.current();
    const limits = { ...document.limits, claimsPerDay: 1 };
    await ctx.settings.change(() => settingsSchema.parse({ ...document, limits }), {
      authorId: null,
      note: 'test',
      now: monday,
    });
    at('2026-11-27T10:00:00Z');
    const bad = await anasLead();
    const other = await addLead();
    const claim = () => claimLead(ctx, { leadId: other, by: click('UANA') });
    expect(await claim()).toMatchObject({ outcome: 'capped', cap: 'claims-per-day' });
    await end(bad, 'invalid');
    expect(await claim()).toMatchObject({ outcome: 'claimed' });
  });
});
