import type { Office } from '../simulation/office.ts';
import type { Random } from '../simulation/random.ts';

const hour = 3_600_000;

/** Claimed leads of reps UREP0001, UREP0002, … in turn, whose first touch falls due within a span. Without cards. */
export async function putDueLeads(
  { ctx, database }: Office,
  given: { due: number; reps: number; from: number; until: number; random: Random },
): Promise<void> {
  const { due, reps, from, until, random } = given;
  const instants = Array.from({ length: due }, () => new Date(random.between(from + 1_000, until)));
  const claimed = new Date(from - hour);
  await database.pool.query(
    `with new as (
      insert into leads (workspace_id, source_key, channel_id, status, status_at, owner_id, received_at,
        claimed_at, follow_up_due_at, due_rule, due_timezone, due_opened_at, lease_ends_at, lease_from_at)
      select $1, 'cleads0001', 'CLEADS0001', 'claimed', $2, concat('UREP', lpad((1 + (n - 1) % $4)::text, 4, '0')), $2,
        $2, due, 'status:claimed', 'UTC', due - interval '1 hour', due + interval '3 days', due
      from unnest($3::timestamptz[]) with ordinality v (due, n)
      returning *
    ), details as (
      insert into lead_details (workspace_id, lead_id, name)
      select workspace_id, id, concat('Joe Roe ', id) from new
    )
    insert into lead_events (workspace_id, lead_id, at, kind, actor_id, owner_id, channel_id,
      status_to, due_to, due_rule, settings_version)
    select workspace_id, id, $2, 'claimed', owner_id, owner_id, channel_id, 'claimed',
      follow_up_due_at, due_rule, 1
    from new`,
    [ctx.workspaceId, claimed, instants, reps],
  );
  await database.pool.query('analyze');
}
