import { fixedWords } from '../../../src/intake/fixedWords.ts';
import { drawHoldForm } from '../../../src/intake/holdForm.ts';
import { type HoldLine, drawHeld, drawHeldList } from '../../../src/leads/heldMessage.ts';
import { drawCard } from '../../../src/leads/leadCard.ts';
import type { LeadWithDetails } from '../../../src/leads/lead.ts';
import { drawNotice, drawSendBackForm } from '../../../src/leads/shortForms.ts';
import type { Sample } from '../samples.ts';
import { event, fresh, hours, now, owned, sourceName } from './leads.ts';

const lacks = (lead: LeadWithDetails, id: number, missing: readonly string[]): LeadWithDetails => ({
  ...lead,
  ...{ id, missing },
  details: { ...lead.details, phone: null, phoneAsGiven: 'unknown', custom: { Budget: 'Select' } },
});
const held = (id: number, missing: readonly string[]): LeadWithDetails => ({
  ...lacks(fresh, id, missing),
  ...{ status: 'held', heldAt: now, heldUntil: hours(2), postedAt: null },
});
const sentBack: LeadWithDetails = {
  ...lacks(owned('claimed'), 1051, ['phone']),
  ...{ sentBackBy: 'UANA', sentBackAt: hours(-1), heldUntil: hours(1), followUpDueAt: null },
  leaseEndsAt: null,
};
const wentOut = { ...lacks(fresh, 1052, ['phone', 'custom.Budget']), heldSeconds: 7_200 };

const line = (lead: LeadWithDetails, reason: string | null = null): HoldLine => ({
  ...{ lead, sourceName, reason },
});
const lines = [
  line(held(1049, ['phone'])),
  line(held(1050, ['email|phone', 'custom.Budget'])),
  line(sentBack, 'She asked to be called before noon, and there is no number.'),
];
const over = [
  line({ ...fresh, id: 1048, heldSeconds: 1_800 }),
  line(wentOut),
  line({ ...fresh, id: 1053, status: 'merged', mergedIntoId: 1_001 }),
  line({ ...fresh, id: 1054, status: 'disqualified', doNotContactAt: now }),
];
const wrongNumber: LeadWithDetails = {
  ...sentBack,
  ...{ id: 1055, missing: ['working.phone'] },
  details: { ...sentBack.details, phoneAsGiven: '030 901825' },
};

export const heldCards: readonly Sample[] = [
  {
    name: 'Went out at its hold limit',
    on: 'channel',
    drawing: drawCard({
      ...{ lead: wentOut, sourceName, now },
      last: event({ kind: 'limit-passed', statusFrom: 'held', missing: ['phone'], actorId: null }),
    }),
  },
  {
    name: 'Sent back by its owner',
    on: 'channel',
    drawing: drawCard({ lead: sentBack, sourceName, last: null, now }),
  },
  {
    name: 'Sent back for a number that does not work',
    on: 'channel',
    drawing: drawCard({ lead: wrongNumber, sourceName, last: null, now }),
  },
  {
    name: 'What is held back, in its channel',
    on: 'channel',
    drawing: drawHeldList({ lines: lines.slice(0, 2), count: 12 }),
  },
];

export const heldMessages: readonly Sample[] = [
  {
    name: 'One lead is held back',
    on: 'direct',
    drawing: drawHeld({ lines: lines.slice(0, 1), count: 1 }),
  },
  {
    name: 'Several lack something, some are dealt with',
    on: 'direct',
    drawing: drawHeld({ lines: [...lines, ...over], count: 7 }),
  },
  {
    name: 'All that was held is dealt with',
    on: 'direct',
    drawing: drawHeld({ lines: over, count: 4 }),
  },
];

const said = (name: string, answer: Parameters<typeof fixedWords>[0]): Sample => ({
  ...{ name, on: 'modal' },
  drawing: drawNotice('L-1050', fixedWords(answer) ?? []),
});

export const heldForms: readonly Sample[] = [
  {
    name: 'Complete a lead',
    on: 'modal',
    drawing: drawHoldForm({ lead: held(1050, ['email|phone', 'custom.Budget']), fromHome: false }),
  },
  {
    name: 'Complete a lead whose number does not work',
    on: 'modal',
    drawing: drawHoldForm({ lead: wrongNumber, fromHome: false }),
  },
  said('Completed, and the same as a known lead', {
    ...{ outcome: 'joined', child: held(1050, []), lead: { ...owned('claimed'), id: 1_001 } },
  }),
  said('Completed, and not to be contacted', { outcome: 'suppressed', lead: held(1050, []) }),
  said('Completed, and perhaps the same as another one', {
    ...{ outcome: 'complete', lead: sentBack, same: { ...fresh, id: 1_001 } },
  }),
  {
    name: 'Send a lead back',
    on: 'modal',
    drawing: drawSendBackForm(
      { lead: owned('claimed'), fromHome: false },
      ['phone', 'value', 'custom.Budget', 'working.email'],
      { fields: ['phone', 'working.email'], reason: '' },
    ),
  },
];
