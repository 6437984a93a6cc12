import { drawAssigned, drawUpdated } from '../../../src/leads/assignedMessage.ts';
import type { WhyAssigned } from '../../../src/leads/assignment.ts';
import { drawPass, drawPassAnswer } from '../../../src/leads/passMessage.ts';
import type { Pass } from '../../../src/leads/passStore.ts';
import type { Nudge } from '../../../src/nudges/nudge.ts';
import { drawNudge } from '../../../src/nudges/nudgeDrawing.ts';
import type { Drawing } from '../../../src/slack/message.ts';
import type { Sample } from '../samples.ts';
import { asDue, at, days, fresh, hours, now, overdue, owned, sourceName } from './leads.ts';

const quiet: Nudge = {
  due: [],
  urgent: [],
  soon: [],
  ended: [],
  struck: [],
  askedBy: null,
  leasesEnded: null,
};

/** So many leads due; `warned`: they go to Mia soon. */
const due = (count: number, warned = 0): Nudge['due'] =>
  overdue(count).map((lead, i) => ({
    lead: asDue(lead),
    breach: {
      leadId: lead.id,
      dueAt: lead.followUpDueAt ?? now,
      warnAt: hours(-1),
      escalateAt: hours(1),
      escalatedAt: null,
      dealtWithAt: null,
      messageId: 1,
    },
    goesTo: i < warned ? ['UMIA'] : [],
  }));

const soon = [asDue(owned('qualified', { id: 1101, followUpDueAt: at(40) }))];

const nudge = (name: string, more: Partial<Nudge>): Sample =>
  direct(`Nudge: ${name}`, drawNudge({ ...quiet, ...more }));
const direct = (name: string, drawing: Drawing): Sample => ({ name, on: 'direct', drawing });

const lease = { leadId: 1042, at: hours(-2), claimable: true, days: 4, touches: 0 };

const assigned = (name: string, why: WhyAssigned): Sample => {
  const lead = owned('claimed', { followUpDueAt: hours(1) });
  return direct(`Assigned: ${name}`, drawAssigned({ lead, why, sourceName, now }));
};

const pass: Pass = {
  id: 1,
  leadId: 1042,
  fromId: 'UBEN',
  toId: 'UANA',
  offeredAt: at(-5),
  expiresAt: at(55),
  outcome: null,
};
const offer = (name: string, outcome: Pass['outcome'], note: string | null = null): Sample =>
  direct(
    `Pass: ${name}`,
    drawPass({
      pass: { ...pass, outcome },
      lead: owned('connected', { ownerId: 'UBEN' }),
      note,
      sourceName,
      stands: outcome === null,
    }),
  );
const answer = (name: string, outcome: Pass['outcome']): Sample =>
  direct(
    `Pass: ${name}`,
    drawPassAnswer({ ...pass, fromId: 'UANA', toId: 'UBEN', outcome }, owned('connected')),
  );

export const nudges: readonly Sample[] = [
  nudge('one lead', { due: due(1) }),
  nudge('one lead, asked for by a manager', { due: due(1), askedBy: 'UMIA' }),
  nudge('three leads, the first two warned', { due: due(3, 2) }),
  nudge('one lead due, one soon', { due: due(1), soon }),
  nudge('one dealt with', { due: due(1), struck: [overdue(2)[1] ?? fresh] }),
  nudge('all dealt with', { struck: overdue(3) }),
  nudge('twelve leads', { due: due(12) }),
  nudge('twenty-three leads', { due: due(23, 4), soon }),
  nudge('a claim ended', {
    ended: [
      { lead: fresh, lease },
      {
        lead: owned('claimed', { id: 1050, ownerId: 'UBEN' }),
        lease: { ...lease, leadId: 1050, claimable: false, touches: 2 },
      },
    ],
    leasesEnded: 3,
  }),
  nudge('for somebody away', {
    urgent: overdue(2).map((lead) => ({
      lead: asDue({ ...lead, ownerId: 'UBEN' }),
      ownerId: 'UBEN',
      until: days(4),
    })),
  }),
  assigned('by turn', { why: 'turn' }),
  assigned('by the routing rules', { why: 'direct' }),
  assigned('as a stand-in', { why: 'stand-in', for: 'UBEN' }),
  assigned('as the fallback', { why: 'fallback' }),
  assigned('by a manager', { why: 'reassigned', by: 'UMIA' }),
  direct('Assigned: updated since', drawUpdated(owned('connected'), true)),
  direct('Assigned: no longer theirs', drawUpdated(owned('connected'), false)),
  offer('offered', null),
  offer('offered with a note', null, 'They are around the corner from you.'),
  offer('accepted by the reader', 'accepted'),
  offer('declined by the reader', 'declined'),
  offer('ended', 'expired'),
  offer('withdrawn', 'withdrawn'),
  answer('was accepted', 'accepted'),
  answer('was declined', 'declined'),
  answer('was not answered', 'expired'),
];
