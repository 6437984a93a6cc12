import { afterAll, beforeEach, expect, test } from 'vitest';
import { claimLead } from '../../src/leads/claimLead.ts';
import { complianceOver } from '../../src/leads/complianceStore.ts';
import { findLead } from '../../src/leads/leadStore.ts';
import { postponeLead } from '../../src/leads/postponeLead.ts';
import { releaseLead } from '../../src/leads/releaseLead.ts';
import { touchOfOneClick } from '../../src/leads/touch.ts';
import { undoLead } from '../../src/leads/undoLead.ts';
import { updateLead } from '../../src/leads/updateLead.ts';
import { followUp } from '../../src/nudges/followUp.ts';
import { click, startKernel } from '../support/kernel.ts';

const kernel = await startKernel();
const { ctx, db, addLead, at, events, breaches } = kernel;
afterAll(kernel.drop);
beforeEach(() => at('2026-11-23T10:00:00Z'));

const claimed = async () => {
  const leadId = await addLead();
  await claimLead(ctx, { leadId, by: click('UANA') });
  return leadId;
};
const stateOf = async (leadId: number) => {
  const lead = await findLead(db, ctx.workspaceId, leadId);
  return lead && { ...lead, version: 0 };
};
const update = (leadId: number, status: 'connected' | 'won', value?: number) =>
  updateLead(ctx, {
    leadId,
    by: click('UANA'),
    status,
    touch: touchOfOneClick('connected'),
    value,
  });
const undo = (leadId: number | null, person = 'UANA') =>
  undoLead(ctx, { leadId, by: click(person) });

test.each([
  ['an update', (leadId: number) => update(leadId, 'connected', 500)],
  ['a win', (leadId: number) => update(leadId, 'won', 900)],
  [
    'a postponement',
    (leadId: number) =>
      postponeLead(ctx, { leadId, by: click('UANA'), to: new Date('2026-11-24T10:00:00Z') }),
  ],
  ['a release', (leadId: number) => releaseLead(ctx, { leadId, by: click('UANA'), reason: 'no' })],
])('%s is taken back: everything is as it was, and both events stay', async (_, change) => {
  const leadId = await claimed();
  const before = await stateOf(leadId);
  at('2026-11-23T10:05:00Z');
  await change(leadId);
  expect(await stateOf(leadId)).not.toEqual(before);
  at('2026-11-23T10:15:00Z');
  expect(await undo(leadId)).toMatchObject({ outcome: 'undone' });
  expect(await stateOf(leadId)).toEqual(before);
  const kinds = (await events(leadId)).map(({ kind, undoes }) => [kind, undoes]);
  expect(kinds).toHaveLength(3);
  expect(kinds.at(-1)).toEqual(['undone', (await events(leadId)).at(-2)?.id]);
});

test('without a number, it is the lead that one changed last', async () => {
  const first = await claimed();
  const second = await claimed();
  at('2026-11-23T11:00:00Z');
  await update(first, 'connected');
  at('2026-11-23T11:01:00Z');
  await update(second, 'connected');
  expect(await undo(null)).toMatchObject({ outcome: 'undone', lead: { id: second } });
  expect(await undo(null)).toMatchObject({ outcome: 'changed-since', lead: { id: second } });
});

test('it is refused with the reason: too late, changed since, somebody else’s, nothing', async () => {
  const leadId = await claimed();
  expect(await undo(leadId)).toEqual({ outcome: 'nothing-to-undo', lead: null });
  await update(leadId, 'connected');
  expect(await undo(leadId, 'UMIA')).toMatchObject({ outcome: 'changed-since' });
  at('2026-11-23T10:10:01Z');
  expect(await undo(leadId)).toMatchObject({ outcome: 'undo-too-late' });
  at('2026-11-23T10:09:00Z');
  await updateLead(ctx, { leadId, by: click('UMIA'), status: 'qualified' });
  expect(await undo(leadId)).toMatchObject({ outcome: 'changed-since' });
});

test('a double click takes it back once', async () => {
  const leadId = await claimed();
  await update(leadId, 'connected');
  const by = click('UANA');
  const outcomes = await Promise.all([
    undoLead(ctx, { leadId, by }),
    undoLead(ctx, { leadId, by }),
  ]);
  expect(outcomes.map(({ outcome }) => outcome).toSorted()).toEqual(['repeated', 'undone']);
});

const itsDay = { channels: ['CLEADS'], from: '2026-11-23', until: '2026-11-23' };

test('what was past its window is so again, is not told as new, and counts as missed once', async () => {
  const leadId = await claimed();
  at('2026-11-23T11:30:00Z');
  await followUp(ctx);
  expect(await breaches(leadId)).toMatchObject([{ dealt_with_at: null }]);
  await update(leadId, 'connected');
  expect(await breaches(leadId)).toMatchObject([{ dealt_with_at: expect.any(Date) }]);
  await undo(leadId);
  expect(await breaches(leadId)).toMatchObject([{ dealt_with_at: null }]);
  await followUp(ctx);
  expect(await breaches(leadId)).toHaveLength(1);

  const share = () => complianceOver(ctx, itsDay);
  const before = await share();
  await update(leadId, 'connected');
  expect(await share()).toEqual(before);
});

test('an update in time that was taken back does not count', async () => {
  const share = () => complianceOver(ctx, itsDay);
  const leadId = await claimed();
  const before = await share();
  await update(leadId, 'connected');
  expect(await share()).toMatchObject({ onTime: before.onTime + 1 });
  await undo(leadId);
  expect(await share()).toEqual(before);
});
