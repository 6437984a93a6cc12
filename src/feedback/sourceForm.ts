import type { ModalView } from '@slack/types';
import { z } from 'zod';
import { context, divider, plainText } from '../slack/blocks.ts';
import { input, select } from '../slack/inputs.ts';
import { oneLine, richText } from '../slack/richText.ts';
import { nameLine, quoteLines, sourceLines } from './drawSource.ts';
import type { ShownSource } from './showSource.ts';
import { type SourcePeriod, sourcePeriodKeys, sourcePeriods } from './sourceFigures.ts';

export const sourceForm = 'source:form';

const rangeWords =
  'Worked: with a touch on record. A range after a share is how far chance alone may have moved it (95 %).';

/** The figures of a source, and the choice of another one or another time. */
export function drawSourceForm({ figures, quotes, period, choices }: ShownSource): ModalView {
  const chosen = choices.filter(({ key }) => key === figures.key);
  const others = choices.filter(({ key }) => key !== figures.key);
  // A select holds a hundred; the one that is shown is among them.
  const offered = choices.length > 100 ? [...chosen, ...others] : choices;
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
        element: select({
          actionId: 'chosen',
          choices: offered.map(({ key, name }) => ({ value: key, label: oneLine(name, 75) })),
          initial: figures.key,
        }),
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

const chosen = z
  .object({ chosen: z.object({ selected_option: z.object({ value: z.string() }) }) })
  .transform((block) => block.chosen.selected_option.value);

/** Throws a ZodError where it is not this form's. */
export const readSourceForm = (values: unknown): { key: string; period: SourcePeriod } => {
  const { source, period } = z
    .object({
      source: chosen,
      period: chosen.pipe(z.enum(sourcePeriodKeys)),
    })
    .parse(values);
  return { key: source, period };
};
