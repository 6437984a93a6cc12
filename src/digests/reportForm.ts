import type { KnownBlock, ModalView } from '@slack/types';
import { z } from 'zod';
import { actions, button, divider, plainText } from '../slack/blocks.ts';
import { day, input, select } from '../slack/inputs.ts';
import { isPeriodName, type Period, type PeriodName, periodNames } from './period.ts';
import { type Breakdown, breakdowns, isBreakdown, type Reach, type ReportWords } from './report.ts';
import { divisions } from './reportReach.ts';

export const reportForm = 'report:form';
export const exportAction = 'report:export';

const ownDates = 'dates';
const undivided = 'whole';

/** The choices of `/lead report`, with the report under them once it has been asked for. */
export function drawReportForm(
  reach: Reach,
  { period, by }: ReportWords,
  shown: readonly KnownBlock[] = [],
): ModalView {
  const dates = typeof period === 'string' ? null : period;
  const divided: readonly (Breakdown | null)[] = divisions[reach.of];
  return {
    type: 'modal',
    callback_id: reportForm,
    title: plainText('Report', 24),
    submit: plainText('Show', 24),
    close: plainText('Close', 24),
    blocks: [
      input({
        id: 'period',
        label: 'Period',
        element: select({
          actionId: 'chosen',
          choices: [
            ...Object.entries(periodNames).map(([value, label]) => ({ value, label })),
            { value: ownDates, label: 'From one day to another' },
          ],
          initial: typeof period === 'string' ? period : ownDates,
        }),
      }),
      input({
        id: 'from',
        label: 'First day',
        hint: 'For “From one day to another” only.',
        optional: true,
        element: day('chosen', dates?.from ?? null),
      }),
      input({
        id: 'until',
        label: 'Last day',
        optional: true,
        element: day('chosen', dates?.until ?? null),
      }),
      input({
        id: 'by',
        label: 'Broken down',
        element: select({
          actionId: 'chosen',
          choices: divided.map((one) => ({
            value: one ?? undivided,
            label: one ? breakdowns[one] : 'Not at all',
          })),
          initial: by ?? divided[0] ?? undivided,
        }),
      }),
      ...(shown.length > 0 ? [divider(), ...shown, ...exportButton(period)] : []),
    ],
  };
}

const exportButton = (period: PeriodName | Period) =>
  actions([
    button({
      text: 'Export the leads',
      actionId: exportAction,
      value: JSON.stringify({ period }),
      spoken: 'Export the leads of this period as a CSV file by direct message',
    }),
  ]);

const period = z.union([
  z.string().refine(isPeriodName),
  z.object({ from: z.iso.date(), until: z.iso.date() }),
]);

/** What the Export button carries. Throws a ZodError where it is not ours. */
export const readExport = (value: string): PeriodName | Period =>
  z.object({ period }).parse(JSON.parse(value)).period;

const chosenOption = z
  .object({ chosen: z.object({ selected_option: z.object({ value: z.string() }) }) })
  .transform(({ chosen }) => chosen.selected_option.value);
const chosenDay = z
  .object({ chosen: z.object({ selected_date: z.iso.date().nullish() }) })
  .transform(({ chosen }) => chosen.selected_date ?? null);

/** The words, or what is missing by field. Throws a ZodError where it is not this form's. */
export function readReportForm(values: unknown): ReportWords | { errors: Record<string, string> } {
  const read = z
    .object({ period: chosenOption, from: chosenDay, until: chosenDay, by: chosenOption })
    .parse(values);
  const by = isBreakdown(read.by) ? read.by : null;
  if (isPeriodName(read.period)) return { period: read.period, by };
  if (read.from && read.until) return { period: { from: read.from, until: read.until }, by };
  return {
    errors: {
      ...(read.from ? {} : { from: 'Choose the first day.' }),
      ...(read.until ? {} : { until: 'Choose the last day.' }),
    },
  };
}
