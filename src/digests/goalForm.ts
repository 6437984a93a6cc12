import type { KnownBlock, ModalView } from '@slack/types';
import { z } from 'zod';
import { dayNumber, isoDate, writtenDay } from '../people/zone.ts';
import { actions, button, context, divider, plainText } from '../slack/blocks.ts';
import { input, select, typedText } from '../slack/inputs.ts';
import { bold, channelLink, type Inline, line, plain, richText } from '../slack/richText.ts';
import { goalInWords, progressInWords } from './goal.ts';
import type { Goals, SetGoal } from './readGoals.ts';
import type { WantedGoal } from './setGoals.ts';

export const goalForm = 'goals:form';
export const endGoalAction = 'goals:end';

const all = 'all';

/** The goals of a manager's channels, how they stand, and a form for another. `said`: what was just done. */
export function drawGoalForm({ channels, goals }: Goals, said: readonly Inline[] = []): ModalView {
  const begin = {
    type: 'modal',
    callback_id: goalForm,
    title: plainText('Goals', 24),
    close: plainText('Close', 24),
  } as const;
  if (channels.length === 0) return { ...begin, blocks: [richText([line(plain(notTheirs))])] };
  const choices = [
    ...(channels.length > 1 ? [{ value: all, label: 'All my channels, one goal each' }] : []),
    ...channels.slice(0, 99).map(({ id, name }) => ({ value: id, label: `#${name}` })),
  ];
  return {
    ...begin,
    submit: plainText('Set', 24),
    blocks: [
      ...(said.length > 0 ? [richText([line(...said)])] : []),
      ...goals.slice(0, mostShown).flatMap(goalBlocks),
      ...(goals.length > mostShown ? [context(`And ${goals.length - mostShown} more.`)] : []),
      ...(goals.length > 0 ? [divider()] : []),
      context(
        'A goal is a channel’s, never a person’s. It holds each week, Monday to Sunday, until a manager ends it; another of the same kind takes its place. Where a week meets it, its channel is thanked on Monday.',
      ),
      input({
        id: 'channel',
        label: 'Channel',
        element: select({ actionId: 'chosen', choices, initial: choices[0]?.value ?? null }),
      }),
      input({
        id: 'of',
        label: 'What',
        element: select({
          actionId: 'chosen',
          choices: [
            { value: 'on-time', label: 'Updates made on time' },
            { value: 'first-touch', label: 'Claims with a first touch within a time' },
          ],
          initial: 'on-time',
        }),
      }),
      input({
        id: 'share',
        label: 'Share, in percent',
        element: typedText({ actionId: 'typed', initial: '95', max: 20 }),
      }),
      input({
        id: 'within',
        label: 'First touch within',
        hint: 'Working time in minutes or hours, such as 45m or 1h. For first touches only.',
        element: typedText({ actionId: 'typed', max: 20 }),
        optional: true,
      }),
      input({
        id: 'from',
        label: 'From',
        element: select({
          actionId: 'chosen',
          choices: [
            { value: 'this-week', label: 'This week' },
            { value: 'next-week', label: 'Next Monday' },
          ],
          initial: 'this-week',
        }),
      }),
    ],
  };
}

const mostShown = 30;

export const notTheirs =
  'Managers set goals for their channels. An admin names a channel’s managers in the settings.';

function goalBlocks({ goal, progress, lastWeek }: SetGoal): KnownBlock[] {
  const stands = [
    progress ? `this week ${progressInWords(progress)}` : `from ${writtenDay(goal.startsOn)} on`,
    ...(lastWeek && lastWeek.count > 0
      ? [`last week ${progressInWords(lastWeek)}, ${lastWeek.met ? 'met' : 'not met'}`]
      : []),
    ...(goal.endsOn ? [`until ${writtenDay(isoDate(dayNumber(goal.endsOn) - 1))}`] : []),
  ];
  const end = button({
    text: 'End',
    actionId: endGoalAction,
    value: String(goal.id),
    spoken: `End the goal of ${goalInWords(goal)}`,
    confirm: {
      title: 'End this goal?',
      text: 'It ends with last week: this week is not decided any more.',
      yes: 'End it',
      no: 'Keep it',
    },
  });
  return [
    richText([
      line(channelLink(goal.channelId), plain('  '), bold(goalInWords(goal))),
      line(plain(stands.join(', '))),
    ]),
    ...(goal.endsOn ? [] : actions([end])),
  ];
}

const choice = z
  .object({ chosen: z.object({ selected_option: z.object({ value: z.string() }) }) })
  .transform(({ chosen }) => chosen.selected_option.value);
const text = z
  .object({ typed: z.object({ value: z.string().nullish() }) })
  .transform(({ typed }) => typed.value ?? '');

/** Throws a ZodError where it is not this form's. */
export const readGoalForm = (values: unknown): WantedGoal =>
  z
    .object({
      channel: choice,
      of: choice.pipe(z.enum(['on-time', 'first-touch'])),
      share: text,
      within: text,
      from: choice.pipe(z.enum(['this-week', 'next-week'])),
    })
    .transform(({ channel, ...rest }) => ({ ...rest, channelId: channel === all ? null : channel }))
    .parse(values);
