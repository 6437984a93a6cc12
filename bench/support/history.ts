import type pg from 'pg';
import { settingsSchema } from '../../src/settings/settings.ts';

/** The workspace of the benches: 100 channels with a manager each, 2,000 reps. */
export const seeded = {
  workspaceId: 'T0BENCH',
  channels: 100,
  reps: 2_000,
  source: 'website',
  channel: (n: number): string => `C0BENCH${String(n).padStart(4, '0')}`,
  rep: (n: number): string => `U0REP${String(n).padStart(4, '0')}`,
  manager: (n: number): string => `U0MANAGER${String(n).padStart(4, '0')}`,
} as const;

/** The same mixture at every size: of ten leads one is new, two are being worked on, seven are closed. */
const shares = `case when n % 10 = 0 then 'new' when n % 10 in (1, 2)
  then (array['claimed', 'attempted', 'connected', 'quoted'])[1 + n / 10 % 4]
  else (array['won', 'lost', 'disqualified'])[1 + n / 10 % 3] end`;

const people = `
  insert into workspaces (id, name, bot_user_id, bot_id, created_at)
    values ('T0BENCH', 'bench', 'U0BOT', 'B0BOT', now());
  insert into people (workspace_id, id, name, email, timezone, refreshed_at)
    select 'T0BENCH', id, lower(id), lower(id) || '@example.com', 'Europe/Berlin', now()
    from (
      select 'U0REP' || lpad(n::text, 4, '0') from generate_series(0, 1999) n
      union all select 'U0MANAGER' || lpad(n::text, 4, '0') from generate_series(0, 99) n
    ) p (id)`;

/** In pieces, each a transaction, so that the database's log stays small. */
const leads = `
  with one as (
    select n, ${shares} as status, 'C0BENCH' || lpad((n / 10 % 100)::text, 4, '0') as channel,
      'U0REP' || lpad((n / 10 % 2000)::text, 4, '0') as rep,
      now() - interval '90 days' * (1 - n::float8 / $3) as at
    from generate_series($1::int, $2::int) n
  ), lead as (
    insert into leads (workspace_id, id, version, source_key, channel_id, status, status_at, owner_id,
      received_at, posted_at, claimed_at, last_touch_at, touch_count, closed_at, follow_up_due_at,
      due_rule, due_timezone, due_opened_at, lease_ends_at, obstacle, value, currency, country)
    select 'T0BENCH', n, 1, 'website', channel, status, at, case when status <> 'new' then rep end,
      at, at + interval '2 seconds', case when status <> 'new' then at + interval '5 minutes' end,
      case when status <> 'new' then at + interval '1 hour' end, (status <> 'new')::int,
      case when n % 10 > 2 then at + interval '5 days' end,
      case when n % 10 <= 2 then now() + interval '1 day' + n * interval '1 millisecond' end,
      case when status = 'new' then 'unclaimed' when n % 10 <= 2 then 'status:' || status end,
      case when n % 10 <= 2 then 'Europe/Berlin' end,
      case when status = 'new' then now() - interval '1 hour' end,
      case when n % 10 in (1, 2) then now() + interval '4 days' end,
      case when status in ('lost', 'disqualified') then 'money' end, n % 10000, 'EUR', 'DE'
    from one
  ), details as (
    insert into lead_details (workspace_id, lead_id, name, company, email, email_as_given, phone,
      phone_as_given, message, external_id)
    select 'T0BENCH', n, 'Jane Doe ' || n, 'Example & Sons ' || n % 5000, 'lead' || n || '@example.org',
      'Lead' || n || '@Example.org', '+49301234' || lpad((n % 10000)::text, 4, '0'),
      '030 1234-' || lpad((n % 10000)::text, 4, '0'),
      'Please call me about a quote for ' || n % 100 || ' machines, in the next two weeks if you can.',
      'crm-' || n
    from one
  ), identity as (
    insert into identities (workspace_id, kind, hash, lead_id)
    select 'T0BENCH', 'email', sha256(('lead' || n)::bytea), n from one
  ), event as (
    insert into lead_events (workspace_id, lead_id, at, kind, actor_id, owner_id, channel_id,
      status_from, status_to, due_from, due_outcome, due_to, due_rule, settings_version)
    select 'T0BENCH', n, at, 'received', null, null, channel, null, 'new',
      null::timestamptz, null, null::timestamptz, null, 1
    from one
    union all
    select 'T0BENCH', n, at + interval '1 hour', 'updated', rep, rep, channel, 'claimed', status,
      at + interval '1 hour' + (n % 7 - 2) * interval '20 minutes', 'met', null, 'status:claimed', 1
    from one where status <> 'new'
  ), seen as (
    insert into seen_deliveries (workspace_id, kind, id, seen_at)
    select 'T0BENCH', 'interaction', md5(n::text), at from one where n % 10 in (1, 2)
  )
  insert into messages (workspace_id, kind, key, lead_id, destination, state, live, created_at,
    not_before, channel_id, ts, posted_at, shown_version)
  select 'T0BENCH', 'card', 'card:' || n || ':1', n, channel, 'posted', n % 10 <= 2, at, '-infinity',
    channel, (1700000000 + n)::text || '.000100', at + interval '2 seconds', 1
  from one`;

const piece = 50_000;

/**
 * Fills a migrated, empty database with so many leads, their events and cards; nothing of them is due.
 * Its settings have long been what they are, so an app that starts on it has nothing to make good.
 */
export async function seedHistory(pool: pg.Pool, rows: number): Promise<void> {
  await pool.query(people);
  await pool.query(
    `insert into settings_versions (workspace_id, version, document, created_at)
    values ('T0BENCH', 1, $1, now() - interval '90 days')`,
    [JSON.stringify(settings())],
  );
  await pool.query(`insert into recalculations
    (workspace_id, settings_version, started_at, total, finished_at)
    values ('T0BENCH', 1, now(), 0, now())`);
  await pool.query(`insert into destinations (workspace_id, id)
    select 'T0BENCH', 'C0BENCH' || lpad(n::text, 4, '0') from generate_series(0, 99) n`);
  const client = await pool.connect();
  try {
    await client.query('set statement_timeout = 0; set synchronous_commit = off');
    for (let from = 1; from <= rows; from += piece) {
      await client.query(leads, [from, Math.min(rows, from + piece - 1), rows]);
    }
    await client.query(`select setval('lead_numbers', $1)`, [Math.max(1001, rows)]);
    await client.query('vacuum (analyze, freeze)');
    await client.query('checkpoint');
  } finally {
    client.release(true);
  }
}

function settings() {
  const channels = Array.from({ length: seeded.channels }, (_, n) => [
    seeded.channel(n),
    { name: `leads-${n}`, managers: [seeded.manager(n)] },
  ]);
  // Nobody rests, so that a bench means the same at night.
  const days = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'];
  return settingsSchema.parse({
    timezone: 'Europe/Berlin',
    country: 'DE',
    currency: 'EUR',
    workingTime: { days, from: '00:00', to: '23:59' },
    channels: Object.fromEntries(channels),
    sources: { [seeded.source]: { name: 'Website', channel: seeded.channel(0) } },
  });
}

/** New leads that have a card and that nobody has claimed yet; each is handed out once. */
export const unclaimedLeads = (pool: pg.Pool) => leadsWithCards(pool, ['new']);

/** Open leads that have a card and an owner; each is handed out once. */
export const ownedLeads = (pool: pg.Pool) =>
  leadsWithCards(pool, ['claimed', 'attempted', 'connected', 'quoted']);

async function leadsWithCards(
  pool: pg.Pool,
  statuses: readonly string[],
): Promise<(count: number) => Lead[]> {
  const { rows } = await pool.query<Lead>(
    `select l.id, l.channel_id as channel, m.ts from leads l
    join messages m on m.workspace_id = l.workspace_id and m.lead_id = l.id and m.live
    where l.workspace_id = 'T0BENCH' and l.status = any($1) order by md5(l.id::text)`,
    [statuses],
  );
  return (count) => rows.splice(0, count);
}

/** What is needed to click on its card. */
export type Lead = { readonly id: number; readonly channel: string; readonly ts: string };
