export const name = '2026_11_22_report_indexes';

/** Building an index takes seconds of a large table's time, in which leads must still come in. */
export const outsideTransaction = true as const;

export const sql = [
  // What a build that broke off left behind is of no use.
  // All that a report says of the leads that came in, without the leads themselves.
  'drop index concurrently if exists leads_reported',
  `create index concurrently leads_reported on leads (workspace_id, channel_id, received_at)
    include (status, owner_id, source_key, segment, touch_count, claim_seconds, touch_seconds, posted_at)`,
  // How long updates took.
  'drop index concurrently if exists lead_events_timed',
  `create index concurrently lead_events_timed on lead_events (workspace_id, channel_id, at)
    include (id, lead_id, owner_id, rep_seconds)
    where kind = 'updated' and rep_seconds is not null and status_from <> 'claimed'`,
];
