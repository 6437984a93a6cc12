import { type Context, theApp } from '../context.ts';
import type { Trx } from '../db/openDatabase.ts';
import { contactHashes, countSuppressed } from '../leads/doNotContactStore.ts';
import type { LeadWithDetails } from '../leads/lead.ts';
import { addEvent, addNote } from '../leads/leadEventStore.ts';
import type { Entered, NewLead } from './newLead.ts';

/** Keeps that they came again, and what they asked, with the closed lead; tells nobody. */
export async function suppress(
  { workspaceId, secrets }: Context,
  trx: Trx,
  lead: LeadWithDetails,
  { arrival, sourceKey, settingsVersion: version }: NewLead,
  now: Date,
): Promise<Entered> {
  const eventId = await addEvent(trx, workspaceId, lead, {
    kind: 'suppressed',
    by: theApp,
    at: now,
    settingsVersion: version,
    data: { source: sourceKey },
  });
  if (arrival.message) {
    await addNote(trx, workspaceId, {
      ...{ lead_id: lead.id, event_id: eventId, kind: 'enquiry' },
      ...{ body: arrival.message, created_at: now },
    });
  }
  const both = [...contactHashes(lead.details, secrets), ...contactHashes(arrival, secrets)];
  await countSuppressed(trx, workspaceId, both);
  return { outcome: 'suppressed', lead };
}
