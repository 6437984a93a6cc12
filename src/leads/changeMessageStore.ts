import { sql } from 'kysely';
import type { Lead } from './lead.ts';
import type { LeadChange } from './leadChangeStore.ts';
import { type Changing, columnsOf, valuesOf } from './changingRow.ts';

/** The card is posted again; one that it had is a past card by then. */
export function withCard(query: Changing, workspaceId: string, lead: Lead, at: Date): Changing {
  const destination = { workspace_id: workspaceId, id: lead.channelId };
  const card = {
    workspace_id: workspaceId,
    lead_id: lead.id,
    kind: 'card',
    destination: lead.channelId,
    created_at: at,
    not_before: '-infinity',
  };
  return query
    .with('destination', (cte) =>
      cte
        .insertInto('destinations')
        .columns(columnsOf(destination))
        .expression((eb) => eb.selectFrom('event').select(valuesOf(destination)))
        .onConflict((conflict) => conflict.doNothing()),
    )
    .with('new_card', (cte) =>
      cte
        .insertInto('messages')
        .columns([...columnsOf(card), 'key'])
        .expression((eb) =>
          eb
            .selectFrom('event')
            // Counted first, so that the past one has left the index that allows one card.
            .where((of) => of.selectFrom('card').select(of.fn.countAll<number>().as('n')), '>=', 0)
            .select(valuesOf(card))
            .select(sql<string>`concat('card:', ${lead.id}::text, ':', event.id)`.as('key')),
        ),
    );
}

/** Whoever has it without having claimed it is told. */
export function withAssigned(
  query: Changing,
  workspaceId: string,
  lead: Lead,
  at: Date,
  { personId, notBefore, why }: NonNullable<LeadChange['tell']>,
): Changing {
  const destination = { workspace_id: workspaceId, id: personId };
  const message = {
    workspace_id: workspaceId,
    lead_id: lead.id,
    kind: 'assigned',
    key: `assigned:${lead.id}:${personId}:${lead.version + 1}`,
    person_id: personId,
    subject: JSON.stringify(why),
    destination: personId,
    created_at: at,
    not_before: notBefore,
  };
  return query
    .with('dm', (cte) =>
      cte
        .insertInto('destinations')
        .columns(columnsOf(destination))
        .expression((eb) => eb.selectFrom('event').select(valuesOf(destination)))
        .onConflict((conflict) => conflict.doNothing()),
    )
    .with('assigned', (cte) =>
      cte
        .insertInto('messages')
        .columns(columnsOf(message))
        .expression((eb) => eb.selectFrom('event').select(valuesOf(message))),
    );
}

/** The DM that told its owner of it is redrawn, once; while it waits, it is drawn when it is sent. */
export function withAssignedEnded(query: Changing, workspaceId: string, lead: Lead): Changing {
  return query.with('assigned_before', (cte) =>
    cte
      .updateTable('messages')
      .from('event')
      .set({ wanted_version: 2 })
      .where('messages.workspace_id', '=', workspaceId)
      .where('messages.lead_id', '=', lead.id)
      // Constants, so that a prepared plan can use the index of these.
      .where('messages.kind', '=', sql.lit('assigned'))
      .where('messages.live', '=', sql.lit(true))
      .where('messages.wanted_version', '=', 1)
      .where((eb) =>
        eb.or([
          eb('messages.state', '=', 'posted'),
          // It is being sent just now.
          eb('messages.leased_by', 'is not', null),
        ]),
      ),
  );
}

/** Where the owner's nudge shows it as about to run out, that is redrawn. */
export function withShownSoon(
  query: Changing,
  workspaceId: string,
  { id, ownerId }: Lead,
): Changing {
  return query.with('shown_soon', (cte) =>
    cte
      .updateTable('messages')
      .from('event')
      .set({ wanted_version: sql`wanted_version + 1` })
      .where('messages.workspace_id', '=', workspaceId)
      .where('messages.person_id', '=', ownerId)
      // Constants, so that a prepared plan can use the index of these.
      .where('messages.kind', '=', sql.lit('nudge'))
      .where('messages.live', '=', sql.lit(true))
      .where('messages.state', '=', sql.lit('posted'))
      .where(sql<boolean>`messages.subject -> 'silent' @> to_jsonb(${id}::int)`),
  );
}
