import { afterAll, expect, test } from 'vitest';
import { theApp } from '../../src/context.ts';
import { fixLead } from '../../src/intake/fixLead.ts';
import { receiveLead } from '../../src/intake/receiveLead.ts';
import { claimLead } from '../../src/leads/claimLead.ts';
import { findLead } from '../../src/leads/leadStore.ts';
import { liftDoNotContact } from '../../src/leads/liftDoNotContact.ts';
import { recordDoNotContact } from '../../src/leads/recordDoNotContact.ts';
import { unmergeLead } from '../../src/leads/unmergeLead.ts';
import { updateLead } from '../../src/leads/updateLead.ts';
import { click, startKernel } from '../support/kernel.ts';

const kernel = await startKernel();
const { ctx, db } = kernel;
const { document } = await ctx.settings.current();
await ctx.settings.change(
  () => ({
    ...document,
    admins: ['UEVE'],
    sources: {
      web: { channel: 'CLEADS', mustHave: ['email'] },
      fair: { channel: 'CLEADS', mustHave: ['phone', 'email'] },
      plain: { channel: 'CLEADS' },
    },
  }),
  { authorId: null, note: 'test', now: ctx.clock.now() },
);
afterAll(kernel.drop);

async function arrive(arrival: Record<string, unknown>, source = 'web') {
  const answer = await receiveLead(ctx, { source, arrival, by: theApp });
  if (!('lead' in answer)) throw new Error(JSON.stringify(answer));
  return answer.lead;
}
const read = async (id: number) => {
  const lead = await findLead(db, ctx.workspaceId, id);
  if (!lead) throw new Error('it is gone');
  return lead;
};
const fix = (leadId: number, typed: Record<string, string>, by = 'UMIA') =>
  fixLead(ctx, { leadId, by: click(by), typed });

test('with a number alone it is the same where the name is similar, and else its own', async () => {
  const known = await arrive({ name: 'Anna Berg', phone: '+49 30 901820' }, 'plain');
  const same = await arrive({ name: 'Berg, Anna', company: 'Berg AG' }, 'fair');
  const other = await arrive({ name: 'Max Huber' }, 'fair');
  expect(await fix(same.id, { phone: '030 901820', email: '' })).toMatchObject({
    outcome: 'invalid',
  });
  expect(await fix(same.id, { phone: '+49 30 901820' })).toMatchObject({
    outcome: 'joined',
    child: { id: same.id },
    lead: { id: known.id, status: 'new', details: { company: 'Berg AG' } },
  });
  expect(await fix(other.id, { phone: '+49 30 901820' })).toMatchObject({
    outcome: 'added',
    lead: { id: other.id, status: 'held', missing: ['email'] },
  });
  // Their number is known from now on, too.
  const again = await arrive({ name: 'M. Huber', company: 'x', phone: '+49 30 901820' }, 'plain');
  expect(again.id).not.toBe(other.id);
  const huber = await arrive({ name: 'Huber, Max', phone: '+49 30 901820' }, 'plain');
  expect(huber.id).toBe(other.id);
});

test('of two that are held one is left, and goes out with what both said', async () => {
  const one = await arrive({ name: 'Two Held', phone: '+49 30 901821' }, 'fair');
  const two = await arrive({ name: 'Two H.', company: 'Acme' }, 'fair');
  expect(await fix(one.id, { email: 'two@example.org' })).toMatchObject({
    outcome: 'complete',
    lead: { id: one.id, status: 'new' },
  });
  const three = await arrive({ name: 'Three', phone: '+49 30 901822' }, 'web');
  const four = await arrive({ name: 'Four' }, 'fair');
  expect(await fix(two.id, { email: 'two@example.org' })).toMatchObject({
    outcome: 'joined',
    lead: { id: one.id, details: { company: 'Acme' } },
  });
  expect(await fix(four.id, { email: 'three@example.org' })).toMatchObject({ outcome: 'added' });
  expect(await fix(three.id, { email: 'three@example.org' })).toMatchObject({
    outcome: 'joined',
    lead: { id: four.id, status: 'new', missing: [], details: { phone: '+4930901822' } },
  });
});

test('what was known is never moved; taken apart, a reopened lead is closed as it was', async () => {
  const known = await arrive({ name: 'Was Lost', email: 'waslost@example.org' });
  await claimLead(ctx, { leadId: known.id, by: click('UANA') });
  const touch = { kind: 'call', outcome: 'reached' } as const;
  await updateLead(ctx, {
    ...{ leadId: known.id, by: click('UANA'), status: 'lost', obstacle: 'money', touch },
  });
  const before = await read(known.id);
  const held = await arrive({
    name: 'Was Lost',
    message: 'Again',
    received_at: '2026-11-20T09:00:00Z',
  });
  expect(await fix(held.id, { email: 'WasLost@example.org' })).toMatchObject({
    outcome: 'joined',
    lead: { id: known.id, status: 'claimed', ownerId: 'UANA' },
  });
  const child = await read(held.id);
  expect(child).toMatchObject({ status: 'merged', heldUntil: null });
  expect(await unmergeLead(ctx, { leadId: held.id, by: click('UMIA') })).toMatchObject({
    outcome: 'unmerged',
    lead: { status: 'new', ownerId: null, mergedIntoId: null },
  });
  const { version: _, ...after } = await read(known.id);
  expect(after).toMatchObject({
    ...{ status: 'lost', obstacle: 'money', ownerId: 'UANA', closedAt: before.closedAt },
    ...{ receivedAt: before.receivedAt, touchCount: 1, details: before.details },
  });
  expect((await arrive({ email: 'waslost@example.org' })).id).toBe(known.id);
});

test('whoever asked not to be contacted is not, by their number either; lifted, all of theirs is', async () => {
  const asked = await arrive({ name: 'Asked Not', phone: '+49 30 901830' }, 'plain');
  await recordDoNotContact(ctx, { leadId: asked.id, by: click('UMIA') });
  const held = await arrive({ name: 'Somebody Else' }, 'fair');
  const interaction = click('UMIA');
  const typed = { phone: '+49 30 901830' };
  const answers = [
    await fixLead(ctx, { leadId: held.id, by: interaction, typed }),
    await fixLead(ctx, { leadId: held.id, by: interaction, typed }),
  ];
  expect(answers.map(({ outcome }) => outcome)).toEqual(['suppressed', 'repeated']);
  expect(await read(held.id)).toMatchObject({
    ...{ status: 'disqualified', obstacle: 'desire', heldUntil: null, followUpDueAt: null },
    ...{ doNotContactAt: ctx.clock.now(), details: { phone: '+4930901830' } },
  });
  const counted = await db.selectFrom('do_not_contact').select('suppressed').execute();
  expect(counted).toEqual([{ suppressed: 1 }]);
  // With an address of their own, a company's number is no bar.
  const own = await arrive({ name: 'Colleague', email: 'colleague@example.org' }, 'fair');
  expect(await fix(own.id, typed)).toMatchObject({ outcome: 'complete' });
  await liftDoNotContact(ctx, { leadId: asked.id, by: click('UEVE') });
  expect(await read(held.id)).toMatchObject({ doNotContactAt: null, status: 'disqualified' });
});

test('two who complete two leads with one address while it arrives leave one lead', async () => {
  for (let n = 1; n <= 12; n += 1) {
    const email = `once${n}@example.org`;
    const [one, two] = [await arrive({ name: `Once ${n}` }), await arrive({ name: `O. ${n}` })];
    const [, , arrived] = await Promise.all([
      fix(one.id, { email }),
      fix(two.id, { email }),
      arrive({ name: `Arrival ${n}`, email }, 'plain'),
    ]);
    const three = await Promise.all([...new Set([one.id, two.id, arrived.id])].map(read));
    const left = three.filter(({ status }) => status !== 'merged');
    expect(left).toMatchObject([{ status: 'new', missing: [], details: { email } }]);
    expect((await arrive({ email }, 'plain')).id).toBe(left[0]?.id);
  }
});

test('what is refused leaves nothing behind', async () => {
  const held = await arrive({ name: 'Refused' });
  const typed = { email: 'refused@example.org' };
  expect(await fix(held.id, typed, 'UBEN')).toMatchObject({ outcome: 'not-allowed' });
  expect(await fix(held.id, { email: 'no address' })).toMatchObject({ outcome: 'invalid' });
  expect(await arrive({ name: 'Another', ...typed })).toMatchObject({ status: 'new' });
});
