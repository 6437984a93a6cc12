import { drawPayList, drawPayTeam, shownBlocked } from '../../../src/pay/payForm.ts';
import { drawFrozen, drawPayNudge } from '../../../src/pay/payNudgeMessage.ts';
import type { BlockedLead, PayStanding } from '../../../src/pay/payStanding.ts';
import type { Reason } from '../../../src/pay/verdict.ts';
import type { LeadWithDetails } from '../../../src/leads/lead.ts';
import type { Sample } from '../samples.ts';
import { days, fresh, overdue, owned } from './leads.ts';

const period = {
  from: '2026-11-01',
  until: '2026-11-30',
  startsAt: days(-22),
  endsAt: days(8),
  cutOffAt: new Date('2026-12-03T16:00:00Z'),
};
const frozen = {
  ...{ from: '2026-10-01', until: '2026-10-31' },
  counts: { updated: 39, blocked: 1, excused: 2 },
};

const blocks = (
  lead: LeadWithDetails,
  reasons: Reason[],
  leftAt: Date | null = null,
): BlockedLead => ({ lead, verdict: { leadId: lead.id, state: 'blocked', reasons, leftAt } });

const some: BlockedLead[] = [
  ...overdue(1).map((lead) => blocks(lead, ['overdue'])),
  blocks(owned('won', { id: 1077, value: null, closedAt: days(-2), followUpDueAt: null }), [
    'not-reached',
    'no-value',
  ]),
  blocks({ ...fresh, id: 1080 }, ['overdue'], days(-1)),
];

const standing: PayStanding = {
  ...{ personId: 'UANA', period },
  counts: { updated: 37, blocked: 3, excused: 2 },
  blocked: some,
  excused: [
    { leadId: 1031, why: 'returned' },
    { leadId: 1033, why: 'away' },
  ],
  corrected: [{ leadId: 998, from: '2026-10-01', until: '2026-10-31' }],
};
const clear: PayStanding = {
  ...standing,
  counts: { updated: 40, blocked: 0, excused: 2 },
  blocked: [],
};
const many: PayStanding = {
  ...standing,
  counts: { updated: 61, blocked: 120, excused: 0 },
  blocked: overdue(shownBlocked).map((lead) => blocks(lead, ['overdue'])),
};
const none: PayStanding = {
  ...{ personId: 'UANA', period, blocked: [], excused: [], corrected: [] },
  counts: { updated: 0, blocked: 0, excused: 0 },
};

const list = (name: string, of: Partial<Parameters<typeof drawPayList>[0]>): Sample => ({
  name: `Pay period: ${name}`,
  on: 'modal',
  drawing: drawPayList({ standing, frozen: null, ofOther: false, decides: false, ...of }),
});
const reps = Array.from({ length: 70 }, (_, i) => ({
  personId: i % 2 ? 'UANA' : 'UBEN',
  counts: { updated: 40 - (i % 7), blocked: i % 5, excused: i % 3 },
}));

export const payForms: readonly Sample[] = [
  list('three leads block', { frozen }),
  list('nothing blocks', { standing: clear, frozen, decides: true }),
  list('no lead counts', { standing: none }),
  list('a hundred and twenty block', { standing: many }),
  list('of a rep, for a manager', { ofOther: true, decides: true }),
  ...[reps.slice(0, 4), reps, []].map((of): Sample => ({
    name: `Pay period of a team of ${of.length}`,
    on: 'modal',
    drawing: drawPayTeam({
      ...{ period, reps: of },
      frozen: { ...frozen, cutOffAt: days(-19), takenAt: days(-19) },
    }),
  })),
  {
    name: 'Pay period of a team: none is ahead',
    on: 'modal',
    drawing: drawPayTeam({ period: null, reps: [], frozen: null }),
  },
];

export const payMessages: readonly Sample[] = [
  { name: 'Pay nudge: three block', on: 'direct', drawing: drawPayNudge(standing) },
  {
    name: 'Pay nudge: a hundred and twenty block',
    on: 'direct',
    drawing: drawPayNudge({ ...many, blocked: many.blocked.slice(0, 12) }),
  },
  { name: 'Pay nudge: nothing blocks any more', on: 'direct', drawing: drawPayNudge(clear) },
  { name: 'Pay nudge: closed', on: 'direct', drawing: drawFrozen(frozen) },
];
