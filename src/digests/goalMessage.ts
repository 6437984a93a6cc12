import { z } from 'zod';
import { shareInWords } from '../leads/complianceWords.ts';
import { writtenDay } from '../people/zone.ts';
import { fallbackText } from '../slack/fallbackText.ts';
import type { Drawing, MessageKind } from '../slack/message.ts';
import { bold, line, plain, richText } from '../slack/richText.ts';
import { type Goal, goalInWords, type Progress } from './goal.ts';
import { findGoal, findGoalWeek } from './goalStore.ts';

const subject = z.object({ goal: z.number(), monday: z.string() });

/** Thanks a channel for a week in which it met its goal. */
export const goalMessage: MessageKind = {
  atMostOnce: true,
  async draw(ctx, message) {
    if (message.posted) return null;
    const { goal: id, monday } = subject.parse(message.subject);
    const goal = await findGoal(ctx.db, ctx.workspaceId, id);
    const week = goal && (await findGoalWeek(ctx.db, ctx.workspaceId, id, monday));
    return goal && week?.met ? drawGoalMet(goal, week, monday) : null;
  },
};

/** One line, with figures and no names. */
export function drawGoalMet(goal: Goal, { count, reached }: Progress, monday: string): Drawing {
  const blocks = [
    richText([
      line(
        bold('Goal met'),
        plain(
          ` in the week from ${writtenDay(monday)}: ${shareInWords(reached, count)}. ` +
            `The goal was ${goalInWords(goal)}. Thank you.`,
        ),
      ),
    ]),
  ];
  return { text: fallbackText(blocks), blocks };
}
