import { type Context, theApp } from '../context.ts';
import type { Trx } from '../db/openDatabase.ts';
import { joinLeads, toldOf } from '../leads/joinLeads.ts';
import type { LeadWithDetails } from '../leads/lead.ts';
import { addNote } from '../leads/leadEventStore.ts';
import { findLastEventId } from '../leads/leadHistoryStore.ts';
import { findLeadScene } from '../leads/leadStore.ts';
import { standingOfLead } from '../leads/merge.ts';
import { reopenLead } from '../leads/reopenLead.ts';
import { reopens } from './newLead.ts';
import { findRepetitions } from './repetitionStore.ts';
import { whatIsNew } from './whatIsNew.ts';

/**
 * Makes a lead that was held, and is before nobody yet, part of the one that was known before it, as
 * if it arrived now: a closed one is reopened, and what is asked now is kept as an enquiry. Answers
 * what is left. A manager can take them apart. Both are locked.
 */
export async function joinHeld(
  ctx: Context,
  trx: Trx,
  { held, known }: { readonly held: LeadWithDetails; readonly known: LeadWithDetails },
): Promise<LeadWithDetails> {
  const { workspaceId } = ctx;
  const now = ctx.clock.now();
  const settings = await ctx.settings.current(trx);
  const { sourceKey, importId } = held;
  const told = toldOf(held);
  const repetitions = await findRepetitions(trx, workspaceId, [known.id]);
  const { enquiry } = whatIsNew(known, { ...told, receivedAt: null }, repetitions(known.id));
  const isReopened = reopens(
    known,
    { sourceKey, importId, standing: { closedAt: null } },
    { isItself: false, hasMessage: enquiry !== null },
  );
  const parent = isReopened ? await reopenLead(ctx, trx, known, { sourceKey, now }) : known;
  const scene = await findLeadScene(trx, workspaceId, parent.id, theApp);
  const { lead } = await joinLeads(ctx, trx, {
    ...{ parent, child: held, standing: 'parent', by: theApp, now, settings },
    hasCard: (id) => id === parent.id && scene?.hasCard === true,
    // It stands among the notes.
    ...(enquiry !== null && { told: { ...told, message: null } }),
    ...(isReopened && { reopenedFrom: standingOfLead(known) }),
  });
  if (enquiry !== null)
    await addNote(trx, workspaceId, {
      lead_id: held.id,
      event_id: await findLastEventId(trx, workspaceId, held.id),
      kind: 'enquiry',
      body: enquiry,
      created_at: now,
    });
  return lead;
}
