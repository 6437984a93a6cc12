import type { ModalView } from '@slack/types';
import { drawReassignSeveral } from '../../../src/home/reassignSeveralForm.ts';
import type { SeveralResult } from '../../../src/leads/several.ts';
import { choiceOf, type LeadChoices, withAll } from '../../../src/home/severalChoice.ts';
import { emptyDraft, type SeveralAct } from '../../../src/home/severalDraft.ts';
import { drawSeveralForm } from '../../../src/home/severalForm.ts';
import {
  doneWords,
  drawSeveralDone,
  drawWorking,
  reassignedWords,
} from '../../../src/home/severalSummary.ts';
import type { Sample } from '../samples.ts';
import { days, now, overdue, settings } from './leads.ts';

const modal = (name: string, drawing: ModalView): Sample => ({ name, on: 'modal', drawing });

const leads: LeadChoices = {
  choices: overdue(4).map((lead) => choiceOf(lead, now)),
  chosen: [],
  round: 0,
};

const form = (name: string, act: SeveralAct | null): Sample =>
  modal(
    `Several: ${name}`,
    drawSeveralForm(
      act ? withAll(leads, 'all') : leads,
      { fromHome: true, open: 4, draft: { ...emptyDraft, act } },
      settings,
    ),
  );

const done = (ownerId: string): SeveralResult[] =>
  overdue(3).map((lead) => ({
    leadId: lead.id,
    answer: { outcome: 'done', lead: { ...lead, ownerId } },
  }));
const late: SeveralResult[] = overdue(1, 1050).map((lead) => ({
  leadId: lead.id,
  answer: { outcome: 'refused', lead, why: 'overdue', latest: null },
}));

export const several: readonly Sample[] = [
  form('as it opens', null),
  form('the same status', 'attempted'),
  form('postpone', 'postpone'),
  form('give back', 'release'),
  form('offer to a colleague', 'pass'),
  modal(
    'Several: a manager reassigns',
    drawReassignSeveral(leads, { from: 'UANA', name: 'Ana', open: 4 }),
  ),
  modal(
    'Several: one could not be postponed',
    drawSeveralDone({
      asked: doneWords({ act: 'postpone', to: days(3) }),
      undoable: true,
      results: [...done('UANA'), ...late],
    }),
  ),
  modal(
    'Several: reassigned',
    drawSeveralDone({
      asked: reassignedWords(done('UBEN')),
      undoable: false,
      results: done('UBEN'),
    }),
  ),
  modal('Several: many, while it works on them', drawWorking(80)),
];
