import { z } from 'zod';
import type { Context } from '../context.ts';
import { complianceByRep } from '../leads/complianceStore.ts';
import { shareInWords } from '../leads/complianceWords.ts';
import { nothingDue } from '../leads/compliance.ts';
import { findPeople } from '../people/peopleStore.ts';
import { barred } from '../people/roles.ts';
import { dayNumber, isoDate } from '../people/zone.ts';
import { context, header } from '../slack/blocks.ts';
import { fallbackText } from '../slack/fallbackText.ts';
import type { Drawing, MessageKind } from '../slack/message.ts';
import {
  bold,
  type Inline,
  joined,
  line,
  mention,
  plain,
  type RichLine,
  richText,
} from '../slack/richText.ts';
import { dayAndMonth } from './drawScorecard.ts';
import { type Leaderboard, leastUpdates, type Placed, rank, type RepWeeks } from './leaderboard.ts';
import { weekAfter, weeksBefore } from './scorecard.ts';

const subject = z.object({ monday: z.string() });

/** Who does best in a channel, for the channel. Frozen once it is posted. */
export const leaderboardMessage: MessageKind = {
  atMostOnce: true,
  async draw(ctx, message) {
    if (message.posted) return null;
    const { document } = await ctx.settings.current();
    const channelId = message.destination;
    if (!document.channels[channelId]?.leaderboard) return null;
    const { monday } = subject.parse(message.subject);
    const board = rank(await repWeeks(ctx, channelId, monday));
    return board && drawLeaderboard(board, monday);
  },
};

/** Of those who are still there. */
async function repWeeks(ctx: Context, channelId: string, monday: string): Promise<RepWeeks[]> {
  const before = (date: string) => isoDate(dayNumber(date) - 1);
  const span = (from: string, next: string) =>
    complianceByRep(ctx, { channels: [channelId], from, until: before(next) });
  const now = await span(monday, weekAfter(monday));
  const then = await span(weekAfter(monday, -weeksBefore), monday);
  const ids = now.map(({ personId }) => personId);
  const people = await findPeople(ctx.db, ctx.workspaceId, ids);
  const there = new Set(people.filter((person) => !barred(person)).map(({ id }) => id));
  return now
    .filter(({ personId }) => there.has(personId))
    .map(({ personId, compliance }) => ({
      personId,
      week: compliance,
      before: then.find((one) => one.personId === personId)?.compliance ?? nothingDue,
    }));
}

const named = 5;

export function drawLeaderboard({ top, improved }: Leaderboard, monday: string): Drawing {
  const places = [1, 2, 3].map((place) => top.filter((one) => one.place === place));
  const blocks = [
    header(`On time in the week from ${dayAndMonth(monday)}`),
    richText([
      ...places.flatMap((at) => (at[0] ? [placeLine(at, at[0])] : [])),
      ...(improved.length > 0
        ? [line(bold('Gained most: '), ...names(improved), ...gainWords(improved))]
        : []),
    ]),
    context(
      `Compared are reps with at least ${leastUpdates} updates due in the week; a gain, with at least ${leastUpdates} in their own four weeks before.`,
    ),
  ];
  return { text: fallbackText(blocks), blocks };
}

/** `1. @ana 96 % (24 of 25)`; of several, `1. 100 %: @ana (12 of 12), @ben (15 of 15)` */
const placeLine = (at: readonly Placed[], { place, week }: Placed): RichLine =>
  at.length === 1
    ? line(bold(`${place}. `), ...names(at), plain(`  ${shareInWords(week.onTime, week.due)}`))
    : line(
        bold(`${place}. `),
        plain(`${Math.round((100 * week.onTime) / week.due)} %: `),
        ...names(at, (one) => [plain(` (${one.week.onTime} of ${one.week.due})`)]),
      );

const gainWords = (improved: readonly RepWeeks[]): Inline[] =>
  improved.length > 1
    ? []
    : improved.map(({ week, before }) =>
        plain(
          `  ${shareInWords(week.onTime, week.due)}, after ${shareInWords(before.onTime, before.due)} in the four weeks before`,
        ),
      );

const names = (
  reps: readonly RepWeeks[],
  more: (rep: RepWeeks) => readonly Inline[] = () => [],
): Inline[] => [
  ...joined(
    reps.slice(0, named).map((rep) => [mention(rep.personId), ...more(rep)]),
    ', ',
  ),
  ...(reps.length > named ? [plain(` and ${reps.length - named} more`)] : []),
];
