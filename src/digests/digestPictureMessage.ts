import type { Context } from '../context.ts';
import { complianceByDay } from '../leads/complianceStore.ts';
import { shareInWords } from '../leads/complianceWords.ts';
import { mondayOf } from '../people/zone.ts';
import { drawShareByDay } from '../pictures/drawShareByDay.ts';
import { type ShareOfDay, shareByDayInWords, shortDate } from '../pictures/shareByDay.ts';
import { fallbackText } from '../slack/fallbackText.ts';
import type { Drawing, MessageKind, SharedFile } from '../slack/message.ts';
import { bold, line, plain, richText } from '../slack/richText.ts';
import { dateAfter, workingDayBefore } from './digest.ts';
import { editionFor } from './digestMessage.ts';
import { readTeamGoals } from './teamGoals.ts';

const days = 30;
/** Fewer days with something due are no picture: the digest has their figures. */
const fewest = 3;

/** The picture under a digest: the last thirty days against the goal. None where hardly anything was due in them. */
export const digestPictureMessage: MessageKind = {
  atMostOnce: true,
  async draw(ctx, message, now) {
    const edition = message.posted ? null : await editionFor(ctx, message, now);
    if (!edition) return null;
    const { team, date, calendar } = edition;
    const lastDay = workingDayBefore(date, calendar);
    const shares = await readShares(ctx, team.channels, lastDay);
    if (shares.filter(({ whole }) => whole > 0).length < fewest) return null;
    const { onTime } = await readTeamGoals(ctx, team.channels, mondayOf(lastDay));
    return drawPicture(shares, onTime?.share ?? null, date);
  },
};

async function readShares(
  ctx: Context,
  channels: readonly string[],
  until: string,
): Promise<ShareOfDay[]> {
  const from = dateAfter(until, 1 - days);
  const known = await complianceByDay(ctx, { channels, from, until });
  const byDate = new Map(known.map((day) => [day.date, day.compliance]));
  return Array.from({ length: days }, (_, n) => {
    const date = dateAfter(from, n);
    const { onTime = 0, due = 0 } = byDate.get(date) ?? {};
    return { date, part: onTime, whole: due };
  });
}

function drawPicture(shares: readonly ShareOfDay[], goal: number | null, date: string): SharedFile {
  const picture = { days: shares, goal };
  const title = 'Updates on time, the last 30 days';
  const file = {
    name: `on-time-${date}.png`,
    title,
    bytes: () => drawShareByDay(picture),
    altText: shareByDayInWords(picture),
  };
  return { file, text: title, instead: drawInWords(shares, goal) };
}

/** The same facts where there is no picture: in a sentence, and week by week. */
export function drawInWords(shares: readonly ShareOfDay[], goal: number | null): Drawing {
  const weeks = Map.groupBy(shares, ({ date }) => mondayOf(date));
  const blocks = [
    richText([
      line(bold('Updates on time, the last 30 days')),
      line(plain(shareByDayInWords({ days: shares, goal }))),
      ...[...weeks.values()].flatMap((week) => {
        const sum = (of: 'part' | 'whole') => week.reduce((total, day) => total + day[of], 0);
        const [first, last] = [week[0]?.date ?? '', week.at(-1)?.date ?? ''];
        const span = `• ${shortDate(first)} to ${shortDate(last)}: `;
        return sum('whole') > 0
          ? [line(plain(span + shareInWords(sum('part'), sum('whole'))))]
          : [];
      }),
    ]),
  ];
  return { text: fallbackText(blocks), blocks };
}
