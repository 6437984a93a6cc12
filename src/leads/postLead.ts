import type { Context } from '../context.ts';
import type { Trx } from '../db/openDatabase.ts';

/**
 * What follows from the lead's card being before reps: the system's clock stops (`posted_at`), the
 * unclaimed window opens where nobody owns it. Belongs to the transaction that records the posting,
 * and comes first in it: leads are locked before messages, everywhere.
 */
export async function postLead(
  _ctx: Context,
  _trx: Trx,
  _input: { leadId: number; at: Date },
): Promise<void> {
  throw new Error('not written yet');
}
