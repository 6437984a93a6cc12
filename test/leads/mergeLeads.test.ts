import { afterAll, beforeAll, expect, test } from 'vitest';
import { theApp } from '../../src/context.ts';
import { receiveLead } from '../../src/intake/receiveLead.ts';
import { claimLead } from '../../src/leads/claimLead.ts';
import { findFieldValues } from '../../src/leads/fieldStore.ts';
import { findLead } from '../../src/leads/leadStore.ts';
import { cannotMergeWords } from '../../src/leads/merge.ts';
import { mergeLeads } from '../../src/leads/mergeLeads.ts';
import { recordDoNotContact } from '../../src/leads/recordDoNotContact.ts';
import { sendBack } from '../../src/leads/sendBack.ts';
import { tellMerged } from '../../src/leads/tellMerged.ts';
import { unmergeLead } from '../../src/leads/unmergeLead.ts';
import { updateLead } from '../../src/leads/updateLead.ts';
import { click, startKernel } from '../support/kernel.ts';

let kernel: Awaited<ReturnType<typeof startKernel>>;
beforeAll(async () => {
  kernel = await startKernel();
  const { ctx } = kernel;
  const { document } = await ctx.settings.current();
  await ctx.settings.change(
    () => ({
      ...document,
      channels: {
        ...document.channels,
        COTHER: { ...document.channels['CLEADS'], managers: ['UANA'] } as never,
      },
      sources: { web: { channel: 'CLEADS' }, fair: { channel: 'CLEADS' } },
    }),
    { authorId: null, note: 'test', now: ctx.clock.now() },
  );
});
afterAll(() => kernel.drop());

let count = 0;
async function arrive(more: Record<string, unknown> = {}, source = 'web') {
  const answer = await receiveLead(kernel.ctx, {
    source,
    arrival: { name: 'Jane Doe', email: `jane${(count += 1)}@example.org`, ...more },
    by: theApp,
  });
  if (!('lead' in answer)) throw new Error(JSON.stringify(answer));
  return answer.lead;
}
const leadOf = async (id: number) => {
  const lead = await findLead(kernel.db, kernel.ctx.workspaceId, id);
  if (!lead) throw new Error('gone');
  return lead;
};
const merge = (leadId: number, otherId: number, by = 'UMIA') =>
  mergeLeads(kernel.ctx, { leadId, otherId, by: click(by) });
const unmerge = (leadId: number, by = 'UMIA') => unmergeLead(kernel.ctx, { leadId, by: click(by) });
const valuesOf = async (id: number) =>
  (await findFieldValues(kernel.db, kernel.ctx.workspaceId, [id])).map(
    ({ field, value }) => `${field}: ${value}`,
  );

test('of two leads the earlier one stays, with all that either said', async () => {
  const early = await arrive({ company: 'Acme', received_at: '2026-11-20T09:00:00Z' });
  const late = await arrive({ name: 'J. Doe', phone: '+49 30 123456', value: 900 }, 'fair');
  expect(await merge(late.id, early.id)).toMatchObject({
    outcome: 'merged',
    lead: { id: early.id, status: 'new' },
    child: { id: late.id, status: 'merged', mergedIntoId: early.id, followUpDueAt: null },
  });
  expect(await leadOf(early.id)).toMatchObject({
    value: 900,
    details: { name: 'Jane Doe', company: 'Acme', phone: '+4930123456' },
    receivedAt: new Date('2026-11-20T09:00:00Z'),
  });
  expect(await valuesOf(early.id)).toEqual(['name: J. Doe', `email: ${late.details.email}`]);
  // Both are known as the one that is left.
  const again = await arrive({ name: 'Jane', email: late.details.email, message: 'Hello' });
  expect(again.id).toBe(early.id);
});

test('the owner with the later touch has it, and is told', async () => {
  const { at, ctx } = kernel;
  const first = await arrive();
  const second = await arrive();
  await claimLead(ctx, { leadId: first.id, by: click('UANA') });
  await claimLead(ctx, { leadId: second.id, by: click('UBEN') });
  at('2026-11-23T15:00:00Z');
  await updateLead(ctx, {
    ...{ leadId: first.id, by: click('UANA'), status: 'attempted' },
    touch: { kind: 'call', outcome: 'no-answer' },
  });
  at('2026-11-23T15:30:00Z');
  await updateLead(ctx, {
    ...{ leadId: second.id, by: click('UBEN'), status: 'connected' },
    touch: { kind: 'call', outcome: 'reached' },
  });
  at('2026-11-23T15:40:00Z');
  await merge(first.id, second.id);
  const left = await leadOf(first.id);
  expect(left).toMatchObject({
    ...{ status: 'connected', ownerId: 'UBEN', touchCount: 2 },
    ...{ dueRule: 'status:connected', dueOpenedAt: new Date('2026-11-23T15:40:00Z') },
  });
  const told = await kernel.cards(first.id);
  expect(told.map(({ kind, person_id }) => [kind, person_id])).toContainEqual(['assigned', 'UBEN']);
  // What was due on the other is cancelled in time, and so is no miss.
  const ends = await kernel.events(second.id);
  expect(ends.at(-1)).toMatchObject({ kind: 'merged', due_outcome: 'cancelled', due_to: null });
  expect(ends.at(-1)?.due_from?.getTime()).toBeGreaterThan(ctx.clock.now().getTime());

  expect(await unmerge(second.id)).toMatchObject({
    outcome: 'unmerged',
    lead: { id: second.id, status: 'connected', ownerId: 'UBEN', mergedIntoId: null },
    from: { id: first.id, status: 'attempted', ownerId: 'UANA', touchCount: 1 },
  });
  for (const id of [first.id, second.id]) {
    expect((await leadOf(id)).followUpDueAt?.getTime()).toBeGreaterThan(ctx.clock.now().getTime());
  }
  at('2026-11-23T10:00:00Z');
});

test('whoever loses a lead by a merge, or has one again, is told once', async () => {
  const { at, ctx, db } = kernel;
  at('2026-11-24T10:00:00Z');
  const first = await arrive();
  const second = await arrive();
  await claimLead(ctx, { leadId: first.id, by: click('UANA') });
  await claimLead(ctx, { leadId: second.id, by: click('UBEN') });
  at('2026-11-24T15:00:00Z');
  const touch = { kind: 'call', outcome: 'reached' } as const;
  await updateLead(ctx, { leadId: second.id, by: click('UBEN'), status: 'connected', touch });
  const lost = () =>
    db
      .selectFrom('messages')
      .select(['person_id', 'subject'])
      .where('kind', '=', 'merged-away')
      .where('created_at', '>=', new Date('2026-11-24T00:00:00Z'))
      .execute();
  const given = async (id: number) =>
    (await kernel.cards(id)).flatMap(({ kind, person_id, subject }) =>
      kind === 'assigned' ? [{ person_id, subject }] : [],
    );
  // Where that fails, they are merged all the same, and it is told later.
  await kernel.pool.query(
    `alter table messages add constraint failing check (kind <> 'merged-away') not valid`,
  );
  expect(await merge(first.id, second.id)).toMatchObject({ outcome: 'merged' });
  expect(await lost()).toEqual([]);
  await kernel.pool.query('alter table messages drop constraint failing');
  await tellMerged(ctx);
  await tellMerged(ctx);
  expect(await lost()).toMatchObject([{ person_id: 'UANA' }]);
  expect(await given(first.id)).toMatchObject([{ person_id: 'UBEN', subject: { why: 'merged' } }]);
  await unmerge(second.id);
  // Ben's is the second one again and no longer the first, which is ana's.
  expect(await given(second.id)).toEqual([
    { person_id: 'UBEN', subject: { why: 'unmerged', by: 'UMIA', lead: first.id, lost: true } },
  ]);
  expect((await given(first.id)).at(-1)).toEqual({
    ...{ person_id: 'UANA', subject: { why: 'unmerged', by: 'UMIA', lead: second.id } },
  });
  await tellMerged(ctx);
  expect(await lost()).toHaveLength(1);
  // Somebody's own, or nobody's, is told to nobody.
  const third = await arrive();
  await merge(second.id, third.id);
  expect(await lost()).toHaveLength(1);
  at('2026-11-23T10:00:00Z');
});

test('what is taken apart is as it was, apart from what happened since', async () => {
  const early = await arrive({ custom: { Roof: 'flat' }, received_at: '2026-11-19T09:00:00Z' });
  const late = await arrive({ company: 'Acme', custom: { Roof: 'steep', Doors: 2 } }, 'fair');
  const before = [await leadOf(early.id), await leadOf(late.id)];
  await merge(early.id, late.id);
  expect((await leadOf(early.id)).details.custom).toEqual({ Roof: 'flat', Doors: 2 });
  // Since then: another field, under the address of the second.
  await arrive({ email: late.details.email, website: 'acme.example', custom: { Floors: 3 } });
  expect(await unmerge(late.id)).toMatchObject({ outcome: 'unmerged' });
  const after = [await leadOf(early.id), await leadOf(late.id)];
  expect(after[0]?.details).toEqual({
    ...before[0]?.details,
    website: 'acme.example',
    custom: { Roof: 'flat', Floors: 3 },
  });
  expect(after[1]?.details).toEqual(before[1]?.details);
  expect(
    after.map((lead) => [lead.status, lead.ownerId, lead.closedAt, lead.mergedIntoId]),
  ).toEqual(before.map((lead) => [lead.status, lead.ownerId, lead.closedAt, lead.mergedIntoId]));
  expect(await valuesOf(early.id)).toEqual([]);
  expect((await arrive({ email: late.details.email })).id).toBe(late.id);
  expect((await arrive({ email: early.details.email })).id).toBe(early.id);
  // Taken apart twice is once.
  expect(await unmerge(late.id)).toMatchObject({ outcome: 'not-merged' });
});

test('a merged lead has no card that can be acted on, and one that is taken apart has one', async () => {
  const first = await kernel.addLead();
  const second = await kernel.addLead();
  await merge(first, second);
  const live = async (id: number) =>
    (await kernel.cards(id)).filter(({ kind, live: is }) => kind === 'card' && is).length;
  expect([await live(first), await live(second)]).toEqual([1, 1]);
  await unmerge(second);
  expect([await live(first), await live(second)]).toEqual([1, 1]);
  expect((await kernel.cards(second)).map(({ kind }) => kind)).toEqual(['past-card', 'card']);
});

test('an open lead goes on where the other one has closed', async () => {
  const closed = await kernel.addLead({
    ...{ status: 'lost', obstacle: 'need', closedAt: new Date('2026-11-01T10:00:00Z') },
    receivedAt: new Date('2026-10-01T10:00:00Z'),
  });
  const open = await kernel.addLead();
  await merge(closed, open);
  expect(await leadOf(closed)).toMatchObject({ status: 'new', closedAt: null, obstacle: null });
  expect((await kernel.cards(closed)).map(({ kind }) => kind)).toEqual(['past-card', 'card']);
  await unmerge(open);
  expect(await leadOf(closed)).toMatchObject({
    ...{ status: 'lost', obstacle: 'need', closedAt: new Date('2026-11-01T10:00:00Z') },
  });
  expect(await leadOf(open)).toMatchObject({ status: 'new', mergedIntoId: null });
});

test('what cannot be merged is refused, and nothing is changed', async () => {
  const { addLead, ctx } = kernel;
  const one = await addLead();
  const two = await addLead();
  const three = await addLead();
  const four = await addLead();
  const held = await addLead({ status: 'held', card: false });
  const elsewhere = await addLead({ channelId: 'COTHER' });
  expect(await merge(one, one)).toMatchObject({ outcome: 'cannot-merge', why: 'itself' });
  expect(await merge(one, 999_999)).toMatchObject({ outcome: 'cannot-merge', why: 'unknown' });
  expect(await merge(999_999, one)).toMatchObject({ outcome: 'gone' });
  expect(await merge(one, held)).toMatchObject({ outcome: 'cannot-merge', why: 'held' });
  expect(await merge(one, elsewhere)).toMatchObject({ outcome: 'not-allowed', why: 'manager' });
  expect(await merge(one, two, 'UANA')).toMatchObject({ outcome: 'not-allowed', why: 'manager' });
  const stranger = await kernel.db
    .insertInto('leads')
    .values({
      ...{ workspace_id: 'T2', source_key: 'web', channel_id: 'CLEADS', status: 'new' },
      ...{ status_at: ctx.clock.now(), received_at: ctx.clock.now() },
    })
    .returning('id')
    .executeTakeFirstOrThrow();
  expect(await merge(one, stranger.id)).toMatchObject({ outcome: 'cannot-merge', why: 'unknown' });
  expect((await leadOf(one)).version).toBe(1);
  await merge(one, two);
  await merge(three, four);
  expect(await merge(two, three)).toMatchObject({ outcome: 'cannot-merge', why: 'merged' });
  const chain = await merge(three, one);
  expect(chain).toMatchObject({
    ...{ outcome: 'cannot-merge', why: { parent: one, child: three, apart: [four] } },
  });
  expect(chain.outcome === 'cannot-merge' && cannotMergeWords(chain.why)).toBe(
    `Other leads were merged into each of the two. Take L-${four} apart first, in its details; then merge L-${three} and L-${four} into L-${one}, one by one.`,
  );
  expect(await unmerge(two, 'UANA')).toMatchObject({ outcome: 'not-allowed', why: 'manager' });
});

test('the same click merges once', async () => {
  const [one, two] = [await kernel.addLead(), await kernel.addLead()];
  const by = click('UMIA');
  const answers = await Promise.all(
    [1, 2, 3].map(() => mergeLeads(kernel.ctx, { leadId: one, otherId: two, by })),
  );
  expect(answers.map(({ outcome }) => outcome).toSorted()).toEqual([
    'merged',
    'repeated',
    'repeated',
  ]);
});

test('whoever asked not to be contacted is not to be by a merge, nor by taking one apart', async () => {
  const { ctx } = kernel;
  const record = (leadId: number) => recordDoNotContact(ctx, { leadId, by: click('UMIA') });
  const asked = await arrive();
  const open = await arrive();
  await record(asked.id);
  expect(await merge(asked.id, open.id)).toMatchObject({
    outcome: 'cannot-merge',
    why: 'do-not-contact',
  });
  await record(open.id);
  expect(await merge(asked.id, open.id)).toMatchObject({ outcome: 'merged' });

  const [first, second] = [await arrive(), await arrive()];
  await claimLead(ctx, { leadId: second.id, by: click('UBEN') });
  await merge(first.id, second.id);
  await record(first.id);
  expect(await unmerge(second.id)).toMatchObject({ outcome: 'unmerged' });
  expect(await leadOf(second.id)).toMatchObject({
    ...{ status: 'disqualified', obstacle: 'desire', mergedIntoId: null },
    ...{ doNotContactAt: ctx.clock.now(), closedAt: ctx.clock.now() },
    ...{ followUpDueAt: null, leaseEndsAt: null },
  });
  expect((await leadOf(first.id)).status).toBe('disqualified');
});

test('who goes on with the work on the other one waits no longer for what was missing', async () => {
  const { ctx } = kernel;
  const [first, second] = [await arrive(), await arrive()];
  await claimLead(ctx, { leadId: first.id, by: click('UANA') });
  const asked = { leadId: first.id, by: click('UANA'), fields: ['phone'], reason: 'Call them' };
  expect(await sendBack(ctx, asked)).toMatchObject({ outcome: 'sent-back' });
  await claimLead(ctx, { leadId: second.id, by: click('UBEN') });
  const touch = { kind: 'call', outcome: 'reached' } as const;
  await updateLead(ctx, { leadId: second.id, by: click('UBEN'), status: 'connected', touch });
  await merge(first.id, second.id);
  expect(await leadOf(first.id)).toMatchObject({
    ...{ ownerId: 'UBEN', status: 'connected', missing: ['phone'], heldUntil: null },
    followUpDueAt: expect.any(Date) as Date,
  });
});
