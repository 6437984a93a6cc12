import { sql } from 'kysely';
import type { Db, Trx } from '../db/openDatabase.ts';
import type { Lead } from '../leads/lead.ts';
import { changedFields, type WhatIsNew } from './whatIsNew.ts';

/** The messages that came with repetitions of these leads. */
export async function findEnquiries(
  db: Db | Trx,
  workspaceId: string,
  leadIds: readonly number[],
): Promise<ReadonlyMap<number, string[]>> {
  const rows = await db
    .selectFrom('notes')
    .select(['lead_id', 'body'])
    .where('workspace_id', '=', workspaceId)
    .where('kind', '=', 'enquiry')
    .where(sql<boolean>`lead_id = any (${leadIds}::integer[])`)
    .execute();
  const bodies = Map.groupBy(rows, ({ lead_id }) => lead_id);
  return new Map([...bodies].map(([id, of]) => [id, of.map(({ body }) => body)]));
}

/** Adds to a lead what is new, with the event 'repeated'; its card is redrawn. */
export async function addToLead(
  trx: Trx,
  workspaceId: string,
  lead: Lead,
  added: WhatIsNew,
  by: { readonly sourceKey: string; readonly actorId: string | null; readonly now: Date },
): Promise<void> {
  const { now } = by;
  const { details } = added;
  const ofLead = { workspace_id: workspaceId, lead_id: lead.id };
  const event = await trx
    .insertInto('lead_events')
    .values({
      ...ofLead,
      at: now,
      kind: 'repeated',
      actor_id: by.actorId,
      owner_id: lead.ownerId,
      channel_id: lead.channelId,
      data: JSON.stringify({ source: by.sourceKey, fields: changedFields(added) }),
    })
    .returning('id')
    .executeTakeFirstOrThrow();
  if (Object.keys(added.lead).length > 0)
    await trx
      .updateTable('leads')
      .set({
        ...only(added.lead, ['value', 'currency', 'country', 'language', 'stage', 'segment']),
        ...(added.lead.appointmentAt && { appointment_at: added.lead.appointmentAt }),
        ...(added.lead.preferredContact && { preferred_contact: added.lead.preferredContact }),
      })
      .where('workspace_id', '=', workspaceId)
      .where('id', '=', lead.id)
      .execute();
  if (Object.keys(details).length > 0)
    await trx
      .updateTable('lead_details')
      .set({
        ...only(details, ['name', 'company', 'email', 'phone', 'website', 'message']),
        ...(details.emailAsGiven && { email_as_given: details.emailAsGiven }),
        ...(details.phoneAsGiven && { phone_as_given: details.phoneAsGiven }),
        ...(details.externalId && { external_id: details.externalId }),
        ...(details.custom && { custom: JSON.stringify(details.custom) }),
      })
      .where('workspace_id', '=', workspaceId)
      .where('lead_id', '=', lead.id)
      .execute();
  if (added.enquiry !== null)
    await trx
      .insertInto('notes')
      .values({
        ...ofLead,
        event_id: event.id,
        kind: 'enquiry',
        body: added.enquiry,
        created_at: now,
      })
      .execute();
  await trx
    .updateTable('messages')
    .set({ wanted_version: sql`wanted_version + 1` })
    .where('workspace_id', '=', workspaceId)
    .where('lead_id', '=', lead.id)
    .where('kind', '=', 'card')
    .where('live', '=', true)
    .execute();
}

function only<T extends object, K extends keyof T>(
  from: T,
  keys: readonly K[],
): Partial<Pick<T, K>> {
  // fromEntries forgets the keys
  return Object.fromEntries(
    keys.flatMap((key) => (from[key] === undefined ? [] : [[key, from[key]]])),
  ) as Partial<Pick<T, K>>;
}
