import type { Context, PersonActor } from '../context.ts';
import { cleanText } from '../db/cleanText.ts';
import { noteInteraction } from '../db/interactionStore.ts';
import { meetPerson } from '../people/meetPerson.ts';
import { findPerson } from '../people/peopleStore.ts';
import { type Barred, barred } from '../people/roles.ts';
import { tellPerson } from '../people/tellPerson.ts';
import { findRemark, saveRemarkAnswer } from './remarkStore.ts';
import { answerTelling, textError } from './saying.ts';

export type AnswerRemarkOutcome =
  | { readonly outcome: 'answered' | 'answered-before' | 'repeated' }
  | { readonly outcome: 'invalid'; readonly errors: { readonly text: string } }
  | { readonly outcome: 'not-allowed'; readonly why: Barred | 'asked' };

/** The rep who was asked answers a marketer's question, once; late, too. The marketer is told. */
export async function answerRemark(
  ctx: Context,
  { remarkId, by, text }: { remarkId: number; by: PersonActor; text: string },
): Promise<AnswerRemarkOutcome> {
  const { db, workspaceId } = ctx;
  const person = await meetPerson(ctx, by.id);
  const why = barred(person);
  if (!person || why) return { outcome: 'not-allowed', why: why ?? 'unknown' };
  const remark = await findRemark(db, workspaceId, remarkId);
  if (!remark || remark.kind !== 'question' || remark.toId !== by.id) {
    return { outcome: 'not-allowed', why: 'asked' };
  }
  const answer = cleanText(text);
  const error = textError(answer);
  if (error) return { outcome: 'invalid', errors: { text: error } };
  const now = ctx.clock.now();
  const asker = await findPerson(db, workspaceId, remark.fromId);
  const outcome = await db.transaction().execute(async (trx) => {
    if (!(await noteInteraction(trx, workspaceId, by, now))) return 'repeated';
    const saved = { id: remarkId, text: answer, at: now };
    if (!(await saveRemarkAnswer(trx, workspaceId, saved))) return 'answered-before';
    if (asker) {
      await tellPerson(ctx, trx, { person: asker, ...answerTelling(remark) });
    }
    return 'answered';
  });
  if (outcome === 'answered') ctx.wakeDelivery();
  return { outcome };
}
