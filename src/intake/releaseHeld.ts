import { type Context, theApp } from '../context.ts';
import type { Trx } from '../db/openDatabase.ts';
import { assignLead } from '../leads/assignLead.ts';
import { type Plan, type Situation, changeLead } from '../leads/changeLead.ts';
import { codesOf, knownOf, lacking } from '../leads/completeness.ts';
import { eachLead } from '../leads/eachLead.ts';
import { goOn, stillLacking } from '../leads/hold.ts';
import { findHeldFor, findHeldForThat, findOverHolds } from '../leads/holdStore.ts';
import type { LeadWithDetails } from '../leads/lead.ts';
import { makeUp } from '../leads/makeUp.ts';
import type { Gone, Refused, Repeated } from '../leads/refusal.ts';
import { tellHeld } from '../leads/tellHeld.ts';
import type { Settings } from '../settings/settings.ts';
import { summarise } from './summarise.ts';

type Outcome =
  | { readonly outcome: 'gone-on' | 'fewer-lacking' | 'stays'; readonly lead: LeadWithDetails }
  | Gone
  | Refused
  | Repeated;

/**
 * Ends holds whose time is over: the lead goes before reps with what it lacks on its card, or its rep's
 * clock starts anew. Ends those that the settings no longer ask for. Tells whoever has not been told
 * of what is held, and makes up for time that bad leads cost. Run every minute.
 */
export async function releaseHeld(ctx: Context): Promise<Record<string, number>> {
  const { db, workspaceId } = ctx;
  const now = ctx.clock.now();
  const released = await eachLead(
    ctx,
    (after, limit) => findOverHolds(db, workspaceId, { now, after, limit }),
    ({ leadId }) => release(ctx, leadId, (situation) => passLimit(situation)),
  );
  const noLongerAsked = await releaseUnasked(ctx);
  const told = await tellHeld(ctx);
  const madeUp = await makeUp(ctx);
  return { released, noLongerAsked, told, madeUp };
}

function passLimit(situation: Situation): Plan<Outcome> | Outcome {
  const { lead, now } = situation;
  if (!lead.heldUntil || lead.heldUntil > now || lead.closedAt) return { outcome: 'stays', lead };
  return {
    change: {
      kind: 'limit-passed',
      ...goOn(situation, lead.missing, { withCard: lead.importId === null }),
      data: { missing: [...lead.missing] },
    },
    answer: (gone) => ({ outcome: 'gone-on', lead: gone }),
  };
}

/** Where the must-haves of a source have changed, what is held for others is judged anew. */
async function releaseUnasked(ctx: Context): Promise<number> {
  const { db, workspaceId } = ctx;
  const { document } = await ctx.settings.current();
  let released = 0;
  for (const held of await findHeldFor(db, workspaceId)) {
    const codes = codesOf(document.sources[held.sourceKey]?.mustHave);
    if (held.missing.every((code) => codes.includes(code))) continue;
    released += await eachLead(
      ctx,
      (after, limit) => findHeldForThat(db, workspaceId, held, { after, limit }),
      ({ leadId }) => release(ctx, leadId, (situation) => judgeAnew(situation, document)),
    );
  }
  return released;
}

function judgeAnew(situation: Situation, { sources }: Settings): Plan<Outcome> | Outcome {
  const { lead } = situation;
  if (lead.status !== 'held') return { outcome: 'stays', lead };
  const missing = lacking(knownOf(lead), codesOf(sources[lead.sourceKey]?.mustHave));
  const isWhole = missing.length === 0;
  return {
    change: {
      kind: 'completed',
      ...(isWhole
        ? goOn(situation, missing, { withCard: lead.importId === null })
        : stillLacking(lead, missing)),
      data: { missing },
    },
    answer: (judged) => ({ outcome: isWhole ? 'gone-on' : 'fewer-lacking', lead: judged }),
  };
}

/** What came with an import goes behind its summary. */
async function release(
  ctx: Context,
  leadId: number,
  decide: (situation: Situation) => Plan<Outcome> | Outcome,
): Promise<boolean> {
  const { outcome, lead } = await changeLead<Outcome>(ctx, { leadId, by: theApp }, decide);
  if (outcome !== 'gone-on' || lead?.status !== 'new') return outcome === 'gone-on';
  if (lead.importId !== null) await behindSummary(ctx, lead);
  else if (lead.routed) await assignLead(ctx, leadId);
  return true;
}

const behindSummary = (ctx: Context, { importId, channelId }: LeadWithDetails): Promise<void> =>
  ctx.db
    .transaction()
    .execute((trx: Trx) =>
      summarise(ctx, trx, { channelId }, { importId: importId ?? 0, now: ctx.clock.now() }),
    );
