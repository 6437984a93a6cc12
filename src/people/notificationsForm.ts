import type { ModalView } from '@slack/types';
import { z } from 'zod';
import type { Settings } from '../settings/settings.ts';
import { plainText } from '../slack/blocks.ts';
import { input, select } from '../slack/inputs.ts';
import { line, plain, richText } from '../slack/richText.ts';
import { nudgesADay, type Person } from './person.ts';

export const notificationsForm = 'people:notifications-form';

export function drawNotificationsForm(person: Person, settings: Settings): ModalView {
  const most = settings.limits.notifyingNudgesPerDay;
  const choices = Array.from({ length: most }, (_, i) => ({
    value: String(i + 1),
    label: i === 0 ? 'Once a day' : `${i + 1} times a day`,
  }));
  return {
    type: 'modal',
    callback_id: notificationsForm,
    title: plainText('Notifications', 24),
    submit: plainText('Save', 24),
    close: plainText('Cancel', 24),
    blocks: [
      richText([
        line(
          plain(
            'What is due comes in one message, in your working hours only. What comes up in between ' +
              'is added to it without a sound.',
          ),
        ),
      ]),
      input({
        id: 'most',
        label: 'It may notify you',
        element: select({
          actionId: 'chosen',
          choices,
          initial: String(nudgesADay(person, settings)),
        }),
      }),
    ],
  };
}

/** Throws a ZodError where it is not this form's. */
export const readNotificationsForm = (values: unknown): number =>
  z
    .object({
      most: z.object({
        chosen: z.object({ selected_option: z.object({ value: z.coerce.number().int() }) }),
      }),
    })
    .transform(({ most }) => most.chosen.selected_option.value)
    .parse(values);
