import { type Context, theApp } from '../context.ts';
import type { Trx } from '../db/openDatabase.ts';
import { contactHashes, countSuppressed } from '../leads/doNotContactStore.ts';
import type { LeadWithDetails } from '../leads/lead.ts';
import { addEvent } from '../leads/leadEventStore.ts';
import type { Entered, NewLead } from './newLead.ts';
import { keepSuppressed } from './suppressedStore.ts';

/** Keeps that they came again, and what they asked last, with the closed lead; tells nobody. */
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
    const { message } = arrival;
    await keepSuppressed(trx, workspaceId, { leadId: lead.id, eventId, message, now });
  }
  const both = [...contactHashes(lead.details, secrets), ...contactHashes(arrival, secrets)];
  await countSuppressed(trx, workspaceId, both);
  return { outcome: 'suppressed', lead };
}
