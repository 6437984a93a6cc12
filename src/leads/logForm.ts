import type { ModalView } from '@slack/types';
import { z } from 'zod';
import { plainText } from '../slack/blocks.ts';
import { input, typedText } from '../slack/inputs.ts';

export const logForm = 'lead:log-form';
/** The action id of the field that looks leads up. */
export const leadChoice = 'lead:choice';

export const logMemory = z.object({ permalink: z.string().nullable() });

/** `text`: the message, which becomes a note of the lead that is chosen. */
export const drawLogForm = (text: string, permalink: string | null): ModalView => ({
  type: 'modal',
  callback_id: logForm,
  private_metadata: JSON.stringify({ permalink } satisfies z.infer<typeof logMemory>),
  title: plainText('Log to a lead', 24),
  submit: plainText('Save', 24),
  close: plainText('Cancel', 24),
  blocks: [
    input({
      id: 'lead',
      label: 'Lead',
      element: {
        type: 'external_select',
        action_id: leadChoice,
        min_query_length: 0,
        placeholder: plainText('A name, company, address, number or L-1042', 150),
      },
    }),
    input({
      id: 'text',
      label: 'Note',
      element: typedText({ actionId: 'typed', initial: text, multiline: true }),
    }),
  ],
});

/** Throws a ZodError where it is not this form's. */
export const readLogForm = (values: unknown): { leadId: number; text: string } =>
  z
    .object({
      lead: z.object({
        [leadChoice]: z.object({
          selected_option: z.object({
            value: z
              .string()
              .regex(/^\d{1,9}$/)
              .transform(Number),
          }),
        }),
      }),
      text: z.object({ typed: z.object({ value: z.string().nullish() }) }),
    })
    .transform(({ lead, text }) => ({
      leadId: lead[leadChoice]?.selected_option.value ?? 0,
      text: text.typed.value?.trim() ?? '',
    }))
    .parse(values);
