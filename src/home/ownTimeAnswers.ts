import type { Context, PersonActor } from '../context.ts';
import { wholeDays } from '../people/away.ts';
import { cameBackWords, goneAwayWords } from '../people/awayWords.ts';
import { calendarOf, workspaceCalendar } from '../people/calendar.ts';
import type { ComeBackOutcome } from '../people/comeBack.ts';
import { goAway, type GoAwayOutcome } from '../people/goAway.ts';
import { meetPerson } from '../people/meetPerson.ts';
import { type Inline, plain } from '../slack/richText.ts';
import { notAllowed } from '../leads/refusalWords.ts';

/** Somebody is away for whole days, on their own clock. */
export async function goAwayFor(
  ctx: Context,
  by: PersonActor,
  standInId: string | null,
  days: { readonly from: string; readonly until: string },
): Promise<GoAwayOutcome> {
  const person = await meetPerson(ctx, by.id);
  const { document } = await ctx.settings.current();
  const calendar = person ? calendarOf(person, document) : workspaceCalendar(document);
  return goAway(ctx, { by, standInId, ...wholeDays(days, calendar, ctx.clock.now()) });
}

export const goneAway = (answer: GoAwayOutcome, now: Date): Inline[] =>
  answer.outcome === 'not-allowed' ? [plain(notAllowed(answer.why))] : goneAwayWords(answer, now);

export const cameBack = (answer: ComeBackOutcome, now: Date): Inline[] =>
  answer.outcome === 'not-allowed' ? [plain(notAllowed(answer.why))] : cameBackWords(answer, now);
