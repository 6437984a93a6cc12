import type { ModalView } from '@slack/types';
import { z } from 'zod';
import { plainText } from '../slack/blocks.ts';
import { input, typedText } from '../slack/inputs.ts';
import { oneLine } from '../slack/richText.ts';
import { longestText } from './saying.ts';

export const quoteForm = 'quote:form';

/** What a rep was asked about, in the button and in the form. */
export const quoteMemory = z.object({ source: z.string(), month: z.string() });

export const drawQuoteForm = (
  memory: z.infer<typeof quoteMemory>,
  { name, body }: { readonly name: string; readonly body: string | null },
): ModalView => ({
  type: 'modal',
  callback_id: quoteForm,
  private_metadata: JSON.stringify(memory),
  title: plainText('About these leads', 24),
  submit: plainText('Save', 24),
  close: plainText('Cancel', 24),
  blocks: [
    input({
      id: 'text',
      label: `What you would say about the leads of ${oneLine(name, 100)}`,
      hint: 'A sentence or two, about the leads. Empty: you say nothing. Contact details are left out.',
      optional: true,
      element: typedText({
        actionId: 'typed',
        initial: body,
        multiline: true,
        max: longestText,
        placeholder: 'The good ones name a date. Most lack …',
      }),
    }),
  ],
});

/** Throws a ZodError where it is not this form's. */
export const readQuoteForm = (values: unknown): string =>
  z
    .object({ text: z.object({ typed: z.object({ value: z.string().nullish() }) }) })
    .transform(({ text }) => text.typed.value ?? '')
    .parse(values);
