import {
  drawHelp,
  drawProblem,
  drawSetUp,
  sentence,
} from '../../../src/commands/commandAnswers.ts';
import { readCommand } from '../../../src/commands/leadCommand.ts';
import { drawDone, undoneWords } from '../../../src/leads/drawDone.ts';
import { drawFound } from '../../../src/commands/drawFound.ts';
import { drawOwn, drawTeamAlone, drawWayIn } from '../../../src/home/homeView.ts';
import { drawSummary, drawYours, type Summary } from '../../../src/leads/leadSummary.ts';
import { type NotDone, whyNot } from '../../../src/leads/refusalWords.ts';
import type { AskOutcome } from '../../../src/nudges/askForUpdate.ts';
import type { Reasons } from '../../../src/leads/why.ts';
import { drawWhy } from '../../../src/leads/whyMessage.ts';
import { drawAskAnswer } from '../../../src/nudges/askAnswer.ts';
import { calendarOf } from '../../../src/people/calendar.ts';
import { fallbackText } from '../../../src/slack/fallbackText.ts';
import type { Drawing } from '../../../src/slack/message.ts';
import { aPerson } from '../../support/people.ts';
import type { Sample } from '../samples.ts';
import { manager, rep } from './homes.ts';
import {
  at,
  closed,
  days,
  fresh,
  hours,
  now,
  overdue,
  owned,
  settings,
  sourceName,
} from './leads.ts';

const whisper = (name: string, drawing: Drawing): Sample => ({ name, on: 'whisper', drawing });

const refusal = (name: string, answer: NotDone): Sample =>
  whisper(`Refused: ${name}`, sentence(...whyNot(answer)));

const asked = (name: string, outcome: AskOutcome): Sample =>
  whisper(`Nudge button: ${name}`, drawAskAnswer(outcome, 'UANA'));

const saved = (): Drawing => {
  const blocks = drawDone(owned('attempted', { followUpDueAt: days(1) }), now);
  return { text: fallbackText(blocks), blocks };
};

const may: Omit<Summary, 'lead'> = {
  sourceName,
  seesContacts: true,
  mayUpdate: true,
  mayClaim: true,
  now,
};

export const reasons: Reasons = {
  lead: owned('connected'),
  settings,
  owner: aPerson(),
  calendar: calendarOf(aPerson(), settings),
  breach: null,
  moreTime: null,
  lastMessage: { kind: 'nudge', at: hours(-3), personId: 'UANA', askedBy: 'UMIA', ranOut: null },
  now,
};

const typo = readCommand('clam L-1042', () => null);

export const whispers: readonly Sample[] = [
  whisper('Claimed: Yours', drawYours({ lead: owned('claimed', { followUpDueAt: at(60) }), now })),
  whisper(
    'Claimed: Yours, with no way to reach them',
    drawYours({
      lead: owned('claimed', { details: { ...fresh.details, email: null, phone: null } }),
      now,
    }),
  ),
  whisper('Updated in one click: Saved, Undo', saved()),
  whisper('Undone', sentence(...undoneWords(owned('claimed'), now))),
  refusal('somebody else has it', {
    outcome: 'taken',
    lead: owned('claimed', { ownerId: 'UBEN' }),
    by: 'UBEN',
    since: at(-2),
  }),
  refusal('too many open leads', {
    outcome: 'capped',
    lead: fresh,
    cap: 'open-leads',
    limit: 30,
    count: 30,
  }),
  refusal('enough claims today', {
    outcome: 'capped',
    lead: fresh,
    cap: 'claims-per-day',
    limit: 8,
    count: 8,
  }),
  refusal('not on the roster', { outcome: 'not-allowed', lead: fresh, why: 'roster' }),
  refusal('a guest', { outcome: 'not-allowed', lead: fresh, why: 'guest' }),
  refusal('another rep’s', { outcome: 'not-owner', lead: owned('claimed'), ownerId: 'UBEN' }),
  refusal('nobody’s yet', { outcome: 'not-owner', lead: fresh, ownerId: null }),
  refusal('closed', { outcome: 'gone', lead: closed('lost') }),
  refusal('merged', { outcome: 'gone', lead: closed('merged', { mergedIntoId: 1007 }) }),
  refusal('no such lead', { outcome: 'gone', lead: null }),
  refusal('overdue, so not to be postponed', {
    outcome: 'refused',
    lead: owned('claimed'),
    why: 'overdue',
    latest: null,
  }),
  refusal('postponed too far', {
    outcome: 'refused',
    lead: owned('claimed'),
    why: 'too-far',
    latest: days(9),
  }),
  refusal('nothing to undo', { outcome: 'nothing-to-undo', lead: null }),
  refusal('too late to undo', { outcome: 'undo-too-late', lead: owned('attempted') }),
  refusal('changed since', { outcome: 'changed-since', lead: owned('attempted') }),
  asked('goes out now', { outcome: 'asked', now: true, at: now, leads: 3 }),
  asked('goes out later', { outcome: 'asked', now: false, at: hours(5), leads: 1 }),
  asked('asked already', { outcome: 'asked-already' }),
  asked('enough for today', { outcome: 'nudged-enough', times: 3 }),
  asked('nothing is due', { outcome: 'nothing-due' }),
  asked('has left', { outcome: 'cannot-be-nudged' }),
  whisper('/lead', drawWayIn(rep, 'https://slack.com/app_redirect?app=A1')),
  whisper('/lead mine', drawOwn(rep)),
  whisper('/lead team', drawTeamAlone(manager)),
  whisper('/lead team of somebody who manages nothing', drawTeamAlone(rep)),
  whisper('/lead why L-1042', drawWhy(reasons)),
  whisper('/lead L-1042: one’s own', drawSummary({ ...may, lead: owned('connected') })),
  whisper(
    '/lead L-1042: a colleague’s',
    drawSummary({
      ...may,
      lead: owned('connected', { ownerId: 'UBEN' }),
      seesContacts: false,
      mayUpdate: false,
    }),
  ),
  whisper('/lead find acme', drawFound({ outcome: 'found', leads: overdue(3), count: 12 }, now)),
  whisper('/lead find, nothing found', drawFound({ outcome: 'found', leads: [], count: 0 }, now)),
  ...('problem' in typo ? [whisper('/lead with a typo', drawProblem(typo))] : []),
  whisper('/lead help', drawHelp()),
  whisper('/lead setup', drawSetUp({ outcome: 'set-up', workingTime: settings.workingTime })),
  whisper('/lead setup by somebody who may not', drawSetUp({ outcome: 'not-allowed' })),
];
