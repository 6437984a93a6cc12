import { z } from 'zod';
import type { Context } from '../context.ts';
import { complianceByDay } from '../leads/complianceStore.ts';
import { findPerson } from '../people/peopleStore.ts';
import { barred } from '../people/roles.ts';
import { scorecardDue } from '../people/scorecardDay.ts';
import { dayNumber, isoDate, localDate } from '../people/zone.ts';
import { drawShareByDay } from '../pictures/drawShareByDay.ts';
import { type ShareOfDay, shareByDayInWords } from '../pictures/shareByDay.ts';
import { escape } from '../slack/escape.ts';
import { fallbackText } from '../slack/fallbackText.ts';
import type { Message, MessageKind } from '../slack/message.ts';
import { enqueueMessage } from '../slack/messageStore.ts';
import { line, plain, richText } from '../slack/richText.ts';
import { drawScorecard } from './drawScorecard.ts';
import { findOwnChannels } from './findOwnChannels.ts';
import { holdsIn } from './goal.ts';
import { findGoals } from './goalStore.ts';
import { readScorecard } from './readScorecard.ts';
import { hasContent } from './scorecard.ts';

const subject = z.object({ monday: z.string() });

/** The picture follows once the week stands, and only then. */
const onPosted: MessageKind['onPosted'] = async (ctx, trx, { subject: about, destination }, at) => {
  const { monday } = subject.parse(about);
  await enqueueMessage(trx, {
    workspaceId: ctx.workspaceId,
    kind: 'scorecard-picture',
    key: `scorecard-picture:${monday}:${destination}`,
    personId: destination,
    destination,
    subject: { monday },
    now: at,
  });
};

/** A rep's week. Frozen once it is posted: it says how things stood then. */
export const scorecardMessage: MessageKind = {
  atMostOnce: true,
  onPosted,
  async draw(ctx, message, now) {
    if (message.posted) return null;
    const found = await recipient(ctx, message, now);
    if (!found) return null;
    const { person, monday, at } = found;
    const card = await readScorecard(ctx, person, { monday });
    if (!hasContent(card)) return null;
    const isLate = now.getTime() - at.getTime() > punctual;
    return drawScorecard(card, person.id, { late: isLate ? now : null });
  },
};

/** The picture that follows it: the rep's own last thirty days. */
export const scorecardPictureMessage: MessageKind = {
  atMostOnce: true,
  async draw(ctx, message, now) {
    if (message.posted) return null;
    const found = await recipient(ctx, message, now);
    if (!found) return null;
    const until = localDate(now, found.person.timezone);
    const days = await shownDays(ctx, found.person.id, until);
    if (days.every(({ whole }) => whole === 0)) return null;
    const goal = await commonGoal(ctx, found.person.id, found.monday);
    const words = shareByDayInWords({ days, goal });
    const blocks = [richText([line(plain(words))])];
    return {
      file: {
        name: `my-days-${until}.png`,
        title: 'Your updates on time, day by day',
        bytes: () => drawShareByDay({ days, goal }),
        altText: words,
      },
      text: escape(words),
      instead: { text: fallbackText(blocks), blocks },
    };
  },
};

const punctual = 15 * 60_000;
const pictured = 30;

/** Null: gone, or the day is over for this scorecard. */
async function recipient(ctx: Context, message: Message, now: Date) {
  const { monday } = subject.parse(message.subject);
  const person = await findPerson(ctx.db, ctx.workspaceId, message.destination);
  if (!person || barred(person)) return null;
  const { document } = await ctx.settings.current();
  const due = scorecardDue(now, person.timezone, document);
  return due?.monday === monday && now >= due.at ? { person, monday, at: due.at } : null;
}

async function shownDays(ctx: Context, personId: string, until: string): Promise<ShareOfDay[]> {
  const first = dayNumber(until) - pictured + 1;
  const decided = await complianceByDay(ctx, { personId, from: isoDate(first), until });
  return Array.from({ length: pictured }, (_, i) => {
    const date = isoDate(first + i);
    const found = decided.find((day) => day.date === date)?.compliance;
    return { date, part: found?.onTime ?? 0, whole: found?.due ?? 0 };
  });
}

/** What their channels want on time, where all want the same. */
async function commonGoal(ctx: Context, personId: string, monday: string): Promise<number | null> {
  const channels = await findOwnChannels(ctx, personId);
  const goals = await findGoals(ctx.db, ctx.workspaceId, channels, monday);
  const [goal, ...others] = goals.filter((one) => one.within === null && holdsIn(one, monday));
  return goal && others.every(({ share }) => share === goal.share) ? goal.share : null;
}
