import type { Digest } from '../../../src/digests/digest.ts';
import { drawDigest } from '../../../src/digests/digestMessage.ts';
import { drawImportSummary } from '../../../src/intake/importSummaryMessage.ts';
import { nothingDue } from '../../../src/leads/compliance.ts';
import { drawEscalation, type EscalationLine } from '../../../src/nudges/escalationMessage.ts';
import { drawAsk, drawOver } from '../../../src/nudges/unclaimedMessage.ts';
import { drawParked } from '../../../src/people/parkedMessage.ts';
import type { Drawing } from '../../../src/slack/message.ts';
import type { Sample } from '../samples.ts';
import { at, days, fresh, hours, overdue, owned } from './leads.ts';

const direct = (name: string, drawing: Drawing): Sample => ({ name, on: 'direct', drawing });
const channel = (name: string, drawing: Drawing): Sample => ({ name, on: 'channel', drawing });

const lines = (count: number, more: Partial<EscalationLine> = {}): EscalationLine[] =>
  overdue(count).map((lead) => ({
    leadId: lead.id,
    lead,
    about: 'overdue',
    since: lead.followUpDueAt ?? days(-1),
    ownerId: lead.ownerId,
    overAt: null,
    owner: 'works',
    mayDecide: true,
    mayClaim: false,
    ...more,
  }));
const nobodys: Partial<EscalationLine> = {
  lead: fresh,
  leadId: fresh.id,
  ownerId: null,
  about: 'unclaimed',
  mayClaim: true,
};

const share = (due: number, onTime: number) => ({
  ...nothingDue,
  due,
  onTime,
  missed: due - onTime,
});
const quiet: Digest = {
  lastDay: { date: '2026-11-20', compliance: share(0, 0) },
  week: share(0, 0),
  overdue: [],
  unclaimed: { count: 0, oldest: [] },
  overrides: [],
  newHours: [],
};
const full: Digest = {
  lastDay: { date: '2026-11-20', compliance: share(14, 11) },
  week: share(62, 55),
  overdue: [
    { personId: 'UANA', leads: 3, oldestDueAt: days(-2), oldestLeadId: 1031 },
    { personId: 'UBEN', leads: 1, oldestDueAt: hours(-2), oldestLeadId: 1040 },
  ],
  unclaimed: {
    count: 7,
    oldest: overdue(5).map(({ id, details: { name, company } }) => ({
      leadId: id,
      channelId: 'C1',
      name,
      company,
      postedAt: hours(-20),
    })),
  },
  overrides: [
    {
      leadId: 1007,
      personId: 'UANA',
      givenBy: 'UMIA',
      reason: 'The customer’s board decides on Thursday',
      until: days(3),
    },
  ],
  newHours: [
    {
      personId: 'UBEN',
      holdsFrom: '2026-11-23',
      workingTime: {
        days: ['mon', 'tue', 'wed', 'thu'],
        from: '08:00',
        to: '17:00',
        nightShift: false,
      },
    },
  ],
};

const imported = { fileName: 'spring-fair.csv', sourceKey: 'fair' };
const importSummary = (name: string, finishedAt: Date | null, waiting: number) =>
  channel(`Import: ${name}`, drawImportSummary({ ...imported, finishedAt, waiting }, 1));

const parked = (reason: string, waiting: number) =>
  direct(`Nothing can be posted: ${reason}`, drawParked({ id: 'C1', reason, waiting }));

export const managers: readonly Sample[] = [
  direct('Escalation: one lead', drawEscalation(lines(1))),
  direct(
    'Escalation: three leads, one dealt with',
    drawEscalation([
      ...lines(1, nobodys),
      ...lines(2).slice(1),
      ...lines(3, { owner: { awayUntil: days(4) } }).slice(2),
      ...lines(4, { overAt: at(-2) }).slice(3),
    ]),
  ),
  direct(
    'Escalation: its owner has left',
    drawEscalation(lines(1, { owner: 'left', about: 'left', lead: owned('quoted') })),
  ),
  direct(
    'Escalation: its channel takes no messages',
    drawEscalation(lines(1, { ...nobodys, about: 'unposted' })),
  ),
  direct(
    'Escalation: to a fallback who may only claim',
    drawEscalation(lines(1, { ...nobodys, mayDecide: false })),
  ),
  direct('Escalation: twelve leads', drawEscalation(lines(12))),
  direct('Escalation: all dealt with', drawEscalation(lines(2, { overAt: at(-2) }))),
  channel('Unclaimed, under its card', drawAsk({ ...fresh, statusAt: at(-20) }, ['UANA', 'UBEN'])),
  channel('Unclaimed: claimed since', drawOver(owned('claimed'))),
  channel('Unclaimed: nobody is asked any more', drawOver(fresh)),
  direct('Digest: quiet', drawDigest(quiet, { late: null })),
  direct(
    'Digest: nothing to do, with figures',
    drawDigest({ ...quiet, lastDay: full.lastDay, week: full.week }, { late: null }),
  ),
  direct('Digest: full', drawDigest(full, { late: null })),
  direct('Digest: late', drawDigest({ ...full, overrides: [], newHours: [] }, { late: at(-5) })),
  importSummary('running', null, 1_830),
  importSummary('finished', hours(-1), 48),
  importSummary('all taken', hours(-1), 0),
  parked('not_in_channel', 3),
  parked('is_archived', 1),
];
