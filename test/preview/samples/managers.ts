import type { Digest } from '../../../src/digests/digest.ts';
import { drawDigestPage } from '../../../src/digests/digestPages.ts';
import { digestParts } from '../../../src/digests/digestParts.ts';
import { drawInWords } from '../../../src/digests/digestPictureMessage.ts';
import { drawDigest } from '../../../src/digests/drawDigest.ts';
import { drawImportSummary } from '../../../src/intake/importSummaryMessage.ts';
import type { LeadWithDetails } from '../../../src/leads/lead.ts';
import { drawEscalation, type EscalationLine } from '../../../src/nudges/escalationMessage.ts';
import { drawAsk, drawOver } from '../../../src/nudges/unclaimedMessage.ts';
import { drawParked } from '../../../src/people/parkedMessage.ts';
import type { Drawing } from '../../../src/slack/message.ts';
import { quietDigest, shareOf } from '../../support/digests.ts';
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

const named = ({ id, details: { name, company } }: LeadWithDetails) => ({
  leadId: id,
  name,
  company,
});
const thirtyDays = Array.from({ length: 30 }, (_, n) => ({
  date: new Date(Date.UTC(2026, 9, 22 + n)).toISOString().slice(0, 10),
  part: n % 7 < 5 ? 10 + (n % 4) : 0,
  whole: n % 7 < 5 ? 14 : 0,
}));
const full: Digest = {
  ...quietDigest,
  lastDay: { date: '2026-11-20', compliance: shareOf(14, 11) },
  dayBefore: { date: '2026-11-19', compliance: shareOf(13, 12) },
  week: shareOf(62, 55),
  goal: { share: 90, isLowest: false, week: shareOf(62, 55) },
  touchGoals: ['C1', 'C1'].map((channelId, n) => ({
    goal: {
      id: n,
      channelId,
      share: 80,
      within: n === 0 ? '1h' : '45m',
      setBy: 'UMIA',
      startsOn: '2026-11-16',
      endsOn: null,
    },
    progress: { count: 12, reached: 9 + n },
  })),
  reps: [
    { personId: 'UANA', lastDay: shareOf(8, 6), week: shareOf(30, 25) },
    { personId: 'UBEN', lastDay: shareOf(4, 3), week: shareOf(20, 18) },
    { personId: 'UMIA', lastDay: shareOf(2, 2), week: shareOf(12, 12) },
  ],
  overdue: [
    { personId: 'UANA', hasLeft: false, leads: 3, oldestDueAt: days(-2), oldestLeadId: 1031 },
    { personId: 'UBEN', hasLeft: false, leads: 1, oldestDueAt: hours(-2), oldestLeadId: 1040 },
  ],
  unclaimed: {
    count: 7,
    listed: overdue(5).map((lead) => ({
      ...named(lead),
      channelId: 'C1',
      postedAt: hours(-20),
    })),
  },
  overrides: [
    {
      kind: 'more-time',
      leadId: 1007,
      personId: 'UANA',
      givenBy: 'UMIA',
      reason: 'The customer’s board decides on Thursday',
      until: days(3),
      endedAt: null,
      endedBy: null,
    },
  ],
};
const everything: Digest = {
  ...full,
  walkedAway: {
    count: 3,
    listed: [
      { ...named(fresh), ownerId: 'UBEN', how: 'lease-ended', obstacle: null },
      { ...named(owned('claimed')), ownerId: 'UANA', how: 'released', obstacle: null },
      { ...named(owned('quoted')), ownerId: 'UANA', how: 'disqualified', obstacle: 'duplicate' },
    ],
  },
  incomplete: {
    count: 2,
    listed: [
      {
        ...named(fresh),
        channelId: 'C1',
        sourceKey: 'website',
        missing: ['phone|email'],
        receivedAt: hours(-1),
        heldUntil: hours(1),
      },
      {
        ...named(owned('attempted')),
        channelId: 'C1',
        sourceKey: 'website',
        missing: ['custom.Budget'],
        receivedAt: days(-1),
        heldUntil: null,
      },
    ],
  },
  overrides: [
    ...full.overrides,
    {
      kind: 'paused-rep',
      leadId: null,
      personId: 'UBEN',
      givenBy: 'UMIA',
      reason: 'A week of training',
      until: days(5),
      endedAt: null,
      endedBy: null,
    },
    {
      kind: 'waived-lead',
      leadId: 1022,
      personId: 'UMIA',
      givenBy: 'UMIA',
      reason: 'Waits for their new office',
      until: days(9),
      endedAt: hours(-3),
      endedBy: 'UMIA',
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
  settingsChanges: [
    {
      version: 7,
      authorId: 'UMIA',
      at: hours(-16),
      note: 'Longer windows until Christmas',
      parts: [
        { path: ['windows', 'claimed'], from: '1h', to: '4h' },
        { path: ['channels', 'C1', 'roster'], from: null, to: null },
      ],
    },
  ],
  slipping: [
    {
      sourceName: 'Trade fair',
      week: { part: 1, whole: 12 },
      before: { part: 20, whole: 40 },
    },
  ],
  unanswered: [{ sourceName: 'Website form', ownerId: 'UBEN', count: 4, oldestDueAt: days(-3) }],
  signals: [
    {
      kind: 'burst',
      personId: 'UANA',
      before: 'digest',
      at: hours(-1),
      minutes: 30,
      updates: 9,
      of: 11,
      leads: 9,
      leadIds: [1007, 1012, 1022, 1031, 1040],
    },
    {
      kind: 'same-note',
      personId: 'UBEN',
      note: 'Called, no interest at the moment',
      leads: 6,
      leadIds: [1012, 1015, 1019, 1020, 1031],
    },
    { kind: 'untouched', personId: 'UBEN', leads: 3, leadIds: [1012, 1015, 1019] },
    { kind: 'parked', personId: 'UMIA', days: 7, leads: 3, leadIds: [1003, 1004, 1009] },
  ],
};
const onTime = { occasion: { is: 'on-time' }, forManagers: true } as const;

/** A bad day with 200 reps. */
const crowd: Digest = {
  ...everything,
  reps: Array.from({ length: 200 }, (_, n) => ({
    personId: 'UANA',
    lastDay: shareOf(9, 5),
    week: shareOf(40, 20 + (n % 20)),
  })),
  overdue: Array.from({ length: 200 }, (_, n) => ({
    personId: 'UANA',
    hasLeft: n === 3,
    leads: 200 - n,
    oldestDueAt: days(-2),
    oldestLeadId: 1031 + n,
  })),
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
  direct('Digest: quiet', drawDigest(quietDigest, onTime)),
  direct(
    'Digest: nothing to do, with figures',
    drawDigest({ ...quietDigest, lastDay: full.lastDay, week: full.week }, onTime),
  ),
  direct('Digest: a usual day', drawDigest(full, onTime)),
  direct('Digest: everything', drawDigest(everything, onTime)),
  direct(
    'Digest: of sources alone',
    drawDigest(
      {
        ...quietDigest,
        hasTeam: false,
        slipping: everything.slipping,
        unanswered: everything.unanswered,
      },
      onTime,
    ),
  ),
  direct('Digest: 200 reps', drawDigest(crowd, onTime)),
  direct(
    'Digest: late',
    drawDigest({ ...full, overrides: [] }, { ...onTime, occasion: { is: 'late', at: at(-5) } }),
  ),
  direct(
    'Digest: a preview',
    drawDigest(quietDigest, { ...onTime, occasion: { is: 'preview', time: '08:30' } }),
  ),
  channel(
    'Digest: a channel’s own',
    drawDigest(everything, { occasion: { is: 'on-time' }, forManagers: false }),
  ),
  direct('Digest: its picture, in words', drawInWords(thirtyDays, 90)),
  ...digestParts(crowd, { forManagers: true })
    .filter(({ name }) => name === 'overdue' || name === 'reps')
    .map((part): Sample => ({
      name: `Digest: all of ${part.name}`,
      on: 'modal',
      drawing: drawDigestPage(part, crowd.date, 1),
    })),
  importSummary('running', null, 1_830),
  importSummary('finished', hours(-1), 48),
  importSummary('all taken', hours(-1), 0),
  parked('not_in_channel', 3),
  parked('is_archived', 1),
];
