import type { Button, KnownBlock, ModalView } from '@slack/types';
import { z } from 'zod';
import { button, plainText } from '../slack/blocks.ts';
import { type Inline, mention, moment, plain } from '../slack/richText.ts';
import { input, ticks } from '../slack/inputs.ts';
import {
  type Graded,
  gradeInWords,
  gradeKeys,
  grades,
  type PoorReason,
  poorReasonKeys,
  poorReasons,
} from './grade.ts';
import { type Lead, leadNumber } from './lead.ts';

export const poorForm = 'grade:poor-form';
export const poorMemory = z.object({ lead: z.int(), fromHome: z.boolean() });

/** One click each; poor asks why. */
export const gradeButtons = ({ id }: Pick<Lead, 'id'>): Button[] =>
  gradeKeys.map((grade) =>
    button({
      text: grades[grade],
      actionId: `grade:${grade}`,
      value: String(id),
      spoken: `${leadNumber(id)} was ${grades[grade].toLowerCase()}`,
    }),
  );

export const reasonsInput = (initial: readonly string[]): KnownBlock =>
  input({
    id: 'reasons',
    label: 'Why it was poor',
    element: ticks({
      actionId: 'chosen',
      choices: poorReasonKeys.map((value) => ({ value, label: poorReasons[value] })),
      initial,
    }),
  });

export const drawPoorForm = (leadId: number, fromHome: boolean): ModalView => ({
  type: 'modal',
  callback_id: poorForm,
  private_metadata: JSON.stringify({ lead: leadId, fromHome } satisfies z.infer<typeof poorMemory>),
  title: plainText(`${leadNumber(leadId)} was poor`, 24),
  submit: plainText('Save', 24),
  close: plainText('Cancel', 24),
  blocks: [reasonsInput([])],
});

/** Which boxes are ticked. Throws a ZodError where it is not this form's. */
export const readReasons = (values: unknown): PoorReason[] =>
  z
    .object({ reasons: z.object({ chosen: z.object({ selected_options: tickedReasons }) }) })
    .transform(({ reasons }) => reasons.chosen.selected_options)
    .parse(values);

const tickedReasons = z
  .array(z.object({ value: z.enum(poorReasonKeys) }))
  .transform((ticked) => ticked.map(({ value }) => value));

/** What a rep said of it, and what was answered: for everyone who sees the lead. */
export function gradeLines(graded: Graded): Inline[][] {
  const { repId, ownerId, dueAt, answer, answerText, answeredBy, answeredAt } = graded;
  const said = [plain(`${gradeInWords(graded)}, says `), mention(repId), plain('.')];
  if (!answer || !answeredBy || !answeredAt) {
    return [
      said,
      ...(ownerId && dueAt
        ? [[mention(ownerId), plain(' is to answer by '), moment(dueAt), plain('.')]]
        : []),
    ];
  }
  return [
    said,
    [
      mention(answeredBy),
      plain(`${answer === 'accepted' ? ' accepts' : ' disputes'} that · `),
      moment(answeredAt),
      ...(answerText ? [plain(`: ${answerText}`)] : []),
    ],
  ];
}
