import type { KnownBlock, ModalView } from '@slack/types';
import { z } from 'zod';
import type { Settings } from '../settings/settings.ts';
import { plainText } from '../slack/blocks.ts';
import { type Choice, input, select, typedText } from '../slack/inputs.ts';
import { line, plain, richText } from '../slack/richText.ts';
import { stageKeys, stages } from '../leads/stages.ts';

export const newLeadForm = 'lead:new-form';

/** The lead stays with whoever enters it. */
export const mine = 'mine';

export const newLeadMemory = z.object({
  /** Where the lead counts that stays with whoever enters it. */
  channel: z.string(),
  /** Slack's id of the channel in which it was asked for; null elsewhere. */
  askedIn: z.string().nullable(),
  /** The message in Slack that it is made from. */
  message: z.string().nullable().default(null),
});

/** What the form is filled with. `permalink`: the message in Slack that it was read from. */
export type Filled = Partial<
  Record<'name' | 'company' | 'email' | 'phone' | 'message' | 'permalink', string>
>;

/** Null: no channel takes leads yet. `askedIn`: the channel in which somebody asks for the form. */
export function drawNewLeadForm(
  settings: Settings,
  askedIn: string | null,
  filled: Filled = {},
): ModalView | null {
  const channels = Object.entries(settings.channels);
  const here = channels.find(([id]) => id === askedIn) ?? channels[0];
  if (!here) return null;
  const message = filled.permalink ?? null;
  const memory: z.infer<typeof newLeadMemory> = { channel: here[0], askedIn, message };
  const choices = [
    { value: mine, label: 'I do, it is mine' },
    ...channels.map(([id, channel]) => ({
      value: id,
      label: `Whoever claims it in #${channel.name ?? id}`,
    })),
  ];
  return {
    type: 'modal',
    callback_id: newLeadForm,
    private_metadata: JSON.stringify(memory),
    title: plainText('New lead', 24),
    submit: plainText('Save', 24),
    close: plainText('Cancel', 24),
    blocks: [
      richText([line(plain('A name, an email address or a phone number is enough.'))]),
      ...fields(choices, filled),
    ],
  };
}

const fields = (choices: readonly Choice[], filled: Filled): KnownBlock[] => [
  text('name', 'Name', { initial: filled.name }),
  text('company', 'Company', { initial: filled.company }),
  text('email', 'Email', { initial: filled.email }),
  text('phone', 'Phone', {
    initial: filled.phone,
    hint: 'With the country, such as +49 30 1234567.',
  }),
  text('message', 'What they ask for', {
    initial: filled.message,
    multiline: true,
    max: 3_000,
  }),
  input({
    id: 'to',
    label: 'Who follows it up',
    element: select({ actionId: 'chosen', choices, initial: mine }),
  }),
  text('value', 'Value', { hint: 'Such as 5000 EUR.' }),
  input({
    id: 'stage',
    label: 'Where they are in their purchase',
    optional: true,
    element: select({
      actionId: 'chosen',
      choices: stageKeys.map((value) => ({ value, label: stages[value] })),
    }),
  }),
  text('website', 'Website'),
  text('country', 'Country', { hint: 'A name or two letters, such as Germany or DE.' }),
];

const text = (
  id: string,
  label: string,
  more: { hint?: string; initial?: string | undefined; multiline?: boolean; max?: number } = {},
): KnownBlock =>
  input({
    id,
    label,
    optional: true,
    hint: more.hint,
    element: typedText({
      actionId: 'typed',
      max: more.max ?? 250,
      ...(more.initial ? { initial: more.initial } : {}),
      ...(more.multiline ? { multiline: true } : {}),
    }),
  });

const field = z.union([
  z
    .object({ typed: z.object({ value: z.string().nullish() }) })
    .transform(({ typed }) => typed.value?.trim() ?? ''),
  z
    .object({ chosen: z.object({ selected_option: z.object({ value: z.string() }).nullish() }) })
    .transform(({ chosen }) => chosen.selected_option?.value ?? ''),
]);

/** What was filled in, by field, and where it goes. Throws a ZodError where it is not this form's. */
export function readNewLeadForm(values: unknown): {
  readonly fields: Readonly<Record<string, string>>;
  readonly to: string;
} {
  const { to = mine, ...rest } = z.record(z.string(), field).parse(values);
  const filled = Object.entries(rest).filter(([, value]) => value !== '');
  return { fields: Object.fromEntries(filled), to };
}
