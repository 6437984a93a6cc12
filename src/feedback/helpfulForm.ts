import type { ModalView } from '@slack/types';
import { z } from 'zod';
import { stageKeys, stages } from '../leads/stages.ts';
import { plainText } from '../slack/blocks.ts';
import { input, typedText } from '../slack/inputs.ts';
import { line, plain, richText } from '../slack/richText.ts';
import type { Helpful } from './setHelpful.ts';

export const helpfulForm = 'feedback:helpful-form';

export const drawHelpfulForm = (helpful: Helpful): ModalView => ({
  type: 'modal',
  callback_id: helpfulForm,
  title: plainText('What helps, by stage', 24),
  submit: plainText('Save', 24),
  close: plainText('Cancel', 24),
  blocks: [
    richText([
      line(
        plain(
          'What a customer needs at each stage, in a sentence or two. Reps read it in the details of each lead of that stage.',
        ),
      ),
    ]),
    ...stageKeys.map((stage) =>
      input({
        id: stage,
        label: stages[stage],
        optional: true,
        element: typedText({
          actionId: 'typed',
          initial: helpful[stage] ?? null,
          multiline: true,
          max: 500,
        }),
      }),
    ),
  ],
});

const typed = z.object({ typed: z.object({ value: z.string().nullish() }) });

/** Throws a ZodError where it is not this form's. */
export const readHelpfulForm = (values: unknown): Helpful =>
  Object.fromEntries(
    Object.entries(z.record(z.enum(stageKeys), typed).parse(values)).map(([stage, block]) => [
      stage,
      block.typed.value ?? '',
    ]),
  );
