import type { KnownBlock } from '@slack/types';
import { z } from 'zod';
import type { Context } from '../context.ts';
import { findPerson } from '../people/peopleStore.ts';
import { barred } from '../people/roles.ts';
import { scorecardDue } from '../people/scorecardDay.ts';
import { writtenDay } from '../people/zone.ts';
import { type Bars, barsInWords } from '../pictures/bars.ts';
import { drawBars } from '../pictures/drawBars.ts';
import { actions, button, context, header, markup, slackDate } from '../slack/blocks.ts';
import { escape } from '../slack/escape.ts';
import { fallbackText } from '../slack/fallbackText.ts';
import type { Drawing, Message, MessageKind } from '../slack/message.ts';
import { line, oneLine, plain, richText } from '../slack/richText.ts';
import { shortLine } from './drawSource.ts';
import { sourceWeekLines } from './drawSourceWeek.ts';
import { readSourceScorecard, type SourceCard } from './readSourceScorecard.ts';
import { hasNews } from './sourceFigures.ts';
import { sourceBars } from './sourceBars.ts';
import { sourceReaders } from './sourceReach.ts';

const subject = z.object({ monday: z.string() });

/** The week of all sources of an owner. Frozen once it is posted: it says how things stood then. */
export const sourceScorecardMessage: MessageKind = {
  atMostOnce: true,
  async draw(ctx, message, now) {
    const found = message.posted ? null : await recipient(ctx, message, now);
    if (!found) return null;
    const { cards, monday, at } = found;
    const isLate = now.getTime() - at.getTime() > punctual;
    return drawSourceScorecard(cards, monday, { late: isLate ? now : null });
  },
};

/** The picture that follows it: how many qualified of those worked over four weeks; of a single source, all its steps. */
export const sourcePictureMessage: MessageKind = {
  atMostOnce: true,
  async draw(ctx, message, now) {
    const found = message.posted ? null : await recipient(ctx, message, now);
    const bars = found && sourceBars(found.cards);
    return bars && drawPicture(bars, found.monday);
  },
};

const punctual = 15 * 60_000;

/** Null: gone, owns nothing any more, has nothing to be told, or the day is over for this scorecard. */
async function recipient(ctx: Context, message: Message, now: Date) {
  const { monday } = subject.parse(message.subject);
  const person = await findPerson(ctx.db, ctx.workspaceId, message.destination);
  if (!person || barred(person)) return null;
  const { document } = await ctx.settings.current();
  const due = scorecardDue(now, person.timezone, document);
  if (due?.monday !== monday || now < due.at) return null;
  const readers = await sourceReaders(ctx);
  const keys = [...readers].find(([{ id }]) => id === person.id)?.[1] ?? [];
  const cards = await readSourceScorecard(ctx, keys, monday);
  const isWorthIt = cards.some(({ figures, longer }) => hasNews(figures) || longer.arrived > 0);
  return isWorthIt ? { cards, monday, at: due.at } : null;
}

/** So that a phone shows it all: a few with their figures, some more in a line each; the rest is behind `Open`. */
const shownWhole = 2;
const shownShort = 2;

/** `late`: when it was sent, where that is not when it was due. */
export function drawSourceScorecard(
  cards: readonly SourceCard[],
  monday: string,
  { late = null }: { late?: Date | null } = {},
): Drawing {
  const busy = cards.filter(({ figures }) => hasNews(figures));
  const quiet = cards.filter(({ figures }) => !hasNews(figures));
  const short = busy.slice(shownWhole, shownWhole + shownShort);
  const more = busy.length - shownWhole - short.length;
  const blocks: KnownBlock[] = [
    header(`Your ${cards.length === 1 ? 'source' : 'sources'}, week from ${dayAndMonth(monday)}`),
    ...(late
      ? [
          context(
            markup`Sent late, at ${slackDate(late, '{time}')}: the app was not running at the usual time.`,
          ),
        ]
      : []),
    ...busy
      .slice(0, shownWhole)
      .map((card) => richText(sourceWeekLines(card, { alone: busy.length === 1 }))),
    ...(short.length > 0 ? [richText(short.map(({ figures }) => shortLine(figures)))] : []),
    ...(more > 0 ? [context(`And ${more} more with leads.`)] : []),
    ...(quiet.length > 0 ? [context(quietWords(quiet))] : []),
    ...(busy.some(({ figures, longer }) => figures.worked + longer.worked > 0)
      ? [context('A range after a share: how far chance alone may have moved it (95 %).')]
      : []),
    ...actions([openButton(busy[shownWhole] ?? cards[0])]),
  ];
  return { text: fallbackText(blocks), blocks };
}

const shownQuiet = 2;

function quietWords(quiet: readonly SourceCard[]): string {
  const names = quiet.slice(0, shownQuiet).map(({ figures }) => oneLine(figures.name, 30));
  const more = quiet.length > names.length ? ` and ${quiet.length - names.length} more` : '';
  return `No leads this week: ${names.join(', ')}${more}.`;
}

const openButton = (card: SourceCard | undefined) =>
  button({
    text: 'Open',
    actionId: 'source:open',
    value: card?.figures.key ?? 'all',
    spoken: 'Open the figures of any source and period',
  });

function drawPicture(bars: Bars, monday: string) {
  const words = barsInWords(bars);
  const blocks = [richText([line(plain(words))])];
  return {
    file: {
      name: `sources-${monday}.png`,
      title: bars.heading,
      bytes: () => drawBars(bars),
      altText: words,
    },
    text: escape(words),
    instead: { text: fallbackText(blocks), blocks },
  };
}

/** `Mon 23 Nov` */
const dayAndMonth = (date: string): string => writtenDay(date).slice(0, -5);
