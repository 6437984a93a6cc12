import { sql } from 'kysely';
import type { Db, Trx } from '../db/openDatabase.ts';
import type { Identity } from './identity.ts';
import type { NewLead } from './newLead.ts';

/** What tells that a delivery has taken effect. */
export type Delivery = { readonly kind: 'webhook' | 'interaction'; readonly id: string };

/**
 * Stores a lead with its identities, details, event, card and delivery in one statement, and returns
 * its id. Null, and nothing happened: one of its identities is another lead's, or its delivery has
 * taken effect. `reserved`: an id whose identities are locked and point to it.
 */
export async function insertLead(
  db: Db | Trx,
  workspaceId: string,
  lead: NewLead,
  now: Date,
  identities: readonly Identity[],
  delivery: Delivery | null,
  reserved: number | null = null,
): Promise<number | null> {
  const { arrival, owner } = lead;
  const due = owner?.due;
  try {
    const { rows } = await sql<{ id: number }>`
      with fresh as (
        select coalesce(${reserved}::integer, nextval('lead_numbers')::integer) as id
      ),
      own as (
        insert into identities (workspace_id, kind, hash, lead_id)
        select ${workspaceId}, i.kind, i.hash, fresh.id
        from fresh, unnest(${identities.map(({ kind }) => kind)}::text[],
                           ${identities.map(({ hash }) => hash)}::bytea[]) as i (kind, hash)
        on conflict do nothing
        returning 1
      ),
      lead as (
        insert into leads (workspace_id, id, source_key, channel_id, created_by, status, status_at,
          owner_id, received_at, claimed_at, follow_up_due_at, due_rule, due_timezone, lease_ends_at,
          stage, segment, value, currency, country, language, appointment_at, preferred_contact)
        select ${workspaceId}, fresh.id, ${lead.sourceKey}, ${lead.channelId}, ${lead.createdBy},
          -- With some of its identities but not all, the whole statement has to fail: no status.
          case when own.count = ${identities.length} then ${owner ? 'claimed' : 'new'} end,
          ${now}::timestamptz, ${owner?.id ?? null}, ${lead.receivedAt}::timestamptz,
          ${owner ? now : null}::timestamptz, ${due?.at ?? null}::timestamptz, ${due?.rule ?? null},
          ${due?.timezone ?? null}, ${owner?.leaseEndsAt ?? null}::timestamptz,
          ${arrival.stage}, ${arrival.segment}, ${arrival.value}::numeric, ${arrival.currency},
          ${arrival.country}, ${arrival.language}, ${arrival.appointmentAt}::timestamptz,
          ${arrival.preferredContact}
        from fresh, (select count(*) from own) as own
        where own.count > 0 or ${identities.length} = 0
        returning id
      ),
      details as (
        insert into lead_details (workspace_id, lead_id, name, company, email, email_as_given, phone,
          phone_as_given, website, message, external_id, custom)
        select ${workspaceId}, lead.id, ${arrival.name}, ${arrival.company}, ${arrival.email},
          ${arrival.emailAsGiven}, ${arrival.phone}, ${arrival.phoneAsGiven}, ${arrival.website},
          ${arrival.message}, ${arrival.externalId}, ${JSON.stringify(arrival.custom)}::jsonb
        from lead
      ),
      event as (
        insert into lead_events (workspace_id, lead_id, at, kind, actor_id, owner_id, channel_id,
          status_to, due_to, due_rule, settings_version, calendar_version)
        select ${workspaceId}, lead.id, ${now}::timestamptz, 'received', ${lead.createdBy},
          ${owner?.id ?? null}, ${lead.channelId}, ${owner ? 'claimed' : 'new'},
          ${due?.at ?? null}::timestamptz, ${due?.rule ?? null}, ${lead.settingsVersion}::integer,
          ${due?.calendarVersion ?? null}
        from lead
      ),
      destination as (
        insert into destinations (workspace_id, id)
        select ${workspaceId}, ${lead.channelId} from lead
        on conflict do nothing
      ),
      card as (
        insert into messages (workspace_id, kind, key, lead_id, destination, created_at, not_before)
        select ${workspaceId}, 'card', 'card:' || lead.id || ':1', lead.id, ${lead.channelId},
          ${now}::timestamptz, '-infinity'
        from lead
      ),
      seen as (
        insert into seen_deliveries (workspace_id, kind, id, seen_at)
        select ${workspaceId}, ${delivery?.kind ?? null}, ${delivery?.id ?? null}, ${now}::timestamptz
        from lead where ${delivery !== null}
      )
      select id from lead`.execute(db);
    return rows[0]?.id ?? null;
  } catch (error) {
    if (error instanceof Error && 'code' in error && expected.has(String(error.code))) return null;
    throw error;
  }
}

// A null status, as above; a delivery seen before.
const expected = new Set(['23502', '23505']);

/** Notes that a delivery takes effect now. False: it already has. */
export async function noteDelivery(
  trx: Trx,
  workspaceId: string,
  delivery: Delivery,
  now: Date,
): Promise<boolean> {
  const { numInsertedOrUpdatedRows } = await trx
    .insertInto('seen_deliveries')
    .values({ workspace_id: workspaceId, ...delivery, seen_at: now })
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirst();
  return numInsertedOrUpdatedRows === 1n;
}
