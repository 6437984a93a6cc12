import type { KnownBlock } from '@slack/types';
import { goalInWords, progressInWords } from './goal.ts';
import { mondayOf } from '../people/zone.ts';
import {
  actions,
  button,
  context,
  divider,
  header,
  type Markup,
  markup,
  slackDate,
} from '../slack/blocks.ts';
import { fallbackText } from '../slack/fallbackText.ts';
import type { Drawing } from '../slack/message.ts';
import { bold, channelLink, line, plain, type RichLine, richText } from '../slack/richText.ts';
import type { Digest } from './digest.ts';
import { dayName, leads, share, sources } from './digestLines.ts';
import { type DigestPart, digestParts } from './digestParts.ts';

export type Occasion =
  | { readonly is: 'on-time' }
  /** Sent when it was not due any more. */
  | { readonly is: 'late'; readonly at: Date }
  /** For whoever has just been made a manager. `time`: when it comes from now on. */
  | { readonly is: 'preview'; readonly time: string };

/** `forManagers` false: a channel's, which has no buttons and names nobody for what they did. */
export function drawDigest(
  digest: Digest,
  { occasion, forManagers }: { occasion: Occasion; forManagers: boolean },
): Drawing {
  const parts = digestParts(digest, { forManagers });
  const blocks: KnownBlock[] = [
    header(headline(digest)),
    ...occasionWords(occasion).map((words) => context(words)),
    ...figures(digest),
    ...parts.flatMap((part) => [
      divider(),
      ...(part.name === 'overdue' ? overdue(part, digest) : list(part, digest, forManagers)),
    ]),
  ];
  return { text: fallbackText(blocks), blocks };
}

function occasionWords(occasion: Occasion): Markup[] {
  switch (occasion.is) {
    case 'on-time':
      return [];
    case 'late':
      return [
        markup`Sent late, at ${slackDate(occasion.at, '{time}')}: the app was not running at the usual time.`,
      ];
    case 'preview':
      return [markup`A preview: from now on this comes at ${occasion.time} on your working days.`];
  }
}

/** The one sentence that matters. */
export function headline(digest: Digest): string {
  return digest.hasTeam ? ofTeam(digest) : ofSources(digest);
}

/** `2 grades unanswered past their window, 1 source slipping.` */
function ofSources({ unanswered, slipping }: Digest): string {
  const grades = unanswered.reduce((sum, { count }) => sum + count, 0);
  const parts = [
    ...(grades > 0
      ? [
          grades === 1
            ? '1 grade unanswered past its window'
            : `${grades} grades unanswered past their window`,
        ]
      : []),
    ...(slipping.length > 0 ? [`${sources(slipping.length)} slipping`] : []),
  ];
  return `${parts.join(', ')}.`;
}

function ofTeam({ overdue: byRep, unclaimed: { count }, walkedAway }: Digest): string {
  const late = byRep.reduce((sum, rep) => sum + rep.leads, 0);
  const whose = byRep.length === 1 ? '1 rep' : `${byRep.length} reps`;
  if (late > 0 || count > 0) {
    const parts = [
      ...(late > 0 ? [`${leads(late)} overdue with ${whose}`] : []),
      ...(count > 0 ? [`${leads(count)} unclaimed past the window`] : []),
    ];
    return `${parts.join(', ')}.`;
  }
  return walkedAway.count > 0
    ? `Nothing is overdue, but ${leads(walkedAway.count)} ${walkedAway.count === 1 ? 'was' : 'were'} let go untried.`
    : 'Nothing is overdue and nothing is unclaimed.';
}

/** On time: the last working day, the one before, the week, the goal. Nothing where nothing was due. */
function figures(digest: Digest): KnownBlock[] {
  const { lastDay, dayBefore, week, goal } = digest;
  const shares = [
    share(dayName(lastDay.date), lastDay.compliance),
    share(dayName(dayBefore.date), dayBefore.compliance),
    share('7 days', week),
  ].flat();
  const lines = [
    ...(shares.length > 0 ? [line(bold('On time  '), plain(shares.join('  ·  ')))] : []),
    ...(shares.length > 0 && goal
      ? [line(bold('Goal  '), plain(goalWords(goal, weekName(digest))))]
      : []),
    ...touchGoalLines(digest),
  ];
  return lines.length > 0 ? [richText(lines)] : [];
}

function goalWords(
  { share: asked, isLowest, week }: NonNullable<Digest['goal']>,
  inWeek: string,
): string {
  const words = goalInWords({ share: asked, within: null });
  const which = isLowest ? `${words}, the lowest of your channels’` : words;
  return [which, ...share(inWeek, week)].join('; ');
}

const shownTouchGoals = 5;

function touchGoalLines(digest: Digest): RichLine[] {
  const { touchGoals } = digest;
  const rest = touchGoals.length - shownTouchGoals;
  return [
    ...touchGoals
      .slice(0, shownTouchGoals)
      .map(({ goal, progress }) =>
        line(
          bold('Goal  '),
          plain(`${goalInWords(goal)} in `),
          channelLink(goal.channelId),
          plain(`; ${weekName(digest)} ${progressInWords(progress)}`),
        ),
      ),
    ...(rest > 0
      ? [line(plain(`and ${rest} more ${rest === 1 ? 'goal' : 'goals'}, see Goals in Home`))]
      : []),
  ];
}

/** The last day's: on a Monday the one that is over. */
const weekName = ({ date, lastDay }: Digest): string =>
  mondayOf(date) === mondayOf(lastDay.date) ? 'this week' : 'last week';

/** What somebody can be nudged about, or have taken from them: a line each, with its buttons. */
function overdue(part: DigestPart, { date, overdue: reps }: Digest): KnownBlock[] {
  const nudged = reps.filter(({ hasLeft }) => !hasLeft).length;
  const rest = part.lines.length - part.shown;
  return [
    richText([line(bold(part.title))]),
    ...part.lines
      .slice(0, part.shown)
      .flatMap(({ words, buttons = [] }) => [richText([line(...words)]), ...actions(buttons)]),
    ...actions([
      ...(nudged > 1
        ? [button({ text: `Nudge all ${nudged}`, actionId: 'nudge:ask-all', value: 'overdue' })]
        : []),
      ...(rest > 0 ? [seeAll(part, date)] : []),
    ]),
  ];
}

function list(part: DigestPart, { date }: Digest, forManagers: boolean): KnownBlock[] {
  const shown = part.lines.slice(0, part.shown);
  const rest = part.count - shown.length;
  return [
    richText([
      line(bold(part.title)),
      ...shown.map(({ words }) => line(plain('• '), ...words)),
      // Managers have a button for the rest.
      ...(rest > 0 && !forManagers ? [line(plain(`and ${rest} more`))] : []),
    ]),
    ...(rest > 0 && forManagers ? actions([seeAll(part, date)]) : []),
  ];
}

const seeAll = ({ name, title, count }: DigestPart, date: string) =>
  button({
    text: `See all ${count}`,
    actionId: 'digest:part',
    value: `${name}:${date}:0`,
    spoken: `See all ${count}: ${title}`,
  });
