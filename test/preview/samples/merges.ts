import { drawAssigned } from '../../../src/leads/assignedMessage.ts';
import { drawCard } from '../../../src/leads/leadCard.ts';
import { drawLeadDetails } from '../../../src/leads/leadDetailsForm.ts';
import { planMerge } from '../../../src/leads/merge.ts';
import { drawMergeForm, drawUnmergeForm } from '../../../src/leads/mergeForm.ts';
import { drawMergedAway } from '../../../src/leads/mergedAwayMessage.ts';
import { drawPastCard } from '../../../src/leads/pastCard.ts';
import { drawSameLead } from '../../../src/leads/sameLeadMessage.ts';
import { aLead } from '../../support/leads.ts';
import type { Sample } from '../samples.ts';
import { seen } from './forms.ts';
import { at, days, event, fresh, hours, now, owned, sourceName } from './leads.ts';

const askedAgain = {
  at: at(-20),
  status: 'lost' as const,
  was: { obstacle: 'money' as const, ownerId: 'UANA', closedAt: days(-40).toISOString() },
  formerOwner: 'Ana Silva',
  message: 'We have the money now. Can you still offer the two halls, and from when?',
};
const pooled = {
  ...fresh,
  receivedAt: days(-60),
  postedAt: days(-60),
  statusAt: at(-20),
  touchCount: 2,
};
const card = (name: string, lead: typeof fresh): Sample => ({
  ...{ name, on: 'channel' },
  drawing: drawCard({ lead, sourceName, last: null, askedAgain, now }),
});

/** A repeat enquiry, and what is left of two leads that are one. */
export const mergedCards: readonly Sample[] = [
  card('Repeat enquiry, in the pool', pooled),
  card('Repeat enquiry, its former owner’s', owned('claimed')),
  {
    name: 'Merged: what is left of its card',
    on: 'channel',
    drawing: drawPastCard({ ...fresh, mergedIntoId: 1_001 }),
  },
  { name: 'Opened again', on: 'channel', drawing: drawPastCard(owned('claimed')) },
];

const assigned = (name: string, why: Parameters<typeof drawAssigned>[0]['why']): Sample => ({
  ...{ name: `Assigned: ${name}`, on: 'direct' },
  drawing: drawAssigned({
    ...{ lead: owned('claimed'), why, sourceName, now },
    askedAgain: why.why === 'came-back' ? askedAgain : null,
  }),
});

const other = aLead({
  ...{
    id: 1_077,
    status: 'connected',
    ownerId: 'UBEN',
    claimedAt: days(-1),
    lastTouchAt: hours(-3),
  },
  details: { name: 'J. Doe', company: 'Acme Solar', email: 'jane@doe.example' },
});
const lead = owned('attempted', { lastTouchAt: days(-2) });
const whole = (of: typeof lead) => ({ lead: of, merged: [] });

export const mergedMessages: readonly Sample[] = [
  assigned('the customer asked again', { why: 'came-back' }),
  assigned('merged', { why: 'merged', by: 'UMIA', lead: 1_077 }),
  assigned('taken apart', { why: 'unmerged', by: 'UMIA', lead: 1_077 }),
  assigned('taken apart, and lost the other one', {
    ...{ why: 'unmerged', by: 'UMIA', lead: 1_077, lost: true },
  }),
  {
    ...{ name: 'Lost by a merge', on: 'direct' },
    drawing: drawMergedAway({ child: other, kept: { ...lead, ownerId: 'UBEN' }, byId: 'UMIA' }),
  },
];

/** To whoever may merge two leads. */
export const sameLeadMessages: readonly Sample[] = [
  {
    ...{ name: 'Two leads that may be one', on: 'direct' },
    drawing: drawSameLead(lead, other, now),
  },
  {
    ...{ name: 'Two leads that may be one: merged', on: 'direct' },
    drawing: drawSameLead(lead, { ...other, status: 'merged', mergedIntoId: lead.id }, now),
  },
];

export const mergeForms: readonly Sample[] = [
  {
    ...{ name: 'Merge: nothing chosen', on: 'modal' },
    drawing: drawMergeForm({ lead, fromHome: false, preview: null }),
  },
  {
    ...{ name: 'Merge: what will stay', on: 'modal' },
    drawing: drawMergeForm({
      lead,
      fromHome: false,
      preview: planMerge(whole(lead), whole(other)),
    }),
  },
  {
    ...{ name: 'Merge: cannot be', on: 'modal' },
    drawing: drawMergeForm({
      lead,
      fromHome: false,
      preview: { parent: 1_001, child: 1_077, apart: [1_080, 1_091] },
    }),
  },
  {
    ...{ name: 'Take apart', on: 'modal' },
    drawing: drawUnmergeForm(
      { ...lead, status: 'merged', mergedIntoId: 1_001 },
      { fromHome: false },
    ),
  },
  {
    ...{ name: 'Details: a merged lead’s, a manager’s', on: 'modal' },
    drawing: drawLeadDetails(
      {
        ...seen,
        ...{ mayUpdate: false, mayUndo: false, mayReassign: true, mayMerge: true },
        events: [
          event({ kind: 'took-in', otherId: 1_077, at: hours(-1), touch: null }),
          event({ kind: 'claimed', leadId: 1_077, at: days(-1), touch: null }),
          ...seen.events,
        ],
        others: [
          { field: 'name', value: 'J. Doe', by: 'Trade fair', personId: null, at: days(-3) },
          {
            field: 'email',
            value: 'jane@doe.example',
            by: 'Trade fair',
            personId: null,
            at: days(-3),
          },
          {
            field: 'custom.Roof area',
            value: '1,000 m²',
            by: null,
            personId: 'UANA',
            at: days(-1),
          },
        ],
      },
      false,
    ),
  },
];
