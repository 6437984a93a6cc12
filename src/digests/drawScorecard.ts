import type { KnownBlock, ModalView } from '@slack/types';
import { shareInWords } from '../leads/complianceWords.ts';
import { moreMenu, quickButtons } from '../leads/leadButtons.ts';
import { titleLine } from '../leads/leadWords.ts';
import { writtenDay } from '../people/zone.ts';
import { actions, context, header, markup, plainText, slackDate } from '../slack/blocks.ts';
import { fallbackText } from '../slack/fallbackText.ts';
import type { Drawing } from '../slack/message.ts';
import {
  bold,
  channelLink,
  type Inline,
  joined,
  line,
  moment,
  plain,
  type RichLine,
  richText,
} from '../slack/richText.ts';
import { goalInWords, progressInWords } from './goal.ts';
import { lengthInWords } from '../people/lengthInWords.ts';
import { agreedLine } from './reviewWords.ts';
import {
  allOf,
  type Chance,
  counted,
  type Figures,
  type Median,
  type Scorecard,
  wentWell,
} from './scorecard.ts';

/** `reader`: whose week it is. `late`: when it was sent, where that is not when it was due. */
export function drawScorecard(
  card: Scorecard,
  reader: string,
  { late = null }: { late?: Date | null } = {},
): Drawing {
  const blocks = [
    header(`Your week from ${dayAndMonth(card.week.monday)}`),
    ...(late
      ? [
          context(
            markup`Sent late, at ${slackDate(late, '{time}')}: the app was not running at the usual time.`,
          ),
        ]
      : []),
    ...scorecardBlocks(card, reader),
  ];
  return { text: fallbackText(blocks), blocks };
}

/** The same in a modal, asked for from Home. */
export const drawScorecardForm = (card: Scorecard, reader: string): ModalView => ({
  type: 'modal',
  private_metadata: JSON.stringify({ fromHome: true }),
  title: plainText('My week', 24),
  close: plainText('Close', 24),
  blocks: [
    context(`From ${writtenDay(card.week.monday)} until ${writtenDay(card.until)}`),
    ...scorecardBlocks(card, reader),
  ],
});

function scorecardBlocks(card: Scorecard, reader: string): KnownBlock[] {
  const well = wentWell(card);
  return [
    richText([
      ...weekLines(card),
      ...figureLines(card),
      ...(well ? [line(bold('What went well: '), plain(well))] : []),
      ...card.goals.map(({ goal, progress }) =>
        line(
          plain('Goal of '),
          channelLink(goal.channelId),
          plain(`: ${goalInWords(goal)}; so far ${progressInWords(progress)}`),
        ),
      ),
      ...(card.agreed ? [line(...agreedLine(card.agreed, reader))] : []),
    ]),
    ...chanceBlocks(card.chances),
  ];
}

/** On time this week and over the four before it; what did not count beside it. */
function weekLines({ week, before }: Pick<Scorecard, 'week' | 'before'>): RichLine[] {
  const { due, onTime, moved, postponed, excused } = week.compliance;
  const usual = allOf(before);
  const now = due > 0 ? shareInWords(onTime, due) : 'nothing was due';
  const then =
    usual.due > 0 ? [`the four weeks before ${shareInWords(usual.onTime, usual.due)}`] : [];
  const beside = [
    ...(moved > 0 ? [`${moved} moved to another day`] : []),
    ...(postponed > 0 ? [`${postponed} postponed`] : []),
    ...(excused > 0 ? [`${excused} excused`] : []),
  ];
  return [
    line(bold('On time: '), plain([now, ...then].join(', '))),
    ...(beside.length > 0 ? [line(plain(`Not counted: ${beside.join(', ')}`))] : []),
  ];
}

/** Medians with their n and what they were before; touches and wins. Nothing where there was nothing. */
export function figureLines({
  figures,
  figuresBefore,
}: Pick<Scorecard, 'figures' | 'figuresBefore'>): RichLine[] {
  const medians = [
    ...medianWords('Claimed after', figures.claim, figuresBefore.claim),
    ...medianWords('First touch after', figures.touch, figuresBefore.touch),
  ];
  return [
    ...medians.map((words) => line(plain(words))),
    ...doneWords(figures).map((words) => line(plain(words))),
  ];
}

function medianWords(what: string, now: Median | null, before: Median | null): string[] {
  if (!now) return [];
  const then = before ? `, before ${lengthInWords(before.median)} (of ${before.n})` : '';
  return [`${what} ${lengthInWords(now.median)} (median of ${now.n})${then}`];
}

const doneWords = ({ touches, won }: Figures): string[] =>
  touches + won === 0
    ? []
    : [
        [
          ...(touches > 0 ? [touches === 1 ? '1 touch' : `${touches} touches`] : []),
          ...(won > 0 ? [`${counted(won, 'lead')} won`] : []),
        ].join(', '),
      ];

function chanceBlocks(chances: readonly Chance[]): KnownBlock[] {
  if (chances.length === 0) return [];
  const title = chances.length === 1 ? 'Look at this first' : 'Look at these first';
  return chances.flatMap((chance, i) => [
    richText([
      ...(i === 0 ? [line(bold(title))] : []),
      line(...titleLine(chance.lead)),
      line(...reasonWords(chance)),
    ]),
    ...actions([...quickButtons(chance.lead), moreMenu(chance.lead)]),
  ]);
}

/** Why this one: `Overdue since Mon 10:00`. */
export function reasonWords({ lead, reason }: Chance): Inline[] {
  const at = lead.followUpDueAt ? [moment(lead.followUpDueAt)] : [];
  const words = {
    overdue: 'Overdue since ',
    untouched: 'No touch yet, due ',
    'due-next': 'Due next: ',
  } as const;
  return joined([[plain(words[reason]), ...at]]);
}

/** `Mon 23 Nov` */
export const dayAndMonth = (date: string): string => writtenDay(date).slice(0, -5);
