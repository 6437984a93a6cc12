import { sql } from 'kysely';
import type { Db, Trx } from '../db/openDatabase.ts';

/** What a marketer says to a rep about how a lead was treated: a row of `remarks`. */
export type Remark = {
  readonly id: number;
  readonly leadId: number;
  readonly sourceKey: string;
  readonly kind: 'thanks' | 'question';
  readonly fromId: string;
  readonly toId: string;
  readonly body: string;
  readonly at: Date;
  /** Of a question: until when it is to be answered. */
  readonly dueAt: Date | null;
  readonly answerText: string | null;
  readonly answeredAt: Date | null;
};

const columns = sql`id, lead_id as "leadId", source_key as "sourceKey", kind, from_id as "fromId",
  to_id as "toId", body, at, due_at as "dueAt", answer_text as "answerText", answered_at as "answeredAt"`;

export async function insertRemark(
  trx: Trx,
  workspaceId: string,
  remark: Omit<Remark, 'id' | 'answerText' | 'answeredAt'>,
): Promise<number> {
  const { id } = await trx
    .insertInto('remarks')
    .values({
      workspace_id: workspaceId,
      lead_id: remark.leadId,
      source_key: remark.sourceKey,
      kind: remark.kind,
      from_id: remark.fromId,
      to_id: remark.toId,
      body: remark.body,
      at: remark.at,
      due_at: remark.dueAt,
    })
    .returning('id')
    .executeTakeFirstOrThrow();
  return id;
}

export async function findRemark(
  db: Db | Trx,
  workspaceId: string,
  id: number,
): Promise<Remark | null> {
  const { rows } = await sql<Remark>`
    select ${columns} from remarks where workspace_id = ${workspaceId} and id = ${id}`.execute(db);
  return rows[0] ?? null;
}

/** What was said since then and has no message yet, its reader's day being used up then. */
export async function findUntold(db: Db, workspaceId: string, since: Date): Promise<Remark[]> {
  const { rows } = await sql<Remark>`
    select ${columns} from remarks r where workspace_id = ${workspaceId} and at >= ${since}
      and not exists (select from messages m where m.workspace_id = r.workspace_id
        and m.key = 'remark:' || r.id)
    order by id`.execute(db);
  return rows;
}

/** False: it was answered before. The message that asks is redrawn. */
export async function saveRemarkAnswer(
  trx: Trx,
  workspaceId: string,
  { id, text, at }: { id: number; text: string; at: Date },
): Promise<boolean> {
  const { rows } = await sql`
    with answered as (
      update remarks set answer_text = ${text}, answered_at = ${at}
      where workspace_id = ${workspaceId} and id = ${id} and answered_at is null returning id
    ), shown as (
      update messages m set wanted_version = wanted_version + 1 from answered
      where m.workspace_id = ${workspaceId} and m.key = 'remark:' || answered.id and m.live
    )
    select from answered`.execute(trx);
  return rows.length > 0;
}

/** Answers since then of which whoever asked has no message yet. */
export async function findUntoldAnswers(
  db: Db,
  workspaceId: string,
  since: Date,
): Promise<Remark[]> {
  const { rows } = await sql<Remark>`
    select ${columns} from remarks r where workspace_id = ${workspaceId} and answered_at >= ${since}
      and not exists (select from messages m where m.workspace_id = r.workspace_id
        and m.key = 'remark-answer:' || r.id)
    order by id`.execute(db);
  return rows;
}
