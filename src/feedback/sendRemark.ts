import type { Context, PersonActor } from '../context.ts';
import { cleanText } from '../db/cleanText.ts';
import { noteInteraction } from '../db/interactionStore.ts';
import { findLead } from '../leads/leadStore.ts';
import { calendarOf } from '../people/calendar.ts';
import { meetPerson } from '../people/meetPerson.ts';
import { findPerson } from '../people/peopleStore.ts';
import { type Barred, barred } from '../people/roles.ts';
import { tellPerson } from '../people/tellPerson.ts';
import { parseWindow } from '../people/window.ts';
import { addWorkingTime } from '../people/workingTime.ts';
import { insertRemark, type Remark } from './remarkStore.ts';
import { remarkTelling, textError } from './saying.ts';

export type SendRemark = {
  readonly leadId: number;
  readonly by: PersonActor;
  readonly kind: Remark['kind'];
  readonly text: string;
};

export type SendRemarkOutcome =
  | { readonly outcome: 'sent' | 'repeated'; readonly toId: string }
  | { readonly outcome: 'invalid'; readonly errors: { readonly text: string } }
  | { readonly outcome: 'not-allowed'; readonly why: Barred | 'source-owner' }
  /** Nobody has the lead, or it is the marketer's own, or its owner has left. */
  | { readonly outcome: 'nobody-to-tell' };

/**
 * The owner of a lead's source thanks its rep for how they treat it, or asks about that. A question is
 * to be answered within `feedback.answerWindow` of the rep's working time.
 */
export async function sendRemark(
  ctx: Context,
  { leadId, by, kind, text }: SendRemark,
): Promise<SendRemarkOutcome> {
  const { db, workspaceId } = ctx;
  const person = await meetPerson(ctx, by.id);
  const why = barred(person);
  if (!person || why) return { outcome: 'not-allowed', why: why ?? 'unknown' };
  const { document } = await ctx.settings.current();
  const lead = await findLead(db, workspaceId, leadId);
  if (!lead || document.sources[lead.sourceKey]?.owner !== by.id) {
    return { outcome: 'not-allowed', why: 'source-owner' };
  }
  const rep = lead.ownerId ? await findPerson(db, workspaceId, lead.ownerId) : null;
  if (!rep || barred(rep) || rep.id === by.id) return { outcome: 'nobody-to-tell' };
  const body = cleanText(text);
  const error = textError(body);
  if (error) return { outcome: 'invalid', errors: { text: error } };

  const now = ctx.clock.now();
  const window = parseWindow(document.feedback.answerWindow);
  const dueAt = kind === 'question' ? addWorkingTime(now, window, calendarOf(rep, document)) : null;
  const outcome = await db.transaction().execute(async (trx) => {
    if (!(await noteInteraction(trx, workspaceId, by, now))) return 'repeated';
    const { sourceKey } = lead;
    const remark = { leadId, sourceKey, kind, fromId: by.id, toId: rep.id, body, at: now, dueAt };
    const id = await insertRemark(trx, workspaceId, remark);
    await tellPerson(ctx, trx, { person: rep, ...remarkTelling(id, leadId) });
    return 'sent';
  });
  if (outcome === 'sent') ctx.wakeDelivery();
  return { outcome, toId: rep.id };
}
