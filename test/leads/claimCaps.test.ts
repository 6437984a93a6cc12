import { afterAll, beforeEach, expect, test } from 'vitest';
import { capReached, hasClaimCaps } from '../../src/leads/claimCaps.ts';
import { claimLead } from '../../src/leads/claimLead.ts';
import { whyNot } from '../../src/leads/refusalWords.ts';
import { releaseLead } from '../../src/leads/releaseLead.ts';
import { updateLead } from '../../src/leads/updateLead.ts';
import { settingsSchema } from '../../src/settings/settings.ts';
import { click, monday, startKernel } from '../support/kernel.ts';

const kernel = await startKernel();
const { ctx, addLead, at, events } = kernel;
afterAll(kernel.drop);
beforeEach(() => at('2026-11-23T10:00:00Z'));

const limited = (limits: object) => settingsSchema.parse({ limits });

test.each([
  [{}, { open: 999, claimedToday: 999 }, null],
  [{ openLeads: 3 }, { open: 2, claimedToday: 99 }, null],
  [{ openLeads: 3 }, { open: 3, claimedToday: 0 }, { cap: 'open-leads', limit: 3, count: 3 }],
  [{ openLeads: 3 }, { open: 5, claimedToday: 0 }, { cap: 'open-leads', limit: 3, count: 5 }],
  [{ claimsPerDay: 2 }, { open: 99, claimedToday: 1 }, null],
  [
    { claimsPerDay: 2 },
    { open: 0, claimedToday: 2 },
    { cap: 'claims-per-day', limit: 2, count: 2 },
  ],
])('under %j, %j: %j', (limits, load, expected) => {
  expect(capReached(load, limited(limits))).toEqual(expected);
  expect(hasClaimCaps(limited(limits))).toBe(Object.keys(limits).length > 0);
});

const claim = async (person: string) =>
  claimLead(ctx, { leadId: await addLead(), by: click(person) });
const setLimits = (limits: object) =>
  ctx.settings.change(
    (document) => ({ ...document, limits: settingsSchema.parse({ limits }).limits }),
    { authorId: null, note: 'test', now: monday },
  );
const words = (answer: Awaited<ReturnType<typeof claimLead>>): string =>
  answer.outcome === 'capped'
    ? whyNot(answer)
        .map((part) => ('text' in part ? part.text : ''))
        .join('')
    : answer.outcome;

test('as many open leads as the cap says; the next claim says why not and what to do', async () => {
  await setLimits({ openLeads: 2 });
  const first = await claim('UANA');
  await claim('UANA');
  const third = await claim('UANA');
  expect(third).toMatchObject({ outcome: 'capped', cap: 'open-leads', limit: 2, count: 2 });
  expect(words(third)).toBe(
    'You have 2 open leads, and may have 2. Close one with an update, or give one back, first: /lead mine lists them.',
  );
  expect(await events(third.lead?.id ?? 0)).toEqual([]);
  expect((await claim('UBEN')).outcome).toBe('claimed');

  const leadId = first.lead?.id ?? 0;
  await updateLead(ctx, { leadId, by: click('UANA'), status: 'lost', obstacle: 'need' });
  expect((await claim('UANA')).outcome).toBe('claimed');
});

test('what is somebody else’s, or theirs already, is said before the cap is', async () => {
  await setLimits({ openLeads: 1 });
  const id = await addLead({ status: 'claimed', ownerId: 'UANA', claimedAt: monday });
  expect(await claimLead(ctx, { leadId: id, by: click('UANA') })).toMatchObject({
    outcome: 'yours-already',
  });
  expect(await claimLead(ctx, { leadId: id, by: click('UBEN') })).toMatchObject({
    outcome: 'taken',
  });
});

test('so many claims on the claimer’s local day, those given back included', async () => {
  await setLimits({ claimsPerDay: 2 });
  // Ben’s day in New York begins at five in the morning.
  at('2026-11-25T04:30:00Z');
  const yesterday = await claim('UBEN');
  await releaseLead(ctx, { leadId: yesterday.lead?.id ?? 0, by: click('UBEN'), reason: 'x' });
  at('2026-11-25T05:30:00Z');
  const first = await claim('UBEN');
  expect(first.outcome).toBe('claimed');
  await releaseLead(ctx, { leadId: first.lead?.id ?? 0, by: click('UBEN'), reason: 'x' });
  expect((await claim('UBEN')).outcome).toBe('claimed');
  const third = await claim('UBEN');
  expect(words(third)).toBe(
    'You claimed 2 leads today, and may claim 2 a day. You can claim again tomorrow.',
  );
  at('2026-11-26T05:00:00Z');
  expect((await claim('UBEN')).outcome).toBe('claimed');
});
