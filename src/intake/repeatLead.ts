import type { Context } from '../context.ts';
import type { Trx } from '../db/openDatabase.ts';
import { completeLead } from '../leads/completeLead.ts';
import type { LeadWithDetails } from '../leads/lead.ts';
import { reopenLead } from '../leads/reopenLead.ts';
import type { Entered, NewLead } from './newLead.ts';
import { reopens } from './newLead.ts';
import { addToLead, findRepetitions } from './repetitionStore.ts';
import { summarise } from './summarise.ts';
import { changedFields, whatIsNew } from './whatIsNew.ts';

type Repetition = {
  /** Locked. */
  readonly known: LeadWithDetails;
  readonly entering: NewLead;
  /** It comes under an external id that is the lead's already. */
  readonly isItself: boolean;
  readonly now: Date;
};

/**
 * Adds to a lead what came with its repetition, where anything of it is new. A repeat enquiry of a
 * closed lead reopens it.
 */
export async function repeatLead(
  ctx: Context,
  trx: Trx,
  { known, entering, isItself, now }: Repetition,
): Promise<Entered> {
  const { workspaceId } = ctx;
  const { arrival, sourceKey, createdBy } = entering;
  const repetitions = await findRepetitions(trx, workspaceId, [known.id]);
  const added = whatIsNew(known, arrival, repetitions(known.id));
  const changed = changedFields(added);
  const isReopened = reopens(known, entering, { isItself, hasMessage: added.enquiry !== null });
  if (changed.length === 0 && !isReopened) return { outcome: 'unchanged', lead: known };
  await addToLead(trx, workspaceId, known, added, { sourceKey, actorId: createdBy, now });
  const lead = {
    ...{ ...known, ...added.lead, receivedAt: added.receivedAt ?? known.receivedAt },
    details: { ...known.details, ...added.details },
  };
  const open = isReopened ? await reopenLead(ctx, trx, lead, { sourceKey, now }) : lead;
  const whole = await completeLead(ctx, trx, open);
  const { importId } = whole;
  if (known.status === 'held' && whole.status === 'new' && importId !== null) {
    // It has no card: its import's message may be the first thing of it that anybody sees.
    await summarise(ctx, trx, whole, { importId, now });
  }
  return { outcome: 'merged', lead: whole, changed };
}
