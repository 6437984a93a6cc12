import { sql } from 'kysely';
import type { Db, Trx } from '../db/openDatabase.ts';
import type { Graded } from '../leads/grade.ts';
import { gradeColumns } from '../leads/gradeStore.ts';
import type { Obstacle } from '../leads/obstacles.ts';
import type { Status } from '../leads/statuses.ts';

/** A graded lead, as its source's owner reads of it. Texts are a rep's or a stranger's. */
export type FeedbackItem = Graded & {
  readonly name: string | null;
  readonly company: string | null;
  readonly country: string | null;
  readonly status: Status;
  readonly obstacle: Obstacle | null;
  /** How the rep knows, where the lead was disqualified. */
  readonly evidence: string | null;
};

const items = sql`
  select ${gradeColumns}, d.name, d.company, l.country, l.status, l.obstacle,
    (select n.body from notes n where n.workspace_id = g.workspace_id and n.lead_id = g.lead_id
      and n.kind = 'evidence' order by n.id desc limit 1) as evidence
  from grades g
  join leads l on l.workspace_id = g.workspace_id and l.id = g.lead_id
  left join lead_details d on d.workspace_id = g.workspace_id and d.lead_id = g.lead_id`;

/** What somebody has to answer, what is due first, first; and what they answered since then. */
export async function findToAnswer(
  db: Db,
  workspaceId: string,
  { ownerId, answeredSince, limit }: { ownerId: string; answeredSince: Date; limit: number },
): Promise<FeedbackItem[]> {
  const { rows } = await sql<FeedbackItem>`
    ${items}
    where g.workspace_id = ${workspaceId} and g.owner_id = ${ownerId}
      and (g.answered_at is null or g.answered_at >= ${answeredSince})
    order by g.answered_at is not null, g.due_at, g.id limit ${limit}`.execute(db);
  return rows;
}

export async function findFeedback(
  db: Db | Trx,
  workspaceId: string,
  id: number,
): Promise<FeedbackItem | null> {
  const { rows } = await sql<FeedbackItem>`
    ${items} where g.workspace_id = ${workspaceId} and g.id = ${id}`.execute(db);
  return rows[0] ?? null;
}

/** How many grades somebody has not answered, and how many of them came since then. */
export async function countToAnswer(
  db: Db,
  workspaceId: string,
  ownerId: string,
  since: Date,
): Promise<{ open: number; fresh: number }> {
  const { rows } = await sql<{ open: number; fresh: number }>`
    select count(*)::int as open, count(*) filter (where at >= ${since})::int as fresh
    from grades where workspace_id = ${workspaceId} and owner_id = ${ownerId} and answered_at is null
  `.execute(db);
  return rows[0] ?? { open: 0, fresh: 0 };
}

/** How the leads of these sources ended since then. */
export async function countEnded(
  db: Db,
  workspaceId: string,
  sourceKeys: readonly string[],
  { since, until }: { since: Date; until: Date },
): Promise<{ status: Status; obstacle: Obstacle | null; count: number }[]> {
  const { rows } = await sql<{ status: Status; obstacle: Obstacle | null; count: number }>`
    select status, obstacle, count(*)::int as count from leads
    where workspace_id = ${workspaceId} and source_key = any(${sourceKeys})
      and received_at >= ${since}::timestamptz - interval '1 year'
      and closed_at >= ${since} and closed_at < ${until} and status in ('won', 'lost', 'disqualified')
    group by status, obstacle order by status desc, count desc, obstacle`.execute(db);
  return rows;
}

/** False: it was answered before. The messages that ask for it are redrawn. */
export async function saveAnswer(
  trx: Trx,
  workspaceId: string,
  {
    id,
    answer,
    text,
    by,
    at,
  }: { id: number; answer: 'accepted' | 'disputed'; text: string | null; by: string; at: Date },
): Promise<boolean> {
  const { rows } = await sql`
    with answered as (
      update grades set answer = ${answer}, answer_text = ${text}, answered_by = ${by}, answered_at = ${at}
      where workspace_id = ${workspaceId} and id = ${id} and answered_at is null
      returning workspace_id, owner_id
    ), shown as (
      update messages m set wanted_version = wanted_version + 1 from answered
      where m.workspace_id = answered.workspace_id and m.person_id = answered.owner_id
        and m.kind = 'feedback' and m.live and m.posted_at >= ${at}::timestamptz - interval '7 days'
    )
    select from answered`.execute(trx);
  return rows.length > 0;
}

/** What marketing and sales answered of what they were asked, within the window; of what was due by now. */
export type AnswerRates = {
  readonly marketing: { readonly asked: number; readonly inTime: number };
  readonly sales: { readonly asked: number; readonly inTime: number };
};

export async function answerRates(
  db: Db,
  workspaceId: string,
  {
    sourceKeys,
    from,
    until,
    now,
  }: { sourceKeys: readonly string[]; from: Date; until: Date; now: Date },
): Promise<AnswerRates> {
  const { rows } = await sql<{ who: 'marketing' | 'sales'; asked: number; inTime: number }>`
    select 'marketing' as who, count(*)::int as asked,
      count(*) filter (where answered_at <= due_at)::int as "inTime"
    from grades where workspace_id = ${workspaceId} and source_key = any(${sourceKeys})
      and at >= ${from} and at < ${until} and due_at is not null
      and (answered_at is not null or due_at <= ${now})
    union all
    select 'sales', count(*)::int, count(*) filter (where answered_at <= due_at)::int
    from remarks where workspace_id = ${workspaceId} and source_key = any(${sourceKeys})
      and at >= ${from} and at < ${until} and kind = 'question' and due_at is not null
      and (answered_at is not null or due_at <= ${now})`.execute(db);
  const of = (who: 'marketing' | 'sales') => {
    const { asked = 0, inTime = 0 } = rows.find((row) => row.who === who) ?? {};
    return { asked, inTime };
  };
  return { marketing: of('marketing'), sales: of('sales') };
}

/** Disputes since then of which the rep has no message yet. */
export async function findUntoldDisputes(
  db: Db,
  workspaceId: string,
  since: Date,
): Promise<FeedbackItem[]> {
  const { rows } = await sql<FeedbackItem>`
    ${items}
    where g.workspace_id = ${workspaceId} and g.answer = 'disputed' and g.answered_at >= ${since}
      and not exists (select from messages m where m.workspace_id = g.workspace_id
        and m.key = 'grade-answer:' || g.id)
    order by g.id`.execute(db);
  return rows;
}
