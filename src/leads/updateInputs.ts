import type { KnownBlock } from '@slack/types';
import { formatWindow, parseWindow } from '../people/window.ts';
import type { Settings } from '../settings/settings.ts';
import { button, section } from '../slack/blocks.ts';
import { day, dayAndTime, input, radios, select, typedText } from '../slack/inputs.ts';
import { gradeKeys, grades } from './grade.ts';
import { reasonsInput } from './gradeForm.ts';
import { touchWords } from './leadWords.ts';
import { obstacleKeys, obstacles } from './obstacles.ts';
import { stageKeys, stages, stageWays } from './stages.ts';
import { statuses, type UpdateStatus, updateStatuses } from './statuses.ts';
import { touchKinds, touchOutcomes } from './touch.ts';
import { asksFor } from './updateAsks.ts';
import {
  toDate,
  type UpdateDraft,
  updateFormGrade,
  updateFormObstacle,
  updateFormStatus,
} from './updateDraft.ts';

const touchChoices = touchKinds.flatMap((kind) =>
  touchOutcomes.map((outcome) => ({
    value: `${kind}:${outcome}`,
    label: touchWords(kind, outcome),
  })),
);

/** Drawn anew where something else than its own menu chose the status. */
export const statusInput = ({ status }: UpdateDraft): KnownBlock =>
  input({
    id: `status:${status}`,
    label: 'Status',
    dispatch: true,
    element: select({
      actionId: updateFormStatus,
      choices: updateStatuses.map((value) => ({
        value,
        label: `${statuses[value].icon} ${statuses[value].label}`,
      })),
      initial: status,
    }),
  });

/** What the status asks for, but for note and stage. `several`: of what can be the same for several leads. */
export function updateInputs(
  draft: UpdateDraft,
  settings: Settings,
  { several = false } = {},
): KnownBlock[] {
  const { status } = draft;
  const asks = asksFor(status);
  return [
    ...(asks.obstacle ? [obstacleInput(draft, several)] : []),
    ...(asks.obstacle && draft.obstacle === 'hurry' && !several ? [rather] : []),
    ...(asks.evidence ? [evidenceInput(draft)] : []),
    ...(asks.revisitOn ? [revisitInput(draft)] : []),
    ...(asks.value && !several ? [valueInput(draft)] : []),
    ...touchInputs(draft),
    ...(asks.nextStepAt ? [nextStepInput(draft, status, settings)] : []),
  ];
}

/** One click; poor asks why. */
export const gradeInputs = ({ grade, reasons }: UpdateDraft): KnownBlock[] => [
  input({
    id: 'grade',
    label: 'How good was this lead?',
    hint: 'The owner of its source reads it, and answers.',
    optional: true,
    dispatch: true,
    element: radios({
      actionId: updateFormGrade,
      choices: gradeKeys.map((value) => ({ value, label: grades[value] })),
      initial: grade,
    }),
  }),
  ...(grade === 'poor' ? [reasonsInput(reasons)] : []),
];

export const noteInput = ({ note }: Pick<UpdateDraft, 'note'>, max: number): KnownBlock =>
  input({
    id: 'note',
    label: 'Note',
    optional: true,
    element: typedText({ actionId: 'typed', initial: note, multiline: true, max }),
  });

const obstacleInput = ({ obstacle }: UpdateDraft, several: boolean): KnownBlock =>
  input({
    id: 'obstacle',
    label: 'What stood in the way',
    dispatch: !several,
    element: select({
      actionId: several ? 'chosen' : updateFormObstacle,
      choices: obstacleKeys.map((value) => ({ value, label: obstacles[value].label })),
      initial: obstacle,
      placeholder: 'Choose an obstacle',
    }),
  });

/** No hurry now is often a lead for later. */
const rather: KnownBlock = section(
  'Perhaps later? Nurture keeps the lead yours and brings it back on a day.',
  button({ text: 'Nurture instead', actionId: 'lead:nurture-instead', value: 'nurture' }),
);

const evidenceInput = ({ evidence }: UpdateDraft): KnownBlock =>
  input({
    id: 'evidence',
    label: 'Evidence',
    hint: 'One line: what was said, or what you found out. The source’s owner reads it.',
    element: typedText({ actionId: 'typed', initial: evidence, max: 500 }),
  });

const revisitInput = ({ revisitOn }: UpdateDraft): KnownBlock =>
  input({
    id: 'revisitOn',
    label: 'Come back on',
    hint: 'It is due again that morning. Until then its clock stands still.',
    element: day('chosen', revisitOn),
  });

const valueInput = ({ value }: UpdateDraft): KnownBlock =>
  input({
    id: 'value',
    label: 'Value',
    optional: true,
    hint: 'For example 5000 EUR.',
    element: typedText({ actionId: 'typed', initial: value, max: 40 }),
  });

export const stageInputs = ({ stage, stageHow, stageAt }: UpdateDraft): KnownBlock[] => [
  input({
    id: 'stage',
    label: 'Where the customer is',
    optional: true,
    hint: 'Confirmed once you say how they told you. Until then it is what marketing said.',
    element: select({
      actionId: 'chosen',
      choices: stageKeys.map((value) => ({ value, label: stages[value] })),
      initial: stage,
      placeholder: 'Not known',
    }),
  }),
  input({
    id: 'stageHow',
    label: 'How they said so',
    optional: true,
    element: select({
      actionId: 'chosen',
      choices: stageWays.map((value) => ({ value, label: wayLabels[value] })),
      initial: stageHow,
      placeholder: 'Not confirmed this time',
    }),
  }),
  input({
    id: 'stageAt',
    label: 'When they said so',
    optional: true,
    hint: 'Left empty: now. At most 24 hours back.',
    element: dayAndTime('chosen', stageAt === null ? null : toDate(stageAt)),
  }),
];

const wayLabels = { call: 'In a call', email: 'By email', meeting: 'In a meeting' } as const;

const touchInputs = ({ status, touch, occurredAt }: UpdateDraft): KnownBlock[] => [
  input({
    // Slack keeps what a block shows as long as its id stays, and each status suggests a touch.
    id: `touch:${status}`,
    label: 'Touch',
    optional: true,
    element: select({
      actionId: 'chosen',
      choices: touchChoices,
      initial: touch,
      placeholder: 'No touch this time',
    }),
  }),
  input({
    id: 'occurredAt',
    label: 'When that was',
    optional: true,
    hint: 'Left empty: now. At most 24 hours back.',
    element: dayAndTime('chosen', occurredAt === null ? null : toDate(occurredAt)),
  }),
];

function nextStepInput(draft: UpdateDraft, status: UpdateStatus, settings: Settings): KnownBlock {
  const window = Object.entries(settings.windows).find(([key]) => key === status)?.[1];
  const days = settings.limits.ownDateDays;
  return input({
    id: 'nextStepAt',
    label: 'Next step',
    optional: true,
    hint: `Left empty: ${window ? `due in ${workingWindow(window)}` : 'as its status says'}. At most ${days} days ahead.`,
    element: dayAndTime('chosen', draft.nextStepAt === null ? null : toDate(draft.nextStepAt)),
  });
}

/** `2d` → `2 working days` */
const workingWindow = (window: string): string =>
  formatWindow(parseWindow(window)).replace(' ', ' working ');
