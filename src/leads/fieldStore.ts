import { sql, type Updateable } from 'kysely';
import type { Db, Trx } from '../db/openDatabase.ts';
import type { LeadDetails as DetailsTable } from '../db/schema.ts';
import type { FieldValue } from './fieldNews.ts';
import type { Lead, LeadDetails } from './lead.ts';
import { toColumns } from './leadRow.ts';

/** A value that a field does not say now, and who said it when. */
export type KeptValue = FieldValue & {
  /** The one that was asked for. */
  readonly leadId: number;
  /** Null: a person. */
  readonly sourceKey: string | null;
  readonly personId: string | null;
  readonly at: Date;
};

/** The other values of the fields of these leads and of those that were merged into them, the oldest first. */
export async function findFieldValues(
  db: Db | Trx,
  workspaceId: string,
  leadIds: readonly number[],
): Promise<KeptValue[]> {
  if (leadIds.length === 0) return [];
  const { rows } = await sql<KeptValue>`
    with those as (
      select id, id as of_id from leads
      where workspace_id = ${workspaceId} and id = any (${leadIds}::integer[])
      union all
      select id, merged_into_id from leads
      where workspace_id = ${workspaceId} and merged_into_id = any (${leadIds}::integer[])
    )
    select those.of_id as "leadId", v.field, coalesce(v.value, '') as value,
      v.source_key as "sourceKey", v.person_id as "personId", v.at
    from those
    join field_values v on v.workspace_id = ${workspaceId} and v.lead_id = those.id
    order by v.id`.execute(db);
  return rows;
}

/** Keeps what was said otherwise, with the event that brought it. */
export async function keepFieldValues(
  trx: Trx,
  workspaceId: string,
  leadId: number,
  values: readonly FieldValue[],
  by: {
    readonly sourceKey: string | null;
    readonly personId: string | null;
    readonly eventId: number;
    readonly at: Date;
  },
): Promise<void> {
  if (values.length === 0) return;
  await trx
    .insertInto('field_values')
    .values(
      values.map(({ field, value }) => ({
        ...{ workspace_id: workspaceId, lead_id: leadId, field, value },
        ...{ source_key: by.sourceKey, person_id: by.personId, event_id: by.eventId, at: by.at },
      })),
    )
    .execute();
}

/** Writes what is new into the lead's own fields; its version stays. The lead must be locked. */
export async function fillFields(
  trx: Trx,
  workspaceId: string,
  leadId: number,
  { lead, details }: { readonly lead: Partial<Lead>; readonly details: Partial<LeadDetails> },
): Promise<void> {
  if (Object.keys(lead).length > 0)
    await trx
      .updateTable('leads')
      .set(toColumns(lead))
      .where('workspace_id', '=', workspaceId)
      .where('id', '=', leadId)
      .execute();
  if (Object.keys(details).length > 0)
    await trx
      .updateTable('lead_details')
      .set(detailColumns(details))
      .where('workspace_id', '=', workspaceId)
      .where('lead_id', '=', leadId)
      .execute();
}

/** Where each detail is kept. */
export function detailColumns({
  emailAsGiven,
  phoneAsGiven,
  externalId,
  custom,
  ...same
}: Partial<LeadDetails>): Updateable<DetailsTable> {
  return {
    ...same,
    ...(emailAsGiven !== undefined && { email_as_given: emailAsGiven }),
    ...(phoneAsGiven !== undefined && { phone_as_given: phoneAsGiven }),
    ...(externalId !== undefined && { external_id: externalId }),
    ...(custom && { custom: JSON.stringify(custom) }),
  };
}
