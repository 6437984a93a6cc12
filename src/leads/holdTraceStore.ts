import { sql } from 'kysely';
import type { FieldValue } from './fieldNews.ts';
import { detailColumns } from './fieldStore.ts';
import type { Lead, LeadDetails } from './lead.ts';
import type { LeadChange } from './leadChangeStore.ts';
import { type Changing, columnsOf, valuesOf } from './changingRow.ts';
import { partsOf } from './leadStore.ts';
import type { TimeLost } from './timeLost.ts';

export const withDetails = (
  query: Changing,
  workspaceId: string,
  { id }: Lead,
  details: Partial<LeadDetails>,
): Changing =>
  query.with('details', (cte) =>
    cte
      .updateTable('lead_details')
      .from('event')
      .set(detailColumns(details))
      .where('lead_details.workspace_id', '=', workspaceId)
      .where('lead_details.lead_id', '=', id),
  );

/** What fields said before stays on record. */
export const withFieldsBefore = (
  query: Changing,
  workspaceId: string,
  { id }: Lead,
  { by, at }: LeadChange,
  before: readonly FieldValue[],
): Changing => {
  const personId = partsOf(by).actorId || null;
  const field = sql<string>`said.value->>'field'`;
  const value = sql<string>`said.value->>'value'`;
  const row = { workspace_id: workspaceId, lead_id: id, person_id: personId, at };
  return query.with('fields_before', (cte) =>
    cte
      .insertInto('field_values')
      .columns([...columnsOf(row), 'event_id', 'field', 'value'])
      .expression((eb) =>
        eb
          .selectFrom([
            'event',
            sql<{ value: unknown }>`jsonb_array_elements(${JSON.stringify(before)}::jsonb)`.as(
              'said',
            ),
          ])
          .select([...valuesOf(row), 'event.id', field.as('field'), value.as('value')]),
      ),
  );
};

/** Whatever is another lead's stays that one's. */
export function withIdentities(
  query: Changing,
  workspaceId: string,
  { id }: Lead,
  identities: NonNullable<LeadChange['identities']>,
): Changing {
  return identities.reduce((all, { kind, hash }, index) => {
    const row = { workspace_id: workspaceId, kind, hash, lead_id: id };
    // The name is made up, so its type would be an index signature; nothing reads it.
    return all.with(`identity_${index}`, (cte) =>
      cte
        .insertInto('identities')
        .columns(columnsOf(row))
        .expression((eb) => eb.selectFrom('event').select(valuesOf(row)))
        .onConflict((conflict) => conflict.doNothing()),
    ) as Changing;
  }, query);
}

/** Of a bad lead without the time that was lost to what it lacked, which counts already. */
export function withTimeLost(
  query: Changing,
  workspaceId: string,
  { id, sourceKey, channelId }: Lead,
  { at }: LeadChange,
  { kind, seconds, personId }: TimeLost,
): Changing {
  const row = {
    workspace_id: workspaceId,
    lead_id: id,
    source_key: sourceKey,
    channel_id: channelId,
    person_id: personId,
    kind,
    at,
  };
  const counted = sql<number>`(select coalesce(sum(seconds), 0)::int from lost_time
    where workspace_id = ${workspaceId} and lead_id = ${id} and kind = 'incomplete'
      and person_id = ${personId})`;
  const rest = kind === 'bad' ? sql<number>`greatest(0, ${seconds}::int - ${counted})` : null;
  return query.with(`lost_${kind}`, (cte) =>
    cte
      .insertInto('lost_time')
      .columns([...columnsOf(row), 'seconds'])
      .expression((eb) =>
        eb.selectFrom('event').select([...valuesOf(row), (rest ?? sql.val(seconds)).as('seconds')]),
      )
      .onConflict((conflict) => conflict.doNothing()),
  );
}

/** What was lost by the event that is taken back; else all that was lost to a lead that was bad. */
export const withTimeFound = (
  query: Changing,
  workspaceId: string,
  { id }: Lead,
  { undoes }: LeadChange,
): Changing =>
  query.with('found', (cte) =>
    cte
      .deleteFrom('lost_time')
      .using('event')
      .where('lost_time.workspace_id', '=', workspaceId)
      .where('lost_time.lead_id', '=', id)
      .where(
        undoes
          ? sql<boolean>`lost_time.at = (select undone.at from lead_events undone
              where undone.workspace_id = ${workspaceId} and undone.id = ${undoes.eventId})`
          : sql<boolean>`lost_time.kind = 'bad'`,
      ),
  );

/** Whoever was told of it, and the channel's list, are shown how it is now. */
export function withHoldShown(query: Changing, workspaceId: string, lead: Lead): Changing {
  return query
    .with('told_of_hold', (cte) =>
      cte
        .updateTable('messages')
        .from('event')
        .set({ wanted_version: sql`wanted_version + 1` })
        .where('messages.workspace_id', '=', workspaceId)
        .where(
          sql<boolean>`messages.id in (select message_id from hold_notices
            where workspace_id = ${workspaceId} and lead_id = ${lead.id})`,
        )
        .where('messages.live', '=', sql.lit(true)),
    )
    .with('held_list', (cte) =>
      cte
        .updateTable('messages')
        .from('event')
        .set({ wanted_version: sql`wanted_version + 1` })
        .where('messages.workspace_id', '=', workspaceId)
        .where('messages.destination', '=', lead.channelId)
        // Constants, so that a prepared plan can use the index of these.
        .where('messages.kind', '=', sql.lit('held-list'))
        .where('messages.live', '=', sql.lit(true)),
    );
}
