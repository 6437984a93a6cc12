import { afterAll, beforeEach, expect, test } from 'vitest';
import { claimLead } from '../../src/leads/claimLead.ts';
import { endOverride } from '../../src/leads/endOverride.ts';
import { giveMoreTime } from '../../src/leads/giveMoreTime.ts';
import { findOverrides } from '../../src/leads/overrideStore.ts';
import { pauseRep } from '../../src/leads/pauseRep.ts';
import { updateLead } from '../../src/leads/updateLead.ts';
import { waiveLead } from '../../src/leads/waiveLead.ts';
import { followUp } from '../../src/nudges/followUp.ts';
import { comeBack } from '../../src/people/comeBack.ts';
import { findPerson } from '../../src/people/peopleStore.ts';
import { click, startKernel } from '../support/kernel.ts';

const kernel = await startKernel();
const { ctx, db, addLead, at, events } = kernel;
afterAll(kernel.drop);
beforeEach(async () => {
  at('2026-11-23T10:00:00Z');
  await db.deleteFrom('overrides').execute();
  await db.updateTable('people').set({ away: '[]', due_changed_at: null }).execute();
  await db
    .updateTable('leads')
    .set({ status: 'lost', closed_at: ctx.clock.now(), follow_up_due_at: null })
    .where('closed_at', 'is', null)
    .execute();
});

/** Claimed by ana on Monday at ten: due at eleven, hers until Thursday at eleven. */
async function anasLead() {
  const id = await addLead();
  await claimLead(ctx, { leadId: id, by: click('UANA') });
  return id;
}
const lead = (id: number) =>
  db.selectFrom('leads').selectAll().where('id', '=', id).executeTakeFirstOrThrow();
const inForce = () =>
  findOverrides(db, ctx.workspaceId, {
    channels: ['CLEADS'],
    people: [],
    now: ctx.clock.now(),
    limit: 10,
  });
const reason = 'on a course';

test('nothing is due on a waived lead until then; then its window begins anew', async () => {
  const id = await anasLead();
  const until = new Date('2026-11-25T12:00:00Z');
  const waived = await waiveLead(ctx, { leadId: id, by: click('UMIA'), until, reason });
  expect(waived).toMatchObject({
    outcome: 'waived',
    lead: { followUpDueAt: new Date('2026-11-25T13:00:00Z'), dueRule: 'status:claimed' },
  });
  expect(await inForce()).toMatchObject([{ kind: 'waived-lead', leadId: id, reason }]);

  at('2026-11-24T15:00:00Z');
  expect(await followUp(ctx)).toMatchObject({ breaches: 0 });
  at('2026-11-25T13:01:00Z');
  expect(await followUp(ctx)).toMatchObject({ breaches: 1 });
  expect(await inForce()).toEqual([]);
});

test('what was missed before stays missed', async () => {
  const id = await anasLead();
  at('2026-11-23T12:00:00Z');
  await followUp(ctx);
  const until = new Date('2026-11-25T12:00:00Z');
  await waiveLead(ctx, { leadId: id, by: click('UMIA'), until, reason });
  const [breach] = await db.selectFrom('breaches').selectAll().where('lead_id', '=', id).execute();
  expect(breach).toMatchObject({ excused: null });
  expect((await events(id)).at(-1)).toMatchObject({ kind: 'waived', due_outcome: 'cancelled' });
});

test('an exception that is ended begins the window anew now, whatever kind it is', async () => {
  const id = await anasLead();
  const until = new Date('2026-11-25T12:00:00Z');
  for (const except of [waiveLead, giveMoreTime]) {
    await except(ctx, { leadId: id, by: click('UMIA'), until, reason });
    const [one] = await inForce();
    expect(await endOverride(ctx, { overrideId: one?.id ?? 0, by: click('UANA') })).toMatchObject({
      outcome: 'not-allowed',
    });
    expect(await endOverride(ctx, { overrideId: one?.id ?? 0, by: click('UMIA') })).toMatchObject({
      outcome: 'ended',
    });
    expect((await lead(id)).follow_up_due_at).toEqual(new Date('2026-11-23T11:00:00Z'));
    expect(await inForce()).toEqual([]);
    expect(await endOverride(ctx, { overrideId: one?.id ?? 0, by: click('UMIA') })).toEqual({
      outcome: 'not-in-force',
    });
  }
});

test.each([
  ['in the past', '2026-11-23T09:00:00Z', reason, 'until'],
  ['two months ahead', '2027-01-23T09:00:00Z', reason, 'until'],
  ['before it is due', '2026-11-23T10:30:00Z', reason, 'until'],
  ['without a reason', '2026-11-25T12:00:00Z', ' ', 'reason'],
])('a waiver %s is refused beside its field', async (_, until, why, field) => {
  const id = await anasLead();
  const waived = { leadId: id, by: click('UMIA'), until: new Date(until), reason: why };
  const answer = await waiveLead(ctx, waived);
  expect(answer).toMatchObject({ outcome: 'invalid', errors: { [field]: expect.any(String) } });
  expect(await inForce()).toEqual([]);
});

test('while a rep is paused their windows stand still, and what ran out does not count', async () => {
  const id = await anasLead();
  const pause = { repId: 'UANA', by: click('UMIA'), until: '2026-11-26', reason };
  expect(await pauseRep(ctx, pause)).toEqual({
    outcome: 'paused',
    until: new Date('2026-11-26T09:00:00Z'),
  });
  expect(await inForce()).toMatchObject([{ kind: 'paused-rep', personId: 'UANA', leadId: null }]);
  await followUp(ctx);
  at('2026-11-24T15:00:00Z');
  expect(await followUp(ctx)).toMatchObject({ breaches: 0 });
  // An hour of Thursday, the first day back, is what is left of the window.
  expect((await lead(id)).follow_up_due_at).toEqual(new Date('2026-11-26T10:00:00Z'));
});

test('a date of one’s own that passes in a pause is excused', async () => {
  const id = await anasLead();
  const nextStepAt = new Date('2026-11-24T12:00:00Z');
  await updateLead(ctx, { leadId: id, by: click('UANA'), status: 'connected', nextStepAt });
  await pauseRep(ctx, { repId: 'UANA', by: click('UMIA'), until: '2026-11-26', reason });
  at('2026-11-24T12:01:00Z');
  await followUp(ctx);
  const [breach] = await db.selectFrom('breaches').selectAll().where('lead_id', '=', id).execute();
  expect(breach).toMatchObject({ excused: 'paused' });
});

test('only a manager ends a pause; being back does not, and being away stands beside it', async () => {
  await anasLead();
  await pauseRep(ctx, { repId: 'UANA', by: click('UMIA'), until: '2026-11-26', reason });
  expect(await comeBack(ctx, { by: click('UANA') })).toMatchObject({ outcome: 'paused' });
  const [pause] = await inForce();
  at('2026-11-24T10:00:00Z');
  const end = { overrideId: pause?.id ?? 0 };
  expect(await endOverride(ctx, { ...end, by: click('UANA') })).toEqual({ outcome: 'oneself' });
  expect(await endOverride(ctx, { ...end, by: click('UEVE') })).toMatchObject({
    outcome: 'not-allowed',
  });
  expect(await endOverride(ctx, { ...end, by: click('UMIA') })).toEqual({ outcome: 'ended' });
  const ana = await findPerson(db, ctx.workspaceId, 'UANA');
  expect(ana?.away).toMatchObject([{ origin: 'paused', until: ctx.clock.now() }]);
});

test('nobody pauses themselves, nor a rep of another team, nor for two months', async () => {
  const pause = { repId: 'UANA', by: click('UMIA'), until: '2026-11-26', reason };
  expect(await pauseRep(ctx, { ...pause, repId: 'UMIA' })).toEqual({ outcome: 'oneself' });
  expect(await pauseRep(ctx, { ...pause, by: click('UBEN') })).toMatchObject({
    outcome: 'not-allowed',
  });
  expect(await pauseRep(ctx, { ...pause, repId: 'UEVE' })).toMatchObject({
    outcome: 'not-allowed',
  });
  expect(await pauseRep(ctx, { ...pause, until: '2027-01-26' })).toMatchObject({
    outcome: 'invalid',
    errors: { until: expect.stringContaining('31 days') },
  });
  expect(await inForce()).toEqual([]);
});
