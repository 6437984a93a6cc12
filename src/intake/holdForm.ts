import type { InputBlock, ModalView } from '@slack/types';
import { z } from 'zod';
import { partsIn } from '../leads/completeness.ts';
import { leadNumber, type LeadWithDetails } from '../leads/lead.ts';
import { contacts, holdLine, missingBadge, titleLine } from '../leads/leadWords.ts';
import { codeInWords, fieldInWords } from '../leads/missingWords.ts';
import { plainText } from '../slack/blocks.ts';
import { input, typedText } from '../slack/inputs.ts';
import { type Inline, line, plain, quote, richText, severalLines } from '../slack/richText.ts';
import { asItCame } from './asItCame.ts';

export const holdForm = 'hold:fix-form';

export const holdFormMemory = z.object({ lead: z.int(), fromHome: z.boolean() });

export type HoldFormOf = {
  readonly lead: LeadWithDetails;
  readonly fromHome: boolean;
  /** What to know before submitting. */
  readonly notice?: readonly Inline[];
};

/**
 * What a lead lacks, one field each, with what came in it, for whoever may complete it: they see how
 * the customer is reached.
 */
export function drawHoldForm({ lead, fromHome, notice }: HoldFormOf): ModalView {
  const reached = contacts(lead.details);
  const asked = severalLines(lead.details.message ?? '', 600);
  const standing = lead.heldUntil ? holdLine(lead) : missingBadge(lead);
  return {
    type: 'modal',
    callback_id: holdForm,
    private_metadata: JSON.stringify({ lead: lead.id, fromHome } satisfies z.infer<
      typeof holdFormMemory
    >),
    title: plainText(`Complete ${leadNumber(lead.id)}`, 24),
    submit: plainText('Save', 24),
    close: plainText('Cancel', 24),
    blocks: [
      richText([
        line(...titleLine(lead)),
        ...(notice ? [line(...notice)] : []),
        ...(standing.length > 0 ? [line(...standing)] : []),
        ...(reached.length > 0 ? [line(...reached)] : []),
        ...(asked ? [quote(plain(asked))] : []),
      ]),
      ...onceEach(lead.missing.flatMap((code) => inputsOf(lead, code))),
    ],
  };
}

function inputsOf(lead: LeadWithDetails, code: string): InputBlock[] {
  const parts = partsIn(code);
  return parts.map(({ field, another }) => {
    const hint = [
      ...(parts.length > 1 ? [`One is enough: ${codeInWords(code)}.`] : []),
      ...(another ? ['The one that came does not work, a rep says.'] : []),
      ...(hints[field] ? [hints[field]] : []),
    ].join(' ');
    return input({
      id: field,
      label: titled(fieldInWords(field)),
      optional: true,
      ...(hint && { hint }),
      element: typedText({
        actionId: 'typed',
        initial: asItCame(lead, field),
        max: field === 'message' ? 3_000 : 250,
        multiline: field === 'message',
      }),
    });
  });
}

/** A field may be one of two that would do, and asked for besides. */
const onceEach = (inputs: readonly InputBlock[]): InputBlock[] =>
  inputs.filter(
    ({ block_id: id }, n) => !inputs.slice(0, n).some((before) => before.block_id === id),
  );

const hints: Readonly<Record<string, string>> = {
  phone: 'With the country, such as +49 30 1234567.',
  value: 'Such as 5000 EUR.',
  country: 'A name or two letters, such as Germany or DE.',
};

const titled = (text: string) => text.charAt(0).toUpperCase() + text.slice(1);

/** What was typed, by field. Throws a ZodError where it is not this form's. */
export const readHoldForm = (values: unknown): Record<string, string> =>
  z
    .record(
      z.string(),
      z
        .object({ typed: z.object({ value: z.string().nullish() }) })
        .transform(({ typed }) => typed.value?.trim() ?? ''),
    )
    .parse(values);
