import type { ModalView } from '@slack/types';
import { z } from 'zod';
import { plainText } from '../slack/blocks.ts';
import { day, input, personSelect } from '../slack/inputs.ts';
import { line, plain, richText } from '../slack/richText.ts';
import type { Calendar } from './calendar.ts';
import { nextWorkingDate } from './ownHours.ts';
import { localDate } from './zone.ts';

export const awayForm = 'people:away-form';

/** `calendar`: of whoever is to be away. */
export const drawAwayForm = (calendar: Calendar, now: Date): ModalView => ({
  type: 'modal',
  callback_id: awayForm,
  title: plainText('Away', 24),
  submit: plainText('Save', 24),
  close: plainText('Cancel', 24),
  blocks: [
    richText([
      line(
        plain(
          'While you are away you are sent nothing about your leads, and their windows stand still. ' +
            'Dates that you have chosen yourself stay as they are.',
        ),
      ),
    ]),
    input({
      id: 'from',
      label: 'First day away',
      element: day('chosen', localDate(now, calendar.timezone)),
      hint: 'Today means from now on.',
    }),
    input({
      id: 'until',
      label: 'First day back',
      element: day('chosen', nextWorkingDate(calendar, now)),
    }),
    input({
      id: 'standIn',
      label: 'Who stands in for you',
      element: personSelect({ actionId: 'chosen', placeholder: 'A colleague' }),
      hint: 'They get what is urgent meanwhile. With nobody chosen, your manager does.',
      optional: true,
    }),
  ],
});

const chosenDay = z
  .object({ chosen: z.object({ selected_date: z.iso.date() }) })
  .transform(({ chosen }) => chosen.selected_date);

/** Local dates, both on the person's clock. Throws a ZodError where it is not this form's. */
export const readAwayForm = (values: unknown) =>
  z
    .object({
      from: chosenDay,
      until: chosenDay,
      standIn: z
        .object({ chosen: z.object({ selected_user: z.string().nullish() }) })
        .transform(({ chosen }) => chosen.selected_user ?? null),
    })
    .parse(values);
