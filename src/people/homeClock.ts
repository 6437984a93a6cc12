import type { Button } from '@slack/types';
import { button } from '../slack/blocks.ts';
import { type Inline, mention, moment, plain } from '../slack/richText.ts';
import { periodsAhead } from './away.ts';
import { awayWords } from './awayWords.ts';
import { weeklyHours } from './calendar.ts';
import { weekInWords } from './calendarWords.ts';
import type { Away, Person } from './person.ts';
import { localDate, writtenDay } from './zone.ts';

export const goAwayAction = 'people:away';
export const comeBackAction = 'people:back';
export const ownHoursAction = 'people:hours';
export const notificationsAction = 'people:notifications';

/** What Home says of somebody's own working time. */
export type OwnTime = {
  readonly person: Person;
  /** The periods, running and ahead, in which they stand in for others. */
  readonly standsIn: readonly { readonly for: string; readonly period: Away }[];
};

/** When they are away, whom they stand in for, which hours they will have. Nothing: no lines. */
export function ownTimeLines({ person, standsIn }: OwnTime, now: Date): Inline[][] {
  const last = person.ownHours.at(-1);
  const changes = last && last.holdsFrom > localDate(now, person.timezone);
  return [
    ...periodsAhead(person.away, now).map((period) => awayWords(period, now)),
    ...standsIn.map(({ for: id, period: { from, until } }) => [
      plain('You stand in for '),
      mention(id),
      ...(from > now ? [plain(' from '), moment(from)] : []),
      plain(' until '),
      moment(until),
      plain('.'),
    ]),
    ...(changes
      ? [
          [
            plain(
              `From ${writtenDay(last.holdsFrom)} on you work ` +
                `${last.workingTime ? weekInWords(weeklyHours(last.workingTime)) : 'the workspace’s hours'}.`,
            ),
          ],
        ]
      : []),
  ];
}

/** Being away, coming back, working hours. */
export function ownTimeButtons({ person }: OwnTime, now: Date): Button[] {
  const [next] = periodsAhead(person.away, now).filter(({ origin }) => origin !== 'paused');
  const back =
    next &&
    button({
      text: next.from <= now ? 'I am back' : 'I will not be away',
      actionId: comeBackAction,
      value: 'back',
    });
  return [
    ...(back ? [back] : []),
    button({
      text: 'Away',
      actionId: goAwayAction,
      value: 'away',
      spoken: 'Say when you are away',
    }),
    button({ text: 'Working hours', actionId: ownHoursAction, value: 'hours' }),
    button({ text: 'Notifications', actionId: notificationsAction, value: 'notifications' }),
  ];
}
