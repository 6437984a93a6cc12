import { fallbackText } from '../slack/fallbackText.ts';
import type { Drawing } from '../slack/message.ts';
import { type Inline, line, mention, moment, plain, richText } from '../slack/richText.ts';
import type { AskedAll } from './askAll.ts';
import type { AskOutcome } from './askForUpdate.ts';

/** What became of a click on Nudge, for the manager who clicked. */
export function drawAskAnswer(outcome: AskOutcome, repId: string): Drawing {
  const blocks = [richText([line(...answer(outcome, mention(repId)))])];
  return { text: fallbackText(blocks), blocks };
}

const toldOf: Readonly<
  Record<Exclude<AskOutcome['outcome'], 'nothing-due' | 'not-allowed'>, string>
> = {
  asked: 'Nudged, each in their working time',
  'asked-already': 'Asked by you today before',
  'nudged-enough': 'Had the most messages of today; write to them yourself',
  'cannot-be-nudged': 'Cannot be nudged: they have left or have no working hours',
};
/** More would not help anybody who reads it. */
const named = 20;

/** What became of a click on Nudge all. */
export function drawAskedAll(asked: AskedAll): Drawing {
  const told = Object.entries(toldOf).flatMap(([outcome, words]) => {
    const reps = [...asked].find(([of]) => of === outcome)?.[1] ?? [];
    if (reps.length === 0) return [];
    const who = reps.slice(0, named).flatMap((id) => [mention(id), plain(' ')]);
    const more = reps.length > named ? [plain(`and ${reps.length - named} more`)] : [];
    return [line(plain(`${words} (${reps.length}): `), ...who, ...more)];
  });
  const nobody = line(plain('Nobody in your channels has anything overdue any more.'));
  const blocks = [richText(told.length > 0 ? told : [nobody])];
  return { text: fallbackText(blocks), blocks };
}

function answer(outcome: AskOutcome, rep: Inline): Inline[] {
  switch (outcome.outcome) {
    case 'asked': {
      const count = outcome.leads === 1 ? '1 overdue lead' : `${outcome.leads} overdue leads`;
      const about = plain(` gets a nudge about ${count}`);
      if (outcome.now) return [rep, about, plain(' now.')];
      const when = moment(outcome.at, '{date_short_pretty} at {time}');
      return [
        ...[rep, about, plain(', '), when],
        plain(': in their working time, 45 minutes after the last one.'),
      ];
    }
    case 'asked-already':
      return [
        plain('You have asked '),
        rep,
        plain(' today. The nudge lists everything that is due.'),
      ];
    case 'nudged-enough':
      return [
        rep,
        plain(
          ` has had ${outcome.times} messages today, which is the most. Write to them yourself, or ask again tomorrow.`,
        ),
      ];
    case 'nothing-due':
      return [rep, plain(' has nothing overdue any more.')];
    case 'cannot-be-nudged':
      return [
        rep,
        plain(' cannot be nudged: they have left the workspace or have no working hours.'),
      ];
    case 'not-allowed':
      return [plain('Only a manager of the channel can ask for an update.')];
  }
}
