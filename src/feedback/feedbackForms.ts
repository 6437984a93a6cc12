import type { ModalView } from '@slack/types';
import { z } from 'zod';
import { leadNumber } from '../leads/lead.ts';
import { plainText } from '../slack/blocks.ts';
import { input, typedText } from '../slack/inputs.ts';
import { longestText } from './saying.ts';

/** The forms with one text: a dispute, thanks, a question, its answer. */
export const feedbackForm = 'feedback:text-form';

const asks = {
  dispute: {
    title: 'Dispute',
    submit: 'Dispute',
    label: 'What you know that the rep does not',
    hint: 'Facts read best: “They asked for a quote in the form on 3 November.” The rep and both managers see it.',
    placeholder: 'They wrote … · We checked … · Could you say what they told you?',
  },
  thanks: {
    title: 'Thanks',
    submit: 'Send',
    label: 'What went well',
    hint: 'One thing that you saw: “The first call was within ten minutes.”',
    placeholder: 'The customer told us that …',
  },
  question: {
    title: 'Question',
    submit: 'Ask',
    label: 'What you would like to know',
    hint: 'One question, without a guess at the answer: “What did they say about the date?”',
    placeholder: 'What did they … ?',
  },
  answer: {
    title: 'Answer',
    submit: 'Answer',
    label: 'Your answer',
    hint: 'What happened, in a sentence or two. The marketer and both managers see it.',
    placeholder: 'I called on … and heard …',
  },
} as const;
export type Asked = keyof typeof asks;

/** `id`: of the grade, the lead or the question that it is about. */
export const feedbackMemory = z.object({
  about: z.enum(Object.keys(asks) as [Asked, ...Asked[]]), // the keys of a literal
  id: z.int(),
  lead: z.int(),
});
export type FeedbackMemory = z.infer<typeof feedbackMemory>;

export function drawFeedbackForm(memory: FeedbackMemory): ModalView {
  const { title, submit, label, hint, placeholder } = asks[memory.about];
  return {
    type: 'modal',
    callback_id: feedbackForm,
    private_metadata: JSON.stringify(memory),
    title: plainText(`${title} ${leadNumber(memory.lead)}`, 24),
    submit: plainText(submit, 24),
    close: plainText('Cancel', 24),
    blocks: [
      input({
        id: 'text',
        label,
        hint,
        element: typedText({
          actionId: 'typed',
          multiline: true,
          max: longestText,
          placeholder,
        }),
      }),
    ],
  };
}

/** Throws a ZodError where it is not this form's. */
export const readFeedbackForm = (values: unknown): string =>
  z
    .object({ text: z.object({ typed: z.object({ value: z.string().nullish() }) }) })
    .transform(({ text }) => text.typed.value ?? '')
    .parse(values);
