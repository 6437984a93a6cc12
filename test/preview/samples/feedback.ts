import { drawFeedback } from '../../../src/feedback/feedbackMessage.ts';
import { drawFeedbackForm } from '../../../src/feedback/feedbackForms.ts';
import type { FeedbackItem } from '../../../src/feedback/feedbackStore.ts';
import { drawHelpfulForm } from '../../../src/feedback/helpfulForm.ts';
import {
  drawGradeAnswer,
  drawRemark,
  drawRemarkAnswer,
} from '../../../src/feedback/remarkMessages.ts';
import type { Remark } from '../../../src/feedback/remarkStore.ts';
import { drawExceptions, drawPauseForm } from '../../../src/home/exceptionForms.ts';
import { drawPoorForm } from '../../../src/leads/gradeForm.ts';
import type { Override } from '../../../src/leads/overrideStore.ts';
import { drawWaiveForm } from '../../../src/leads/shortForms.ts';
import type { Sample } from '../samples.ts';
import { days, owned } from './leads.ts';

const item: FeedbackItem = {
  ...{ id: 1, leadId: 1042, sourceKey: 'website', repId: 'UANA', grade: 'poor' },
  ...{ reasons: ['person', 'early'], at: days(-1), ownerId: 'UMAX', dueAt: days(1) },
  ...{ answer: null, answerText: null, answeredBy: null, answeredAt: null },
  ...{ name: 'Jane Doe', company: 'Acme Solar GmbH', country: 'DE', status: 'disqualified' },
  ...{ obstacle: 'invalid', evidence: 'She left the company in spring; her colleague answered.' },
};
const answered: FeedbackItem = {
  ...item,
  ...{ id: 2, leadId: 1043, name: 'Tomás Rivera', company: 'Rivera & Hijos', status: 'lost' },
  ...{ obstacle: 'money', evidence: null, grade: 'fair', reasons: [] },
  ...{ answer: 'disputed', answerText: 'He wrote that the budget is approved.' },
  ...{ answeredBy: 'UMAX', answeredAt: days(0) },
};
const remark: Remark = {
  ...{ id: 1, leadId: 1042, sourceKey: 'website', kind: 'question', fromId: 'UMAX' },
  ...{ toId: 'UANA', body: 'What did they say about the date?', at: days(-1), dueAt: days(1) },
  ...{ answerText: null, answeredAt: null },
};
const override: Override = {
  ...{ id: 1, kind: 'more-time', leadId: 1007, personId: 'UANA', givenBy: 'UMIA' },
  ...{ reason: 'The customer’s board decides on Thursday', endsAt: days(3) },
};

/** What sales and marketing say to each other, and managers’ exceptions. */
export const feedback: readonly Sample[] = [
  {
    name: 'Feedback: two to answer',
    on: 'direct',
    drawing: drawFeedback({
      ended: [
        { status: 'won', obstacle: null, count: 1 },
        { status: 'disqualified', obstacle: 'invalid', count: 2 },
      ],
      items: [
        { ...item, dueAt: days(-1) },
        { ...item, id: 3, leadId: 1044, name: null, grade: 'good', reasons: [] },
      ],
      open: 9,
      now: days(0),
    }),
  },
  {
    name: 'Feedback: all answered',
    on: 'direct',
    drawing: drawFeedback({ ended: [], items: [answered], open: 0, now: days(0) }),
  },
  { name: 'Feedback: a dispute, for the rep', on: 'direct', drawing: drawGradeAnswer(answered) },
  { name: 'Feedback: a question', on: 'direct', drawing: drawRemark(remark) },
  {
    name: 'Feedback: a question, answered',
    on: 'direct',
    drawing: drawRemark({ ...remark, answerText: 'They begin in March.', answeredAt: days(0) }),
  },
  {
    name: 'Feedback: thanks',
    on: 'direct',
    drawing: drawRemark({
      ...remark,
      ...{ kind: 'thanks', body: 'The first call was within ten minutes.', dueAt: null },
    }),
  },
  {
    name: 'Feedback: an answer, for the marketer',
    on: 'direct',
    drawing: drawRemarkAnswer(remark, 'They want to begin in March.'),
  },
  ...(['dispute', 'thanks', 'question', 'answer'] as const).map((about) => ({
    name: `Feedback form: ${about}`,
    on: 'modal' as const,
    drawing: drawFeedbackForm({ about, id: 1, lead: 1042 }),
  })),
  { name: 'Why a lead was poor', on: 'modal', drawing: drawPoorForm(1042, false) },
  {
    name: 'What helps at each stage',
    on: 'modal',
    drawing: drawHelpfulForm({ options: 'Send the comparison sheet.' }),
  },
  { name: 'Exceptions: none', on: 'modal', drawing: drawExceptions([], 'UMIA') },
  {
    name: 'Exceptions in force',
    on: 'modal',
    drawing: drawExceptions(
      [
        override,
        { ...override, id: 2, kind: 'waived-lead', leadId: 1022, reason: 'A dispute is open' },
        { ...override, id: 3, kind: 'paused-rep', leadId: null, reason: 'A week of training' },
      ],
      'UMIA',
    ),
  },
  { name: 'Pause a rep', on: 'modal', drawing: drawPauseForm('UANA', '2026-12-01') },
  {
    name: 'Waive a lead',
    on: 'modal',
    drawing: drawWaiveForm({ lead: owned('connected'), fromHome: false }),
  },
];
