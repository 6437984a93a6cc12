import { type Inline, mention, moment, plain } from '../slack/richText.ts';
import type { ComeBackOutcome } from './comeBack.ts';
import type { GoAwayOutcome } from './goAway.ts';
import type { Away } from './person.ts';

/** `You are away until Mon 30 Nov 09:00, since yesterday. @Ben stands in for you.` */
export function awayWords(period: Away, now: Date): Inline[] {
  const { from, until, origin, standInId } = period;
  if (origin === 'paused')
    return [
      plain('A manager has paused your leads until '),
      moment(until),
      plain('. You are sent nothing about them, and their windows stand still.'),
    ];
  if (origin === 'status')
    return [
      plain('Your Slack status says that you are away, since '),
      moment(from),
      plain('. It ends with the status.'),
    ];
  const when =
    from <= now
      ? [plain('You are away until '), moment(until), plain(', since '), moment(from)]
      : [plain('You will be away from '), moment(from), plain(' until '), moment(until)];
  return standInId
    ? [...when, plain('. '), mention(standInId), plain(' stands in for you.')]
    : [...when, plain('.')];
}

type Words<Outcome> = (answer: Outcome, now: Date) => Inline[];

/** What somebody is told who went away: until when, who stands in, how to come back. */
export const goneAwayWords: Words<Exclude<GoAwayOutcome, { outcome: 'not-allowed' }>> = (
  answer,
  now,
) => {
  switch (answer.outcome) {
    case 'away': {
      const { standInId, from } = answer.period;
      const urgent = standInId ? '' : ' What is urgent meanwhile goes to your manager.';
      const back =
        from <= now
          ? ' If you are back sooner, type /lead back.'
          : ' To take it back, type /lead back.';
      return [...awayWords(answer.period, now), plain(`${urgent}${back}`)];
    }
    case 'repeated':
      return [plain('This is noted already.')];
    case 'invalid':
      return [plain(Object.values(answer.errors).join(' '))];
  }
};

export const cameBackWords: Words<Exclude<ComeBackOutcome, { outcome: 'not-allowed' }>> = (
  answer,
) => {
  switch (answer.outcome) {
    case 'back':
      return answer.ended.origin === 'status'
        ? [plain('You are back, whatever your Slack status says until it changes.')]
        : [plain('You are back. What is due of yours is counted from now on again.')];
    case 'taken-back':
      return [
        plain('Taken back: you will not be away from '),
        moment(answer.ended.from),
        plain(' until '),
        moment(answer.ended.until),
        plain('.'),
      ];
    case 'paused':
      return [
        plain('A manager has paused your leads until '),
        moment(answer.until),
        plain('. Ask them to end it sooner.'),
      ];
    case 'not-away':
      return [plain('You are not away, and have not said that you will be.')];
    case 'repeated':
      return [plain('This is noted already.')];
  }
};
