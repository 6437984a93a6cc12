export const name = '2026_11_22_follow_through_indexes';

/** Building an index takes seconds of a large table's time, in which leads must still come in. */
export const outsideTransaction = true as const;

export const sql = [
  // Checked without keeping anybody out.
  'alter table leads drop constraint if exists leads_routed_check',
  `alter table leads add constraint leads_routed_check check (routed in ('round-robin', 'direct')) not valid`,
  'alter table leads validate constraint leads_routed_check',

  // What a build that broke off left behind is of no use.
  'drop index concurrently if exists leads_routed',
  `create index concurrently leads_routed on leads (workspace_id, id) where routed is not null`,
  'drop index concurrently if exists leads_lease',
  `create index concurrently leads_lease on leads (workspace_id, lease_ends_at) where lease_ends_at is not null and status in ('claimed', 'attempted')`,
  'drop index concurrently if exists lead_events_claims',
  `create index concurrently lead_events_claims on lead_events (workspace_id, actor_id, at) where kind = 'claimed'`,
  'drop index concurrently if exists lead_events_leases',
  `create index concurrently lead_events_leases on lead_events (workspace_id, at) where kind = 'lease-ended'`,

  // The DM that tells an owner of a lead that they have not claimed; its turns, the newest first.
  'drop index concurrently if exists messages_assigned',
  `create index concurrently messages_assigned on messages (workspace_id, lead_id) where kind = 'assigned' and live`,
  'drop index concurrently if exists lead_events_assigned',
  `create index concurrently lead_events_assigned on lead_events (workspace_id, channel_id, at) where kind = 'assigned'`,
  'drop index concurrently if exists messages_live_nudges',
  `create index concurrently messages_live_nudges on messages (workspace_id, person_id) where kind = 'nudge' and live and state = 'posted'`,
];
