import type { Context, PersonActor } from '../context.ts';
import { cleanText } from '../db/cleanText.ts';
import { noteInteraction } from '../db/interactionStore.ts';
import { meetPerson } from '../people/meetPerson.ts';
import { findPerson } from '../people/peopleStore.ts';
import { type Barred, barred } from '../people/roles.ts';
import { tellPerson } from '../people/tellPerson.ts';
import { type FeedbackItem, findFeedback, saveAnswer } from './feedbackStore.ts';
import { disputeTelling, longestText } from './saying.ts';

export type AnswerGrade = {
  readonly gradeId: number;
  readonly by: PersonActor;
  readonly answer: 'accepted' | 'disputed';
  /** A dispute needs one. */
  readonly text: string;
};

export type AnswerGradeOutcome =
  | { readonly outcome: 'answered' | 'answered-before' | 'repeated'; readonly item: FeedbackItem }
  | { readonly outcome: 'invalid'; readonly errors: { readonly text: string } }
  | { readonly outcome: 'not-allowed'; readonly why: Barred | 'source-owner' }
  | { readonly outcome: 'gone' };

/**
 * Accepts or disputes a rep's grade, once; late, too. Whoever is asked to answer may: who owned the
 * source when the lead was graded; and who owns it now. The rep is told of a dispute.
 */
export async function answerGrade(
  ctx: Context,
  { gradeId, by, answer, text: written }: AnswerGrade,
): Promise<AnswerGradeOutcome> {
  const { db, workspaceId } = ctx;
  const person = await meetPerson(ctx, by.id);
  const why = barred(person);
  if (!person || why) return { outcome: 'not-allowed', why: why ?? 'unknown' };
  const item = await findFeedback(db, workspaceId, gradeId);
  if (!item) return { outcome: 'gone' };
  const { document } = await ctx.settings.current();
  const owner = document.sources[item.sourceKey]?.owner;
  if (by.id !== item.ownerId && by.id !== owner) {
    return { outcome: 'not-allowed', why: 'source-owner' };
  }
  const text = cleanText(written);
  if (answer === 'disputed' && !text) {
    return { outcome: 'invalid', errors: { text: 'Say what you know that the rep does not.' } };
  }
  if (text.length > longestText) {
    const error = `This has ${text.length} characters; ${longestText} are possible.`;
    return { outcome: 'invalid', errors: { text: error } };
  }
  const now = ctx.clock.now();
  const rep = await findPerson(db, workspaceId, item.repId);
  const outcome = await db.transaction().execute(async (trx) => {
    if (!(await noteInteraction(trx, workspaceId, by, now))) return 'repeated';
    const saved = { id: gradeId, answer, text: text || null, by: by.id, at: now };
    if (!(await saveAnswer(trx, workspaceId, saved))) return 'answered-before';
    if (answer === 'disputed' && rep)
      await tellPerson(ctx, trx, { person: rep, ...disputeTelling(item) });
    return 'answered';
  });
  if (outcome === 'answered') ctx.wakeDelivery();
  return { outcome, item };
}
