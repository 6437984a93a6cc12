import type { ModalView } from '@slack/types';
import { z } from 'zod';
import { weekdays, type WorkingTimeSettings } from '../settings/settings.ts';
import { plainText } from '../slack/blocks.ts';
import { input, ticks, timeOfDay, typedText } from '../slack/inputs.ts';
import { line, plain, richText } from '../slack/richText.ts';
import { weeklyHours } from './calendar.ts';
import { dayNames, weekInWords } from './calendarWords.ts';
import { latestHours } from './ownHours.ts';
import type { Person } from './person.ts';

export const ownHoursForm = 'people:hours-form';

const night = 'night';

/** Filled in with the hours that the person set last, else with the workspace's. */
export function drawOwnHoursForm(
  { ownHours, holidayRegion }: Person,
  workspace: WorkingTimeSettings,
  least: number,
): ModalView {
  const hours = latestHours(ownHours) ?? workspace;
  const usual = weekInWords(weeklyHours(workspace));
  return {
    type: 'modal',
    callback_id: ownHoursForm,
    title: plainText('Working hours', 24),
    submit: plainText('Save', 24),
    close: plainText('Cancel', 24),
    blocks: [
      richText([
        line(
          plain(
            `The workspace works ${usual || 'at no fixed hours'}. Hours of your own add up to at least ` +
              `${least} a week and hold from your next working day. Set the workspace’s to follow it again.`,
          ),
        ),
      ]),
      input({
        id: 'days',
        label: 'Days',
        element: ticks({
          actionId: 'chosen',
          choices: weekdays.map((value) => ({ value, label: dayNames[value] })),
          initial: hours.days,
        }),
      }),
      input({ id: 'from', label: 'From', element: timeOfDay('chosen', hours.from) }),
      input({ id: 'to', label: 'To', element: timeOfDay('chosen', hours.to) }),
      input({
        id: 'night',
        label: 'Night shift',
        element: ticks({
          actionId: 'chosen',
          choices: [{ value: night, label: 'It ends on the next day' }],
          initial: hours.nightShift ? [night] : [],
        }),
        optional: true,
      }),
      input({
        id: 'region',
        label: 'Your public holidays',
        element: typedText({ actionId: 'typed', initial: holidayRegion, max: 20 }),
        hint: 'A country or region such as DE or DE-BE. Empty: the workspace’s.',
        optional: true,
      }),
    ],
  };
}

const ticked = z
  .object({
    chosen: z.object({ selected_options: z.array(z.object({ value: z.string() })).nullish() }),
  })
  .transform(({ chosen }) => (chosen.selected_options ?? []).map(({ value }) => value));

const time = z
  .object({ chosen: z.object({ selected_time: z.iso.time({ precision: -1 }) }) })
  .transform(({ chosen }) => chosen.selected_time);

/** Throws a ZodError where it is not this form's. */
export const readOwnHoursForm = (
  values: unknown,
): { workingTime: WorkingTimeSettings; holidayRegion: string } =>
  z
    .object({
      days: ticked.pipe(z.array(z.enum(weekdays))),
      from: time,
      to: time,
      night: ticked,
      region: z
        .object({ typed: z.object({ value: z.string().nullish() }) })
        .transform(({ typed }) => typed.value ?? ''),
    })
    .transform(({ days, from, to, night, region }) => ({
      workingTime: { days, from, to, nightShift: night.length > 0 },
      holidayRegion: region,
    }))
    .parse(values);
