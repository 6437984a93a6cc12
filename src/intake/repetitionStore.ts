import { sql } from 'kysely';
import type { Db, Trx } from '../db/openDatabase.ts';
import { fillFields, findFieldValues, keepFieldValues } from '../leads/fieldStore.ts';
import type { Lead } from '../leads/lead.ts';
import { addEvent, addNote } from '../leads/leadEventStore.ts';
import { changedFields, type Repetitions, type WhatIsNew } from './whatIsNew.ts';

/** What came with repetitions of these leads. */
export async function findRepetitions(
  db: Db | Trx,
  workspaceId: string,
  leadIds: readonly number[],
): Promise<(leadId: number) => Repetitions> {
  const notes = await db
    .selectFrom('notes')
    .select(['lead_id', 'body'])
    .where('workspace_id', '=', workspaceId)
    .where('kind', '=', 'enquiry')
    .where(sql<boolean>`lead_id = any (${leadIds}::integer[])`)
    .execute();
  const bodies = Map.groupBy(notes, ({ lead_id }) => lead_id);
  const values = Map.groupBy(
    await findFieldValues(db, workspaceId, leadIds),
    ({ leadId }) => leadId,
  );
  return (leadId) => ({
    enquiries: (bodies.get(leadId) ?? []).map(({ body }) => body),
    values: values.get(leadId) ?? [],
  });
}

/** Adds to a lead what is new, with the event 'repeated'; its card is redrawn. */
export async function addToLead(
  trx: Trx,
  workspaceId: string,
  lead: Lead,
  added: WhatIsNew,
  by: { readonly sourceKey: string; readonly actorId: string | null; readonly now: Date },
): Promise<void> {
  const { sourceKey, actorId, now } = by;
  const eventId = await addEvent(trx, workspaceId, lead, {
    kind: 'repeated',
    by: actorId === null ? { kind: 'app' } : { kind: 'person', id: actorId },
    at: now,
    settingsVersion: null,
    data: { source: sourceKey, fields: changedFields(added) },
  });
  const { receivedAt } = added;
  await fillFields(trx, workspaceId, lead.id, {
    details: added.details,
    lead: { ...added.lead, ...(receivedAt && { receivedAt }) },
  });
  await keepFieldValues(trx, workspaceId, lead.id, added.others, {
    ...{ sourceKey, personId: actorId, eventId, at: now },
  });
  if (added.enquiry !== null)
    await addNote(trx, workspaceId, {
      lead_id: lead.id,
      event_id: eventId,
      kind: 'enquiry',
      body: added.enquiry,
      created_at: now,
    });
}
