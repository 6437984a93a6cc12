export const name = '2026_11_22_first';

export const sql = `
-- Every table that holds a workspace's rows leads its key with workspace_id.
-- Hot tables do not reference workspaces: each insert would take a lock on its one row.

create table workspaces (
  id           text primary key,            -- Slack's team id
  name         text not null,
  bot_user_id  text not null,
  bot_id       text not null,
  created_at   timestamptz not null
);

create table people (
  workspace_id   text not null references workspaces,
  id             text not null,             -- Slack's user id
  name           text not null,
  email          text,
  timezone       text not null,             -- IANA name, from the Slack profile
  is_admin       boolean not null default false,
  is_guest       boolean not null default false,
  is_bot         boolean not null default false,
  is_deactivated boolean not null default false,
  refreshed_at   timestamptz not null,
  primary key (workspace_id, id)
);
create index people_by_email on people (workspace_id, lower(email)) where email is not null;

create table settings_versions (
  workspace_id text not null references workspaces,
  version      integer not null,
  document     jsonb not null,
  author_id    text,                        -- a person; null where an operator applied a file
  note         text,
  created_at   timestamptz not null,
  primary key (workspace_id, version)
);

-- A source itself is an entry of the settings document; here is only what must stay secret.
create table source_secrets (
  workspace_id text not null references workspaces,
  id           bigint generated always as identity,
  source_key   text not null,
  kind         text not null check (kind in ('standard-webhooks', 'url-token')),
  ciphertext   bytea,                       -- standard-webhooks: AES-256-GCM under key_id
  key_id       text,
  token_hash   bytea,                       -- url-token: SHA-256 of the token
  created_at   timestamptz not null,
  expires_at   timestamptz,                 -- set when a rotation replaces it
  primary key (workspace_id, id),
  check ((kind = 'standard-webhooks') = (ciphertext is not null and key_id is not null)),
  check ((kind = 'url-token') = (token_hash is not null))
);
create index source_secrets_by_source on source_secrets (workspace_id, source_key);

create table imports (
  workspace_id text not null references workspaces,
  id           bigint generated always as identity,
  source_key   text not null,
  file_name    text not null,
  row_count    integer not null,
  started_at   timestamptz not null,
  finished_at  timestamptz,
  primary key (workspace_id, id)
);

create sequence lead_numbers as integer start 1001;

-- What a lead is and where the work on it stands. Names, contacts and texts live in
-- lead_details and notes, which can be erased.
create table leads (
  workspace_id      text not null,
  id                integer not null default nextval('lead_numbers'),  -- shown as L-1042
  version           integer not null default 1,
  source_key        text not null,
  channel_id        text not null,
  import_id         bigint,
  created_by        text,                   -- the person who entered it by hand
  status            text not null check (status in ('held', 'new', 'claimed', 'attempted', 'connected',
                      'qualified', 'quoted', 'won', 'lost', 'disqualified', 'nurture', 'merged')),
  status_at         timestamptz not null,
  owner_id          text,
  received_at       timestamptz not null,
  posted_at         timestamptz,            -- put before reps: the system's clock stops, theirs starts
  claimed_at        timestamptz,
  last_touch_at     timestamptz,
  touch_count       integer not null default 0,
  closed_at         timestamptz,
  follow_up_due_at  timestamptz,
  due_rule          text,                   -- why it is due then: 'unclaimed', 'status:attempted', 'own-date', ...
  due_timezone      text,                   -- the zone whose calendar it was computed on
  breached_at       timestamptz,            -- when follow_up_due_at was found to have passed
  lease_ends_at     timestamptz,
  postpone_count    smallint not null default 0,   -- in a row, since the last touch
  revisit_on        date,                   -- nurture
  obstacle          text check (obstacle in ('need', 'money', 'hurry', 'desire', 'trust',
                      'unreachable', 'duplicate', 'invalid', 'out-of-market')),
  stage             text check (stage in ('unaware', 'problem', 'options', 'decision', 'purchase')),
  stage_confirmed_at timestamptz,
  segment           text,
  value             numeric(14, 2),
  currency          text,
  country           text,                   -- ISO 3166 alpha-2
  language          text,
  appointment_at    timestamptz,
  preferred_contact text check (preferred_contact in ('email', 'phone', 'meeting', 'other')),
  merged_into_id    integer,
  primary key (workspace_id, id),
  foreign key (workspace_id, merged_into_id) references leads,
  check ((closed_at is not null) = (status in ('won', 'lost', 'disqualified', 'merged'))),
  check (owner_id is null or status not in ('held', 'new')),
  check (owner_id is not null or status not in ('claimed', 'attempted', 'connected', 'qualified', 'quoted'))
) with (fillfactor = 85);
create index leads_due on leads (workspace_id, follow_up_due_at)
  where follow_up_due_at is not null and breached_at is null;
create index leads_of_owner on leads (workspace_id, owner_id, follow_up_due_at)
  where owner_id is not null and closed_at is null;
create index leads_of_channel on leads (workspace_id, channel_id, follow_up_due_at)
  where closed_at is null;
create index leads_of_import on leads (workspace_id, import_id) where import_id is not null;

create table lead_details (
  workspace_id   text not null,
  lead_id        integer not null,
  name           text,
  company        text,
  email          text,                      -- normalised
  email_as_given text,
  phone          text,                      -- E.164
  phone_as_given text,
  website        text,
  message        text,
  external_id    text,
  custom         jsonb not null default '{}',
  primary key (workspace_id, lead_id),
  foreign key (workspace_id, lead_id) references leads
);

-- Serialises arrivals of the same person: a lead is created only by whoever inserts all of its
-- identities. hash = HMAC-SHA256 under a key derived from LEAD_NUDGE_KEY.
create table identities (
  workspace_id text not null,
  kind         text not null check (kind in ('external', 'email')),
  hash         bytea not null,
  lead_id      integer not null,
  primary key (workspace_id, kind, hash)
);
create index identities_of_lead on identities (workspace_id, lead_id);

-- Ids and codes only. An event that sets, meets, moves or cancels a due instant says so in its
-- due_ columns; compliance is recomputed from these alone.
create table lead_events (
  workspace_id     text not null,
  id               bigint generated always as identity,
  lead_id          integer not null,
  at               timestamptz not null,
  kind             text not null,
  actor_id         text,                    -- a person; null: the app itself
  owner_id         text,                    -- whose due instant due_from was, or due_to is
  channel_id       text not null,
  status_from      text,
  status_to        text,
  due_from         timestamptz,
  due_outcome      text check (due_outcome in ('met', 'moved', 'cancelled')),
  due_to           timestamptz,
  due_rule         text,
  settings_version integer,
  calendar_version text,
  data             jsonb not null default '{}',
  primary key (workspace_id, id),
  foreign key (workspace_id, lead_id) references leads
);
create index lead_events_of_lead on lead_events (workspace_id, lead_id, id);
-- A due instant is decided when it is met or when it passes, whichever comes first.
create index lead_events_decided on lead_events (workspace_id, least(at, due_from))
  where due_from is not null;

create function refuse_change() returns trigger language plpgsql as $$
begin
  raise exception '% is append-only', tg_table_name;
end $$;
create trigger lead_events_append_only before update or delete on lead_events
  for each row execute function refuse_change();

create table touches (
  workspace_id text not null,
  id           bigint generated always as identity,
  lead_id      integer not null,
  event_id     bigint not null,
  person_id    text not null,
  kind         text not null check (kind in ('call', 'email', 'meeting', 'other')),
  outcome      text not null check (outcome in ('no-answer', 'reached')),
  occurred_at  timestamptz not null,
  recorded_at  timestamptz not null,
  primary key (workspace_id, id),
  foreign key (workspace_id, lead_id) references leads,
  check (occurred_at <= recorded_at and occurred_at >= recorded_at - interval '24 hours')
);
create index touches_of_lead on touches (workspace_id, lead_id, id);

create table notes (
  workspace_id text not null,
  id           bigint generated always as identity,
  lead_id      integer not null,
  event_id     bigint not null,
  kind         text not null check (kind in ('note', 'evidence', 'reason', 'enquiry')),
  author_id    text,                        -- null: it came with the lead
  body         text not null,
  created_at   timestamptz not null,
  primary key (workspace_id, id),
  foreign key (workspace_id, lead_id) references leads
);
create index notes_of_lead on notes (workspace_id, lead_id, id);

-- A follow-up window that ran out. One row is one breach; a breach is told once.
create table breaches (
  workspace_id text not null,
  lead_id      integer not null,
  due_at       timestamptz not null,
  owner_id     text,                        -- null: nobody had claimed it
  channel_id   text not null,
  noticed_at   timestamptz not null,
  message_id   bigint,                      -- the nudge that tells it
  dealt_with_at timestamptz,
  primary key (workspace_id, lead_id, due_at),
  foreign key (workspace_id, lead_id) references leads
);
create index breaches_open on breaches (workspace_id, owner_id) where dealt_with_at is null;
create index breaches_of_message on breaches (workspace_id, message_id) where message_id is not null;

-- Every message that the app posts and may redraw. It is drawn from rows at the moment of sending;
-- a row holds ids only. Waiting ones are the outbox; posted ones are stale, and redrawn, while
-- shown_version < wanted_version.
create table messages (
  workspace_id    text not null,
  id              bigint generated always as identity,
  kind            text not null,            -- which drawing: 'card', 'nudge', 'digest', ...
  key             text not null,            -- what makes it the same message
  lead_id         integer,
  person_id       text,
  subject         jsonb not null default '{}',
  destination     text not null,            -- a channel's or a person's id
  state           text not null default 'waiting'
                    check (state in ('waiting', 'posted', 'dropped', 'dead')),
  live            boolean not null default true,   -- false: never redrawn again
  created_at      timestamptz not null,
  not_before      timestamptz not null,     -- '-infinity': at once, in the order of the ids
  attempts        smallint not null default 0,
  lease_until     timestamptz,
  leased_by       uuid,
  uncertain_since timestamptz,              -- an attempt began then whose result is unknown
  channel_id      text,                     -- where Slack put it; a DM's own id
  ts              text,
  posted_at       timestamptz,
  wanted_version  integer not null default 1,
  shown_version   integer not null default 0,
  redraw_after    timestamptz not null default '-infinity',
  error           text,
  primary key (workspace_id, id)
) with (
  fillfactor = 70,                          -- room for the lease, which is in no index
  autovacuum_vacuum_scale_factor = 0.02     -- rows that left an index are passed again until then
);
create unique index messages_key on messages (workspace_id, key);
create unique index messages_one_card on messages (workspace_id, lead_id) where kind = 'card' and live;
-- A destination's first row is its next one. One that failed is given a later not_before, which
-- moves it behind its neighbours.
create index messages_waiting on messages (workspace_id, destination, not_before, id)
  where state = 'waiting';
create index messages_stale on messages (workspace_id, redraw_after, id)
  where state = 'posted' and live and shown_version < wanted_version;
create index messages_of_person on messages (workspace_id, person_id, posted_at) where person_id is not null;
create unique index messages_place on messages (workspace_id, channel_id, ts) where ts is not null;

-- Paces posting: a channel's, a person's DM's, or a method's ('method:chat.update') next free moment.
create table destinations (
  workspace_id  text not null,
  id            text not null,
  next_at       timestamptz not null default '-infinity',   -- by the database's clock
  parked_at     timestamptz,                -- dead until a person acts
  parked_reason text,
  primary key (workspace_id, id)
);

-- Interactions (by trigger id), Slack events (by event id) and webhooks (by source and id) that have taken effect.
create table seen_deliveries (
  workspace_id text not null,
  kind         text not null check (kind in ('interaction', 'event', 'webhook')),
  id           text not null,
  seen_at      timestamptz not null,
  primary key (workspace_id, kind, id)
);
create index seen_deliveries_by_age on seen_deliveries (seen_at);

-- One row is one run of a scheduled job in one slot of time, by one instance.
create table ticks (
  job     text not null,
  slot    timestamptz not null,
  run_by  text not null,
  primary key (job, slot)
);
`;
