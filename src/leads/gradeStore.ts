import { sql } from 'kysely';
import type { Db, Trx } from '../db/openDatabase.ts';
import type { Graded } from './grade.ts';

export const gradeColumns = sql`g.id, g.lead_id as "leadId", g.source_key as "sourceKey",
  g.rep_id as "repId", g.grade, g.reasons, g.at, g.owner_id as "ownerId", g.due_at as "dueAt",
  g.answer, g.answer_text as "answerText", g.answered_by as "answeredBy", g.answered_at as "answeredAt"`;

export async function findGrade(
  db: Db | Trx,
  workspaceId: string,
  leadId: number,
): Promise<Graded | null> {
  const { rows } = await sql<Graded>`
    select ${gradeColumns} from grades g
    where g.workspace_id = ${workspaceId} and g.lead_id = ${leadId}`.execute(db);
  return rows[0] ?? null;
}

/** In place of an earlier grade that nobody has answered. False: that one was answered, and stays. */
export async function saveGrade(
  trx: Trx,
  workspaceId: string,
  grade: Pick<
    Graded,
    'leadId' | 'sourceKey' | 'repId' | 'grade' | 'reasons' | 'at' | 'ownerId' | 'dueAt'
  > & { readonly channelId: string },
): Promise<boolean> {
  const { rows } = await sql`
    insert into grades (workspace_id, lead_id, source_key, channel_id, rep_id, grade, reasons, at,
      owner_id, due_at)
    values (${workspaceId}, ${grade.leadId}, ${grade.sourceKey}, ${grade.channelId}, ${grade.repId},
      ${grade.grade}, ${[...grade.reasons]}, ${grade.at}, ${grade.ownerId}, ${grade.dueAt})
    on conflict (workspace_id, lead_id) do update set rep_id = excluded.rep_id, grade = excluded.grade,
      reasons = excluded.reasons, at = excluded.at, owner_id = excluded.owner_id, due_at = excluded.due_at
      where grades.answered_at is null
    returning id`.execute(trx);
  return rows.length > 0;
}
