import type { ModalView } from '@slack/types';
import { z } from 'zod';
import { context, divider, plainText } from '../slack/blocks.ts';
import { input, select } from '../slack/inputs.ts';
import { richText } from '../slack/richText.ts';
import { nameLine, quoteLines, sourceLines } from './drawSource.ts';
import type { ShownSource } from './showSource.ts';
import { sourceOption } from './suggestSources.ts';
import { type SourcePeriod, sourcePeriodKeys, sourcePeriods } from './sourceFigures.ts';

export const sourceForm = 'source:form';
/** What somebody types in it finds a source: see suggestSources. */
export const sourceChoice = 'source:choice';

const rangeWords =
  'Worked: with a touch on record. A range after a share is how far chance alone may have moved it (95 %).';

/** The figures of a source, and the choice of another one or another time. */
export function drawSourceForm({ figures, quotes, period }: ShownSource): ModalView {
  return {
    type: 'modal',
    callback_id: sourceForm,
    title: plainText('Sources', 24),
    submit: plainText('Show', 24),
    close: plainText('Close', 24),
    blocks: [
      input({
        id: 'source',
        label: 'Source',
        element: {
          type: 'external_select',
          action_id: sourceChoice,
          min_query_length: 0,
          placeholder: plainText('Some letters of its name', 150),
          initial_option: sourceOption(figures),
        },
      }),
      input({
        id: 'period',
        label: 'Leads that arrived',
        element: select({
          actionId: 'chosen',
          choices: sourcePeriodKeys.map((value) => ({
            value,
            label: sourcePeriods[value].label,
          })),
          initial: period,
        }),
      }),
      divider(),
      richText([nameLine(figures), ...sourceLines(figures), ...quoteLines(quotes)]),
      context(rangeWords),
    ],
  };
}

const selected = z
  .object({ selected_option: z.object({ value: z.string() }) })
  .transform((element) => element.selected_option.value);

/** Throws a ZodError where it is not this form's. */
export const readSourceForm = (values: unknown): { key: string; period: SourcePeriod } => {
  const { source, period } = z
    .object({
      source: z.object({ [sourceChoice]: selected }),
      period: z.object({ chosen: selected.pipe(z.enum(sourcePeriodKeys)) }),
    })
    .parse(values);
  return { key: source[sourceChoice], period: period.chosen };
};
