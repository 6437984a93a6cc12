export const name = '2026_11_22_two_clicks';

/** Building an index takes seconds of a large table's time, in which leads must still come in. */
export const outsideTransaction = true as const;

export const sql = [
  // What may have to wait for its turn comes first: it is begun anew then.
  'alter table lead_events add column if not exists undoes bigint',
  // How often a day somebody wants to be nudged, at most; null: as often as the settings say.
  `alter table people add column if not exists nudges_a_day smallint
    check (nudges_a_day between 1 and 10)`,

  // Trusted since PostgreSQL 13: whoever owns the database may create it.
  'create extension if not exists pg_trgm',
  // What a build that broke off left behind is of no use.
  'drop index concurrently if exists lead_details_search',
  // The expression is the one of searchStore.ts.
  `create index concurrently lead_details_search on lead_details using gin (lower(
    coalesce(name, '') || ' ' || coalesce(company, '') || ' ' || coalesce(email, '') || ' ' || coalesce(phone, '')
  ) gin_trgm_ops)`,

  // The event that this one takes back.
  'drop index concurrently if exists lead_events_undone',
  `create unique index concurrently lead_events_undone on lead_events (workspace_id, undoes)
    where undoes is not null`,

  // How a lead was before the last change of it that can be taken back. Ids and codes only.
  `create table if not exists undos (
    workspace_id text not null,
    lead_id      integer not null,
    event_id     bigint not null,
    actor_id     text not null,
    at           timestamptz not null,
    version      integer not null,          -- of the lead, after that change
    before       jsonb not null,
    primary key (workspace_id, lead_id)
  )`,
  'create index if not exists undos_of_actor on undos (workspace_id, actor_id, at)',

  // A lead that its owner offers to a colleague.
  `create table if not exists passes (
    workspace_id text not null,
    id           bigint generated always as identity,
    lead_id      integer not null,
    from_id      text not null,
    to_id        text not null,
    offered_at   timestamptz not null,
    expires_at   timestamptz not null,
    settled_at   timestamptz,
    outcome      text check (outcome in ('accepted', 'declined', 'expired', 'withdrawn')),
    primary key (workspace_id, id),
    foreign key (workspace_id, lead_id) references leads,
    check (from_id <> to_id),
    check ((settled_at is null) = (outcome is null))
  )`,
  `create unique index if not exists passes_open on passes (workspace_id, lead_id)
    where settled_at is null`,
  `create index if not exists passes_expiring on passes (workspace_id, expires_at)
    where settled_at is null`,

  // Who has looked at Home, and how.
  `create table if not exists homes (
    workspace_id text not null,
    person_id    text not null,
    first_at     timestamptz not null,
    opened_at    timestamptz not null,
    list         text not null default 'open',
    page         integer not null default 0,
    looked_at    timestamptz not null,       -- when it was last seen whether what it shows has changed
    shows        text,                       -- what it showed then, in short
    primary key (workspace_id, person_id)
  )`,
  'create index if not exists homes_open on homes (workspace_id, opened_at)',
  'drop index concurrently if exists leads_closed_of_owner',
  `create index concurrently leads_closed_of_owner on leads (workspace_id, owner_id, closed_at)
    where owner_id is not null and closed_at is not null`,
  // What one person owed: Home says it of this week, for everybody who has it open.
  'drop index concurrently if exists lead_events_owed',
  `create index concurrently lead_events_owed on lead_events (workspace_id, owner_id, least(at, due_from))
    where due_from is not null`,
  'drop index concurrently if exists touches_of_person',
  `create index concurrently touches_of_person on touches (workspace_id, person_id, recorded_at)`,
  'drop index concurrently if exists leads_of_source',
  `create index concurrently leads_of_source on leads (workspace_id, source_key, received_at)`,
];
