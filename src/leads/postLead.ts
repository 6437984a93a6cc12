import { type Context, theApp } from '../context.ts';
import type { Trx } from '../db/openDatabase.ts';
import { channelCalendar } from '../people/calendar.ts';
import { unclaimedDue } from './due.ts';
import { markPosted } from './leadChangeStore.ts';
import { findLead, lockLead } from './leadStore.ts';

/**
 * What follows from the lead's card being before reps: the system's clock stops (`posted_at`), the
 * unclaimed window opens where nobody owns it. Belongs to the transaction that records the posting,
 * and comes first in it: leads are locked before messages, everywhere. A second time, as when a card
 * was deleted and is posted again, it changes nothing.
 */
export async function postLead(
  { workspaceId, settings }: Context,
  trx: Trx,
  { leadId, at }: { leadId: number; at: Date },
): Promise<void> {
  const { document, version } = await settings.current(trx);
  await lockLead(trx, workspaceId, leadId);
  const lead = await findLead(trx, workspaceId, leadId);
  if (!lead) return;
  const opens = lead.status === 'new' && lead.followUpDueAt === null && lead.heldUntil === null;
  if (lead.postedAt && !opens) return;
  const calendar = channelCalendar(lead.channelId, document);
  await markPosted(trx, workspaceId, lead, {
    kind: 'posted',
    by: theApp,
    at,
    ...(opens && { due: { outcome: null, next: unclaimedDue(lead, at, document, calendar) } }),
    settingsVersion: version,
  });
}
