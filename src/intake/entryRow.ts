import type { NewLead } from './newLead.ts';

/** A new lead as the JSON that `entryColumns` reads; what is null is left out. */
export function entryOf(entering: NewLead, now: Date): Record<string, unknown> {
  const { arrival, standing } = entering;
  const { due } = standing;
  return {
    source_key: entering.sourceKey,
    channel_id: entering.channelId,
    routed: entering.routed,
    routed_to: entering.routedTo,
    import_id: entering.importId,
    created_by: entering.createdBy,
    status: standing.status,
    status_at: standing.closedAt ?? now,
    owner_id: standing.ownerId,
    received_at: entering.receivedAt,
    claimed_at: standing.claimedAt,
    closed_at: standing.closedAt,
    follow_up_due_at: due?.at,
    due_opened_at: due?.openedAt,
    due_rule: due?.rule,
    due_timezone: due?.timezone,
    calendar_version: due?.calendarVersion,
    lease_ends_at: standing.leaseEndsAt,
    lease_from_at: standing.leaseFromAt,
    revisit_on: standing.revisitOn,
    obstacle: standing.obstacle,
    missing: standing.missing.length > 0 ? standing.missing : undefined,
    held_at: standing.heldAt,
    held_until: standing.heldUntil,
    stage: arrival.stage,
    first_stage: arrival.stage,
    segment: arrival.segment,
    value: arrival.value,
    currency: arrival.currency,
    country: arrival.country,
    language: arrival.language,
    appointment_at: arrival.appointmentAt,
    preferred_contact: arrival.preferredContact,
    name: arrival.name,
    company: arrival.company,
    email: arrival.email,
    email_as_given: arrival.emailAsGiven,
    phone: arrival.phone,
    phone_as_given: arrival.phoneAsGiven,
    website: arrival.website,
    message: arrival.message,
    external_id: arrival.externalId,
    custom: arrival.custom,
    settings_version: entering.settingsVersion,
    at: now,
    kind: entering.importId === null ? 'received' : 'imported',
    card: entering.card,
  };
}

/** The columns of `json_to_recordset` over entries. */
export const entryColumns = `
  source_key text, channel_id text, routed text, routed_to text, import_id bigint, created_by text, status text,
  status_at timestamptz, owner_id text, received_at timestamptz, claimed_at timestamptz,
  closed_at timestamptz, follow_up_due_at timestamptz, due_opened_at timestamptz, due_rule text,
  due_timezone text, calendar_version text, lease_ends_at timestamptz, lease_from_at timestamptz,
  revisit_on date, obstacle text, missing text[], held_at timestamptz, held_until timestamptz, stage text, first_stage text, segment text, value numeric, currency text,
  country text, language text, appointment_at timestamptz, preferred_contact text, name text,
  company text, email text, email_as_given text, phone text, phone_as_given text, website text, message text,
  external_id text, custom jsonb, settings_version integer, at timestamptz, kind text, card boolean`;

/** The CTEs that store what `entering` gives: rows of (workspace_id, id, entryColumns). */
export const storeEntering = `
  lead as (
    insert into leads (workspace_id, id, source_key, channel_id, routed, routed_to, import_id, created_by, status,
      status_at, owner_id, received_at, claimed_at, closed_at, follow_up_due_at, due_opened_at,
      due_rule, due_timezone, lease_ends_at, lease_from_at, revisit_on, obstacle, missing,
      first_missing, held_at, held_until, stage, first_stage, segment, value, currency, country, language, appointment_at,
      preferred_contact)
    select workspace_id, id, source_key, channel_id, routed, routed_to, import_id, created_by, status,
      status_at, owner_id, received_at, claimed_at, closed_at, follow_up_due_at, due_opened_at,
      due_rule, due_timezone, lease_ends_at, lease_from_at, revisit_on, obstacle,
      coalesce(missing, '{}'), coalesce(missing, '{}'), held_at, held_until, stage, first_stage, segment, value, currency, country,
      language, appointment_at, preferred_contact
    from entering
  ),
  details as (
    insert into lead_details (workspace_id, lead_id, name, company, email, email_as_given, phone,
      phone_as_given, website, message, external_id, custom)
    select workspace_id, id, name, company, email, email_as_given, phone,
      phone_as_given, website, message, external_id, custom
    from entering
  ),
  event as (
    insert into lead_events (workspace_id, lead_id, at, kind, actor_id, owner_id, channel_id,
      status_to, due_to, due_rule, settings_version, calendar_version)
    select workspace_id, id, at, kind, created_by, owner_id, channel_id,
      status, follow_up_due_at, due_rule, settings_version, calendar_version
    from entering
  ),
  destination as (
    insert into destinations (workspace_id, id)
    select distinct workspace_id, channel_id from entering where card
    on conflict do nothing
  ),
  card as (
    insert into messages (workspace_id, kind, key, lead_id, destination, created_at, not_before)
    select workspace_id, 'card', 'card:' || id || ':1', id, channel_id, at, '-infinity'
    from entering where card
  )`;
