import type { Context, PersonActor } from '../context.ts';
import { cleanText } from '../db/cleanText.ts';
import { noteInteraction } from '../db/interactionStore.ts';
import { meetPerson } from '../people/meetPerson.ts';
import { type Barred, barred } from '../people/roles.ts';
import { longestText } from './saying.ts';
import { findAsk, saveQuote } from './quoteStore.ts';

export type SayQuote = {
  readonly by: PersonActor;
  readonly sourceKey: string;
  /** For which they were asked: its first day. */
  readonly month: string;
  /** Empty: they say nothing, or take back what they said. */
  readonly text: string;
};

export type SayQuoteOutcome =
  | { readonly outcome: 'said' | 'left' | 'repeated' }
  | { readonly outcome: 'invalid'; readonly errors: { readonly text: string } }
  | { readonly outcome: 'not-allowed'; readonly why: Barred | 'asked' };

/** Whoever was asked says what they would say of a source's leads, says something else, or nothing. */
export async function sayQuote(
  ctx: Context,
  { by, sourceKey, month, text }: SayQuote,
): Promise<SayQuoteOutcome> {
  const { db, workspaceId } = ctx;
  const why = barred(await meetPerson(ctx, by.id));
  if (why) return { outcome: 'not-allowed', why };
  const of = { sourceKey, month, personId: by.id };
  if (!(await findAsk(db, workspaceId, of))) return { outcome: 'not-allowed', why: 'asked' };
  const body = cleanText(text);
  if (body.length > longestText) {
    const error = `This has ${body.length} characters; ${longestText} are possible.`;
    return { outcome: 'invalid', errors: { text: error } };
  }
  const now = ctx.clock.now();
  const outcome = await db.transaction().execute(async (trx) => {
    if (!(await noteInteraction(trx, workspaceId, by, now))) return 'repeated';
    await saveQuote(trx, workspaceId, { ...of, body: body || null, at: now });
    return body ? 'said' : 'left';
  });
  ctx.wakeDelivery('redraws');
  return { outcome };
}
