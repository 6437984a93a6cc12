export const name = '2026_11_22_managers';

/** Building an index takes seconds of a large table's time, in which leads must still come in. */
export const outsideTransaction = true as const;

export const sql = [
  // What may have to wait for its turn comes first: it is begun anew then.
  // Working seconds from when the window was opened until this event met it: the rep's clock.
  'alter table lead_events add column if not exists rep_seconds integer',
  `alter table leads
    add column if not exists claim_seconds integer,        -- working time from its card to its first claim
    add column if not exists touch_seconds integer,        -- from that claim to the first touch
    add column if not exists first_touch_at timestamptz`,
  // Why a window that ran out does not count against its owner: 'away', 'paused', 'waived'.
  'alter table breaches add column if not exists excused text',
  `alter table overrides
    add column if not exists ended_at timestamptz,         -- taken back before its end
    add column if not exists ended_by text`,
  // Where Slack keeps what was uploaded for it.
  'alter table messages add column if not exists file_id text',

  `create index if not exists overrides_of_person on overrides (workspace_id, person_id)
    where person_id is not null`,

  // The days of a channel, on its own clock, added up from lead_events once they are over and
  // nothing in them can be undone any more. One row a rep; nobody is in it who owed nothing.
  `create table if not exists compliance_days (
    workspace_id text not null,
    channel_id   text not null,
    date         date not null,
    owner_id     text not null,
    on_time      integer not null,
    missed       integer not null,
    excused      integer not null,
    moved        integer not null,          -- in time, by a date of one's own
    postponed    integer not null,          -- in time; not among the moved
    cancelled    integer not null,
    primary key (workspace_id, channel_id, date, owner_id)
  )`,
  `create index if not exists compliance_days_of_owner on compliance_days (workspace_id, owner_id, date)`,
  `create table if not exists added_up_days (
    workspace_id text not null,
    channel_id   text not null,
    date         date not null,
    timezone     text not null,             -- whose midnights its borders are; in another one the day is read anew
    added_up_at  timestamptz not null,
    primary key (workspace_id, channel_id, date)
  )`,

  // What was decided in a channel, day by day.
  'drop index concurrently if exists lead_events_decided_in',
  `create index concurrently lead_events_decided_in on lead_events (workspace_id, channel_id, least(at, due_from))
    where due_from is not null`,

  // What was done with leads of a channel, day by day.
  'drop index concurrently if exists lead_events_worked',
  `create index concurrently lead_events_worked on lead_events (workspace_id, channel_id, at)
    where kind in ('claimed', 'assigned', 'updated', 'postponed', 'released', 'lease-ended')`,

  // What a manager wants of a channel each week.
  `create table if not exists goals (
    workspace_id text not null,
    id           bigint generated always as identity,
    channel_id   text not null,
    share        smallint not null check (share between 1 and 100),
    within       text,                      -- a window: of claims with a first touch within it; null: of updates made in time
    set_by       text not null,
    set_at       timestamptz not null,
    starts_on    date not null,             -- a Monday, on the channel's clock
    ends_on      date,                      -- the day after its last; null: it goes on
    primary key (workspace_id, id)
  )`,
  `create unique index if not exists goals_open on goals (workspace_id, channel_id, (within is null))
    where ends_on is null`,
  // How a week that is over came out.
  `create table if not exists goal_weeks (
    workspace_id text not null,
    goal_id      bigint not null,
    monday       date not null,
    count        integer not null,
    reached      integer not null,
    met          boolean not null,
    decided_at   timestamptz not null,
    primary key (workspace_id, goal_id, monday),
    foreign key (workspace_id, goal_id) references goals
  )`,

  // A manager's regular talk with a rep. What was agreed is text, which can be erased.
  `create table if not exists reviews (
    workspace_id text not null,
    id           bigint generated always as identity,
    rep_id       text not null,
    manager_id   text not null,
    held_on      date not null,
    agreed       text not null,
    lead_ids     integer[] not null default '{}',   -- what was spoken about
    recorded_at  timestamptz not null,
    primary key (workspace_id, id),
    check (rep_id <> manager_id)
  )`,
  `create index if not exists reviews_of_rep on reviews (workspace_id, rep_id, held_on)`,

  // What stood at a cut-off, one row a rep: ids, codes and figures only. sha256 is of document's bytes.
  `create table if not exists pay_snapshots (
    workspace_id text not null,
    period_from  date not null,
    period_until date not null,             -- its last day
    person_id    text not null,
    cut_off_at   timestamptz not null,
    taken_at     timestamptz not null,
    document     text not null,
    sha256       text not null check (sha256 ~ '^[0-9a-f]{64}$'),
    primary key (workspace_id, period_from, period_until, person_id)
  )`,
  `create or replace trigger pay_snapshots_append_only before update or delete on pay_snapshots
    for each row execute function refuse_change()`,
  `create or replace trigger pay_snapshots_kept before truncate on pay_snapshots
    for each statement execute function refuse_change()`,
  // A period is frozen once, whoever worked in it.
  `create table if not exists pay_periods (
    workspace_id text not null,
    period_from  date not null,
    period_until date not null,
    cut_off_at   timestamptz not null,
    taken_at     timestamptz not null,
    primary key (workspace_id, period_from, period_until)
  )`,
  `create or replace trigger pay_periods_append_only before update or delete on pay_periods
    for each row execute function refuse_change()`,
  'drop index concurrently if exists messages_pay_nudges',
  `create index concurrently messages_pay_nudges on messages (workspace_id)
    where kind = 'pay-nudge' and live and state = 'posted'`,
  // What somebody had, and has no more.
  'drop index concurrently if exists lead_events_handed',
  `create index concurrently lead_events_handed on lead_events (workspace_id, owner_id, at)
    where kind in ('released', 'lease-ended', 'reassigned', 'passed', 'took-in', 'let-go')`,
];
