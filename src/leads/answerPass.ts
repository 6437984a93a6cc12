import type { Context, PersonActor } from '../context.ts';
import { findPerson } from '../people/peopleStore.ts';
import type { Person } from '../people/person.ts';
import { barred } from '../people/roles.ts';
import { type Plan, type Situation, changeLead } from './changeLead.ts';
import { handOver, whyCannotTake } from './handOver.ts';
import type { LeadWithDetails } from './lead.ts';
import { findLead } from './leadStore.ts';
import { declinePass, findPass, type Pass } from './passStore.ts';
import type { Gone, Refused, Repeated } from './refusal.ts';
import { isClosed } from './statuses.ts';
import { tellPassAnswers } from './tellPassAnswers.ts';

export type AnswerPassOutcome =
  | { readonly outcome: 'accepted'; readonly lead: LeadWithDetails }
  | { readonly outcome: 'declined'; readonly lead: LeadWithDetails }
  /** It has expired, or the lead is somebody else's or closed by now. */
  | { readonly outcome: 'no-offer'; readonly lead: LeadWithDetails | null }
  | Gone
  | Refused
  | Repeated;

/**
 * Accepts or declines a lead that a colleague offers. Only the one to whom it is offered may, and only
 * while the offer stands. Whoever accepts is its owner from then on, with a window of their own.
 */
export async function answerPass(
  ctx: Context,
  { passId, accept, by }: { passId: number; accept: boolean; by: PersonActor },
): Promise<AnswerPassOutcome> {
  const { db, workspaceId } = ctx;
  const pass = await findPass(db, workspaceId, passId);
  const lead = pass ? await findLead(db, workspaceId, pass.leadId) : null;
  const now = ctx.clock.now();
  const isTheirs = pass !== undefined && pass.toId === by.id;
  if (lead && isTheirs && (pass.outcome === 'accepted' || pass.outcome === 'declined')) {
    return { outcome: 'repeated', lead };
  }
  if (!lead || !isTheirs || pass.outcome || pass.expiresAt <= now) {
    return { outcome: 'no-offer', lead };
  }
  const answer = await (accept ? takeOver(ctx, pass, by) : decline(ctx, pass, lead, now));
  if (answer.outcome === 'accepted' || answer.outcome === 'declined') await tellPassAnswers(ctx);
  return answer;
}

async function takeOver(ctx: Context, pass: Pass, by: PersonActor): Promise<AnswerPassOutcome> {
  const rep = await findPerson(ctx.db, ctx.workspaceId, by.id);
  return changeLead(ctx, { leadId: pass.leadId, by }, (situation) =>
    accepted(situation, pass, rep),
  );
}

function accepted(
  { lead, settings, now }: Situation,
  pass: Pass,
  rep: Person | null,
): Plan<AnswerPassOutcome> | AnswerPassOutcome {
  const { document } = settings;
  // The other click of two at once.
  if (lead.ownerId === pass.toId) return { outcome: 'repeated', lead };
  const stands = lead.ownerId === pass.fromId && !isClosed(lead.status);
  if (!stands || !rep || whyCannotTake(lead, rep, document, now)) {
    return { outcome: 'no-offer', lead };
  }
  return {
    change: { kind: 'passed', passAccepted: true, ...handOver(lead, rep, document, now) },
    answer: (changed) => ({ outcome: 'accepted', lead: changed }),
  };
}

async function decline(
  ctx: Context,
  pass: Pass,
  lead: LeadWithDetails,
  now: Date,
): Promise<AnswerPassOutcome> {
  const why = barred(await findPerson(ctx.db, ctx.workspaceId, pass.toId));
  if (why) return { outcome: 'not-allowed', lead, why };
  const declined = await ctx.db
    .transaction()
    .execute((trx) => declinePass(trx, ctx.workspaceId, pass.id, now));
  return declined ? { outcome: 'declined', lead } : { outcome: 'no-offer', lead };
}
