import type { ModalView } from '@slack/types';
import { drawImportList } from '../../../src/intake/importForm.ts';
import { drawDueList } from '../../../src/leads/dueList.ts';
import { drawLeadDetails } from '../../../src/leads/leadDetailsForm.ts';
import type { LeadDetailsView } from '../../../src/leads/leadDetailsView.ts';
import { drawLogForm } from '../../../src/leads/logForm.ts';
import { drawNewLeadForm } from '../../../src/intake/newLeadForm.ts';
import { drawSettings } from '../../../src/home/settingsView.ts';
import {
  drawMoreTimeForm,
  drawNoteForm,
  drawNotice,
  drawPassForm,
  drawPostponeForm,
  drawReassignForm,
  drawReleaseForm,
} from '../../../src/leads/shortForms.ts';
import { statuses, type UpdateStatus, updateStatuses } from '../../../src/leads/statuses.ts';
import { drawRepLeads } from '../../../src/home/teamBlocks.ts';
import { firstDraft, withStatus } from '../../../src/leads/updateDraft.ts';
import { drawUpdateForm } from '../../../src/leads/updateForm.ts';
import { whyNot } from '../../../src/leads/refusalWords.ts';
import { drawWhyForm } from '../../../src/leads/whyMessage.ts';
import { drawAwayForm } from '../../../src/people/awayForm.ts';
import { calendarOf } from '../../../src/people/calendar.ts';
import { drawNotificationsForm } from '../../../src/people/notificationsForm.ts';
import { drawOwnHoursForm } from '../../../src/people/ownHoursForm.ts';
import { bold, plain } from '../../../src/slack/richText.ts';
import { aPerson } from '../../support/people.ts';
import type { Sample } from '../samples.ts';
import { reasons } from './whispers.ts';
import {
  asDue,
  at,
  closed,
  days,
  event,
  fresh,
  hours,
  now,
  number,
  overdue,
  owned,
  settings,
  sourceName,
  tried,
} from './leads.ts';

const modal = (name: string, drawing: ModalView | null): Sample[] =>
  drawing ? [{ name, on: 'modal', drawing }] : [];

export const seen: LeadDetailsView = {
  lead: {
    ...owned('connected'),
    segment: 'Small business',
    preferredContact: 'phone',
    details: {
      ...fresh.details,
      website: 'acme-solar.example',
      custom: { 'Roof area': '1,200 m²' },
    },
  },
  sourceName,
  helpful: 'Send the comparison sheet, and offer a call with a customer of their size.',
  events: [
    event({ statusFrom: 'attempted', statusTo: 'connected', at: hours(-3) }),
    { ...tried, at: hours(-20) },
    event({ kind: 'claimed', at: days(-1) }),
    event({ kind: 'posted', actorId: null, at: days(-1) }),
    event({ kind: 'received', actorId: null, at: days(-1) }),
  ],
  notes: [
    {
      kind: 'note',
      authorId: 'UANA',
      body: 'Decides together with her brother.\nBest reached before ten.',
      createdAt: hours(-3),
    },
  ],
  seesContacts: true,
  mayUpdate: true,
  mayClaim: true,
  mayNote: true,
  mayUndo: true,
  mayReassign: false,
  mayGiveTime: false,
  maySendBack: true,
  mayComplete: false,
  mayPass: true,
  mayMerge: false,
  merged: [],
  others: [],
  mayEndContact: true,
  doNotContact: null,
  mayGrade: false,
  mayRemark: false,
  graded: null,
  now,
};
const details = (name: string, more: Partial<LeadDetailsView>): Sample[] =>
  modal(`Details: ${name}`, drawLeadDetails({ ...seen, ...more }, false));

const update = (status: UpdateStatus): Sample[] => {
  const lead = owned('claimed');
  return modal(
    `Update: ${statuses[status].label}`,
    drawUpdateForm({
      lead,
      draft: withStatus(firstDraft(lead), status),
      settings,
      fromHome: false,
    }),
  );
};

const of = { lead: owned('connected'), fromHome: false };
const calendar = calendarOf(aPerson(), settings);

export const forms: readonly Sample[] = [
  ...details('the owner’s', {}),
  ...details('a manager’s', {
    mayUpdate: false,
    mayUndo: false,
    mayReassign: true,
    mayGiveTime: true,
    mayPass: false,
  }),
  ...details('a colleague’s', {
    ...{ seesContacts: false, mayUpdate: false, mayUndo: false, mayNote: false, mayPass: false },
  }),
  ...details('new', { lead: fresh, events: seen.events.slice(3), notes: [], mayUndo: false }),
  ...details('closed', { lead: closed('lost', { obstacle: 'money' }), mayUndo: false }),
  ...details('closed and graded', {
    lead: closed('disqualified', { obstacle: 'invalid' }),
    ...{ mayUndo: false, mayGrade: true },
    graded: {
      ...{ id: 1, leadId: fresh.id, sourceKey: 'website', repId: 'UANA', grade: 'poor' },
      ...{ reasons: ['person', 'early'], at: at(-2), ownerId: 'UMAX', dueAt: at(2) },
      ...{ answer: null, answerText: null, answeredBy: null, answeredAt: null },
    },
  }),
  ...details('closed, to be graded', {
    lead: closed('won'),
    ...{ mayUndo: false, mayGrade: true },
  }),
  ...details('not to be contacted, for an admin', {
    lead: closed('disqualified', { obstacle: 'desire', doNotContactAt: at(-2) }),
    doNotContact: { leadId: fresh.id, recordedBy: 'UANA', recordedAt: at(-2), suppressed: 2 },
    ...{ mayUndo: false, mayUpdate: false },
  }),
  ...updateStatuses.flatMap(update),
  ...modal(
    'Update: changed meanwhile',
    drawUpdateForm({
      ...of,
      draft: { ...firstDraft(of.lead), note: 'Wants a quote by Friday.' },
      settings,
      notice: [
        bold('It changed while this was open: '),
        plain('Postponed. What you typed is kept. Save again to set it.'),
      ],
    }),
  ),
  ...modal('Note', drawNoteForm(of)),
  ...modal('Release', drawReleaseForm(of)),
  ...modal('Postpone', drawPostponeForm(of, hours(2))),
  ...modal('Pass', drawPassForm(of)),
  ...modal('Reassign', drawReassignForm(of)),
  ...modal('Assign', drawReassignForm({ ...of, lead: fresh })),
  ...modal('More time', drawMoreTimeForm(of)),
  ...modal(
    'A refusal where nothing can be whispered',
    drawNotice(
      'Lead Nudge',
      whyNot({ outcome: 'not-owner', lead: owned('claimed'), ownerId: 'UBEN' }),
    ),
  ),
  ...modal('Why', drawWhyForm(reasons)),
  ...modal('Away', drawAwayForm(calendar, now)),
  ...modal('Notifications', drawNotificationsForm(aPerson(), settings)),
  ...modal('Working hours', drawOwnHoursForm(aPerson(), settings.workingTime, 20)),
  ...modal('New lead', drawNewLeadForm(settings, 'C1')),
  ...modal(
    'New lead, made from a message',
    drawNewLeadForm(settings, 'C1', {
      name: 'Jane Doe',
      email: 'jane.doe@acme-solar.example',
      message: 'Can somebody call Jane Doe about two halls?',
      permalink: 'https://example.slack.com/archives/C1/p1',
    }),
  ),
  ...modal('Log to a lead', drawLogForm(`${number} called back, wants Tuesday.`, null)),
  ...modal('Everything due', drawDueList(overdue(6).map(asDue))),
  ...modal('Everything due: nothing', drawDueList([])),
  ...modal(
    'A rep’s leads',
    drawRepLeads({ id: 'UANA', name: 'Ana' }, { leads: overdue(3), count: 3 }, now),
  ),
  ...modal('Settings', drawSettings(settings, 3)),
  ...modal(
    'Imported leads',
    drawImportList({
      memory: { importId: 1, channelId: 'C1', after: 0 },
      summary: { fileName: 'spring-fair.csv', sourceKey: 'fair', finishedAt: at(-5), waiting: 48 },
      sourceName: 'Spring fair',
      leads: overdue(4).map((lead) => ({ ...lead, status: 'new', ownerId: null })),
      hasMore: true,
    }),
  ),
];
