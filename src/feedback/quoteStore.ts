import { sql } from 'kysely';
import type { Db, Trx } from '../db/openDatabase.ts';

/** What a rep said of a source's leads. */
export type Quote = {
  readonly sourceKey: string;
  readonly personId: string;
  readonly body: string;
};

/** Somebody is asked in a month for what they would say: a row of `source_quotes`. `month`: its first day. */
export type QuoteAsk = {
  readonly sourceKey: string;
  readonly month: string;
  readonly personId: string;
  readonly body: string | null;
};

/** Who turned the most of the leads that they worked into qualified ones. */
export type Converter = {
  readonly personId: string;
  readonly worked: number;
  readonly qualified: number;
};

/** Of the leads that came in since then; whoever worked at least `least` and qualified one. */
export async function findConverters(
  db: Db,
  workspaceId: string,
  { sourceKey, since, least }: { sourceKey: string; since: Date; least: number },
): Promise<Converter[]> {
  const { rows } = await sql<Converter>`
    select owner_id as "personId", count(*)::int as worked, count(qualified_at)::int as qualified
    from leads
    where workspace_id = ${workspaceId} and source_key = ${sourceKey} and received_at >= ${since}
      and touch_count > 0 and status <> 'merged' and owner_id is not null
    group by owner_id
    having count(*) >= ${least} and count(qualified_at) > 0
    order by count(qualified_at)::float / count(*) desc, count(*) desc, owner_id`.execute(db);
  return rows;
}

/** Everybody who has been asked in a month. */
export async function findAsked(
  db: Db,
  workspaceId: string,
  month: string,
): Promise<Pick<QuoteAsk, 'sourceKey' | 'personId'>[]> {
  return db
    .selectFrom('source_quotes')
    .select(['source_key as sourceKey', 'person_id as personId'])
    .where('workspace_id', '=', workspaceId)
    .where('month', '=', month)
    .execute();
}

export async function insertAsk(
  trx: Trx,
  workspaceId: string,
  { sourceKey, month, personId, at }: Omit<QuoteAsk, 'body'> & { at: Date },
): Promise<void> {
  await trx
    .insertInto('source_quotes')
    .values({
      ...{ workspace_id: workspaceId, source_key: sourceKey, month },
      ...{ person_id: personId, asked_at: at },
    })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
}

export async function findAsk(
  db: Db | Trx,
  workspaceId: string,
  { sourceKey, month, personId }: Omit<QuoteAsk, 'body'>,
): Promise<QuoteAsk | null> {
  const found = await db
    .selectFrom('source_quotes')
    .select([...(['source_key as sourceKey', 'month', 'person_id as personId', 'body'] as const)])
    .where('workspace_id', '=', workspaceId)
    .where('source_key', '=', sourceKey)
    .where('month', '=', month)
    .where('person_id', '=', personId)
    .executeTakeFirst();
  return found ?? null;
}

/** In place of what they said before; null: they say nothing. The message that asks is redrawn. */
export async function saveQuote(
  trx: Trx,
  workspaceId: string,
  { sourceKey, month, personId, body, at }: QuoteAsk & { at: Date },
): Promise<void> {
  await sql`
    with said as (
      update source_quotes set body = ${body}, said_at = ${at}
      where workspace_id = ${workspaceId} and source_key = ${sourceKey} and month = ${month}
        and person_id = ${personId}
      returning workspace_id
    )
    update messages m set wanted_version = wanted_version + 1 from said
    where m.workspace_id = said.workspace_id and m.live
      and m.key = ${askKey({ sourceKey, month, personId })}`.execute(trx);
}

export const askKey = ({ sourceKey, month, personId }: Omit<QuoteAsk, 'body'>): string =>
  `quote-ask:${month}:${sourceKey}:${personId}`;

/** What was said since then, of each source and person the latest; the latest first. */
export async function findQuotes(
  db: Db,
  workspaceId: string,
  sourceKeys: readonly string[],
  since: Date,
): Promise<Quote[]> {
  const { rows } = await sql<Quote>`
    select "sourceKey", "personId", body from (
      select distinct on (source_key, person_id) source_key as "sourceKey", person_id as "personId",
        body, said_at
      from source_quotes
      where workspace_id = ${workspaceId} and source_key = any(${sourceKeys}) and said_at >= ${since}
      order by source_key, person_id, month desc
    ) latest
    where body is not null order by said_at desc, "personId"`.execute(db);
  return rows;
}
