export const name = '2026_11_22_lead_quality';

/** Building an index takes seconds of a large table's time, in which leads must still come in. */
export const outsideTransaction = true as const;

export const sql = [
  // What may have to wait for its turn comes first: it is begun anew then.
  `alter table leads
    add column if not exists missing text[] not null default '{}',   -- must-haves that it lacks, as the settings write them
    add column if not exists first_missing text[] not null default '{}',   -- what it lacked when it came in
    add column if not exists held_at timestamptz,          -- the last time it was held back
    add column if not exists held_until timestamptz,       -- then it goes out all the same
    add column if not exists held_seconds integer not null default 0,   -- of the channel's working time, in all
    add column if not exists sent_back_by text,            -- the rep who could not work it without what is missing
    add column if not exists sent_back_at timestamptz,
    add column if not exists qualified_at timestamptz,     -- when it first became qualified, quoted or won
    add column if not exists do_not_contact_at timestamptz,   -- since when the customer is not to be contacted
    add column if not exists first_stage text              -- the customer's, as marketing said it on arrival`,

  'drop index concurrently if exists leads_held',
  // Those held back, and those whose owner waits for what was missing.
  `create index concurrently leads_held on leads (workspace_id, held_until) where held_until is not null`,
  'drop index concurrently if exists leads_incomplete',
  `create index concurrently leads_incomplete on leads (workspace_id, channel_id, received_at)
    where missing <> '{}' and closed_at is null`,
  // When it was decided what became of it: a source's rate is counted from these alone.
  'drop index concurrently if exists leads_decided',
  `create index concurrently leads_decided on leads (workspace_id, source_key, (coalesce(qualified_at, closed_at)))
    where coalesce(qualified_at, closed_at) is not null`,
  'drop index concurrently if exists leads_merged',
  `create index concurrently leads_merged on leads (workspace_id, merged_into_id)
    where merged_into_id is not null`,

  // A phone number is an identity as well: its first lead's. Like the email of a shared mailbox it
  // decides nothing alone, so several leads may have it; the further ones are in shared_contacts.
  'alter table identities drop constraint if exists identities_kind_check',
  `alter table identities add constraint identities_kind_check
    check (kind in ('external', 'email', 'phone')) not valid`,
  'alter table identities validate constraint identities_kind_check',
  `create table if not exists shared_contacts (
    workspace_id text not null,
    hash         bytea not null,            -- as in identities
    lead_id      integer not null,
    primary key (workspace_id, hash, lead_id)
  )`,

  // One lead that turned out to be another. Its row stays, closed; before is what both were, so that
  // it can be undone. Personal, erasable with the leads.
  `create table if not exists merges (
    workspace_id text not null,
    id           bigint generated always as identity,
    lead_id      integer not null,          -- that is no more
    into_id      integer not null,
    by_id        text,                      -- a person; null: the app
    at           timestamptz not null,
    before       jsonb not null,
    undone_at    timestamptz,
    undone_by    text,
    primary key (workspace_id, id),
    foreign key (workspace_id, lead_id) references leads,
    foreign key (workspace_id, into_id) references leads,
    check (lead_id <> into_id)
  )`,
  `create unique index if not exists merges_open on merges (workspace_id, lead_id) where undone_at is null`,
  `create index if not exists merges_into on merges (workspace_id, into_id)`,

  // What a field of a lead said before, and who said so. Personal, erasable.
  `create table if not exists field_values (
    workspace_id text not null,
    id           bigint generated always as identity,
    lead_id      integer not null,
    field        text not null,
    value        text,
    source_key   text,                      -- which brought it; null: a person
    person_id    text,
    event_id     bigint,
    at           timestamptz not null,
    primary key (workspace_id, id),
    foreign key (workspace_id, lead_id) references leads
  )`,
  `create index if not exists field_values_of_lead on field_values (workspace_id, lead_id, id)`,

  // Who asked not to be contacted. Hashes as in identities: they outlive the erasure of the lead.
  `create table if not exists do_not_contact (
    workspace_id text not null,
    kind         text not null check (kind in ('email', 'phone')),
    hash         bytea not null,
    lead_id      integer not null,          -- which told us
    recorded_by  text not null,
    recorded_at  timestamptz not null,
    suppressed   integer not null default 0,   -- arrivals since then
    lifted_by    text,
    lifted_at    timestamptz,
    primary key (workspace_id, kind, hash, recorded_at)
  )`,
  `create unique index if not exists do_not_contact_in_force on do_not_contact (workspace_id, kind, hash)
    where lifted_at is null`,

  // What a rep thinks of a lead when it ends, and what its source's owner says to that.
  `create table if not exists grades (
    workspace_id text not null,
    id           bigint generated always as identity,
    lead_id      integer not null,
    source_key   text not null,
    channel_id   text not null,
    rep_id       text not null,
    grade        text not null check (grade in ('good', 'fair', 'poor')),
    reasons      text[] not null default '{}',   -- codes
    at           timestamptz not null,
    owner_id     text,                      -- who is to answer; null: the source has no owner
    due_at       timestamptz,               -- until when
    answer       text check (answer in ('accepted', 'disputed')),
    answer_text  text,
    answered_by  text,
    answered_at  timestamptz,
    primary key (workspace_id, id),
    foreign key (workspace_id, lead_id) references leads,
    check ((answer is null) = (answered_at is null))
  )`,
  `create unique index if not exists grades_of_lead on grades (workspace_id, lead_id)`,
  `create index if not exists grades_unanswered on grades (workspace_id, owner_id, due_at) where answered_at is null`,
  `create index if not exists grades_of_source on grades (workspace_id, source_key, at)`,

  // What a marketer says to the rep about how a lead was treated.
  `create table if not exists remarks (
    workspace_id text not null,
    id           bigint generated always as identity,
    lead_id      integer not null,
    source_key   text not null,
    kind         text not null check (kind in ('thanks', 'question')),
    from_id      text not null,
    to_id        text not null,
    body         text not null,
    at           timestamptz not null,
    due_at       timestamptz,               -- of a question
    answer_text  text,
    answered_at  timestamptz,
    primary key (workspace_id, id),
    foreign key (workspace_id, lead_id) references leads,
    check (from_id <> to_id)
  )`,
  `create index if not exists remarks_unanswered on remarks (workspace_id, to_id, due_at)
    where kind = 'question' and answered_at is null`,
  `create index if not exists remarks_of_source on remarks (workspace_id, source_key, at)`,

  // Working time that a lead cost which was held, lacked something or was bad.
  `create table if not exists lost_time (
    workspace_id text not null,
    id           bigint generated always as identity,
    lead_id      integer not null,
    source_key   text not null,
    channel_id   text not null,
    person_id    text,                      -- who bore it; null: nobody had it yet
    kind         text not null check (kind in ('held', 'incomplete', 'bad')),
    seconds      integer not null check (seconds >= 0),
    at           timestamptz not null,
    made_up_at   timestamptz,               -- what else was due that day has been moved by it
    primary key (workspace_id, id),
    foreign key (workspace_id, lead_id) references leads
  )`,
  `create unique index if not exists lost_time_once on lost_time (workspace_id, lead_id, kind, at)`,
  `create index if not exists lost_time_of_source on lost_time (workspace_id, source_key, at)`,
  `create index if not exists lost_time_of_person on lost_time (workspace_id, person_id, at) where person_id is not null`,

  // Who has been told that a lead lacks something, by which message. since: leads.held_at or sent_back_at.
  `create table if not exists hold_notices (
    workspace_id text not null,
    lead_id      integer not null,
    since        timestamptz not null,
    person_id    text not null,
    message_id   bigint not null,
    primary key (workspace_id, lead_id, since, person_id),
    foreign key (workspace_id, lead_id) references leads
  )`,
  `create index if not exists hold_notices_of_message on hold_notices (workspace_id, message_id)`,
  'drop index concurrently if exists messages_held_lists',
  `create index concurrently messages_held_lists on messages (workspace_id, destination)
    where kind = 'held-list' and live`,

  // How each source's leads came out, counted once a day.
  `create table if not exists source_rates (
    workspace_id     text not null,
    source_key       text not null,
    qualified        integer not null,      -- of the last 90 days
    decided          integer not null,
    week_qualified   integer not null,      -- of the last seven days
    week_decided     integer not null,
    before_qualified integer not null,      -- of the eight weeks before them
    before_decided   integer not null,
    slips            boolean not null,
    counted_at       timestamptz not null,
    primary key (workspace_id, source_key)
  )`,
  // What those who convert a source's leads best say of them, asked once a month.
  `create table if not exists source_quotes (
    workspace_id text not null,
    source_key   text not null,
    month        date not null,             -- its first day
    person_id    text not null,
    asked_at     timestamptz not null,
    body         text,
    said_at      timestamptz,
    primary key (workspace_id, source_key, month, person_id)
  )`,
];
