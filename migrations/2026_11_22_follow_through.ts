export const name = '2026_11_22_follow_through';

export const sql = `
-- A person's own clock, beside the workspace's. One row is read for each decision about a lead, so
-- it is all here.
alter table people
  add column holiday_region text,                       -- DE or DE-BE; null: the workspace's
  add column own_hours jsonb not null default '[]',     -- [{holdsFrom: local date, workingTime}], oldest first
  add column away jsonb not null default '[]',          -- [{from, until, standInId, origin}], oldest first
  add column due_changed_at timestamptz,                -- their leads' due instants are to be calculated anew
  add column leases_ended smallint not null default 0,  -- since a touch of theirs last left nothing overdue
  add column told_at timestamptz;                       -- Slack's own time of what was last told; older news is dropped
create index people_due_changed on people (workspace_id) where due_changed_at is not null;

alter table leads
  add column due_opened_at timestamptz,    -- when the window that ends at follow_up_due_at was opened
  add column lease_from_at timestamptz,    -- the due instant that the lease was counted from
  add column routed text,          -- the app is to choose its owner: 'round-robin', 'direct'
  add column routed_to text;               -- direct: who that is

-- What follows a breach, step by step. A step's instant is stored when it is planned.
alter table breaches
  add column owner_away boolean not null default false,   -- when it was noticed, or a stand-in told
  add column planned_at timestamptz,       -- when the steps below were; null: they are still to be
  add column warn_at timestamptz,          -- the owner is told that it will go to the manager
  add column warned_at timestamptz,
  add column escalate_at timestamptz,      -- the manager, or the fallback of an unclaimed lead, is told
  add column escalated_at timestamptz,
  add column escalated_to text,
  add column escalation_id bigint;         -- the message that tells them
create index breaches_to_plan on breaches (workspace_id, noticed_at)
  where planned_at is null and dealt_with_at is null;
create index breaches_to_warn on breaches (workspace_id, warn_at)
  where warned_at is null and dealt_with_at is null and warn_at is not null;
create index breaches_to_escalate on breaches (workspace_id, escalate_at)
  where escalated_at is null and dealt_with_at is null and escalate_at is not null;
-- Unclaimed, and nobody has been asked in the channel.
create index breaches_unasked on breaches (workspace_id, due_at)
  where owner_id is null and message_id is null and escalated_at is null and dealt_with_at is null;

-- Who is told of a lead because its owner, or nobody, follows it up: the lines of their one living
-- message. breaches.escalated_to and escalation_id are the first of them.
create table escalations (
  workspace_id text not null,
  person_id    text not null,
  lead_id      integer not null,
  since        timestamptz not null,     -- the due instant that passed; else when it was noticed
  about        text not null check (about in ('overdue', 'away', 'unclaimed', 'left', 'unposted')),
  owner_id     text,                     -- whose the lead was then
  at           timestamptz not null,
  message_id   bigint,                   -- the message that tells it
  over_at      timestamptz,              -- since then it no longer holds
  primary key (workspace_id, person_id, lead_id, since),
  foreign key (workspace_id, lead_id) references leads
);
create unique index escalations_open on escalations (workspace_id, lead_id, person_id) where over_at is null;
create index escalations_of_message on escalations (workspace_id, message_id) where message_id is not null;

alter table messages
  add column drawn_at timestamptz;         -- when what it shows in Slack was drawn

-- Whom a message notified, on which of their days: the noise budget.
create table notifications (
  workspace_id text not null,
  person_id    text not null,
  local_date   date not null,
  message_id   bigint not null,
  at           timestamptz not null,
  primary key (workspace_id, person_id, local_date, message_id)
);

-- A manager's exception: limited in time, with a reason.
create table overrides (
  workspace_id text not null,
  id           bigint generated always as identity,
  kind         text not null check (kind in ('more-time', 'paused-rep', 'waived-lead')),
  lead_id      integer,
  person_id    text,
  given_by     text not null,
  reason       text not null,
  starts_at    timestamptz not null,
  ends_at      timestamptz not null,
  primary key (workspace_id, id),
  check (ends_at > starts_at),
  check (person_id is null or person_id <> given_by)
);
create index overrides_in_force on overrides (workspace_id, ends_at);
create index overrides_of_lead on overrides (workspace_id, lead_id) where lead_id is not null;

-- A run of calculating due instants anew after the settings changed. It goes on where it stopped.
create table recalculations (
  workspace_id     text not null,
  settings_version integer not null,
  started_at       timestamptz not null,
  after_lead       integer not null default 0,
  done             integer not null default 0,
  moved            integer not null default 0,
  total            integer not null,
  finished_at      timestamptz,
  primary key (workspace_id, settings_version)
);

-- When the app, or Slack, was away, and what was made good afterwards.
create table outages (
  workspace_id text not null,
  id           bigint generated always as identity,
  kind         text not null check (kind in ('downtime', 'slack', 'restored')),
  from_at      timestamptz not null,
  until_at     timestamptz not null,
  caught_up    jsonb not null default '{}',
  primary key (workspace_id, id)
);
create index outages_by_age on outages (workspace_id, until_at);

-- After a restore nothing is sent until somebody says so, and then what may have been sent already is
-- looked for first.
alter table workspaces
  add column sending_paused_at timestamptz,   -- null: messages are sent
  add column restored_from_at timestamptz,    -- the last sign of life in what was restored
  add column look_first_until timestamptz;    -- messages of before then are looked for in Slack first
`;
