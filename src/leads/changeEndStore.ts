import { sql } from 'kysely';
import type { Lead } from './lead.ts';
import type { LeadChange } from './leadChangeStore.ts';
import type { Changing } from './changingRow.ts';

/** What its owner had let lie is no longer theirs. */
export const isTakenAway = ({ ownerId }: Lead, { set }: LeadChange): boolean =>
  ownerId !== null && (('ownerId' in set && set.ownerId !== ownerId) || Boolean(set.closedAt));

/** The nudge that told the breach is redrawn. */
export function withBreachEnded(
  query: Changing,
  workspaceId: string,
  lead: Lead,
  at: Date,
): Changing {
  return query
    .with('breach', (cte) =>
      cte
        .updateTable('breaches')
        .from('event')
        .set({ dealt_with_at: at })
        .where('breaches.workspace_id', '=', workspaceId)
        .where('breaches.lead_id', '=', lead.id)
        .where('breaches.dealt_with_at', 'is', null)
        .returning('breaches.message_id'),
    )
    .with('nudge', (cte) =>
      cte
        .updateTable('messages')
        .from('breach')
        .set({ wanted_version: sql`wanted_version + 1` })
        .where('messages.workspace_id', '=', workspaceId)
        .whereRef('messages.id', '=', 'breach.message_id')
        .where('messages.live', '=', sql.lit(true)),
    );
}

/** What was past its window before is so again, told by the nudge that told it, and to be escalated anew. */
export function withBreachReopened(
  query: Changing,
  workspaceId: string,
  lead: Lead,
  { due }: LeadChange,
): Changing {
  return query
    .with('reopened', (cte) =>
      cte
        .updateTable('breaches')
        .from('event')
        .set({
          dealt_with_at: null,
          escalated_at: null,
          escalated_to: null,
          escalation_id: null,
        })
        .where('breaches.workspace_id', '=', workspaceId)
        .where('breaches.lead_id', '=', lead.id)
        .where('breaches.due_at', '=', due?.next?.at ?? null)
        .returning('breaches.message_id'),
    )
    .with('reopened_nudge', (cte) =>
      cte
        .updateTable('messages')
        .from('reopened')
        .set({ wanted_version: sql`wanted_version + 1` })
        .where('messages.workspace_id', '=', workspaceId)
        .whereRef('messages.id', '=', 'reopened.message_id')
        .where('messages.live', '=', sql.lit(true)),
    );
}

/** The messages of those who were told of it are redrawn. That its owner has left, an update does not mend. */
export function withEscalationsEnded(
  query: Changing,
  workspaceId: string,
  lead: Lead,
  change: LeadChange,
): Changing {
  const all = isTakenAway(lead, change);
  return query
    .with('escalation', (cte) =>
      cte
        .updateTable('escalations')
        .from('event')
        .set({ over_at: change.at })
        .where('escalations.workspace_id', '=', workspaceId)
        .where('escalations.lead_id', '=', lead.id)
        .where('escalations.over_at', 'is', null)
        .$if(!all, (some) => some.where('escalations.about', '<>', 'left'))
        .returning('escalations.message_id'),
    )
    .with('escalation_shown', (cte) =>
      cte
        .updateTable('messages')
        .from('escalation')
        .set({ wanted_version: sql`wanted_version + 1` })
        .where('messages.workspace_id', '=', workspaceId)
        .whereRef('messages.id', '=', 'escalation.message_id')
        .where('messages.live', '=', sql.lit(true)),
    );
}

/** What was offered to a colleague goes to them, or is offered no more. */
export function withPassEnded(
  query: Changing,
  workspaceId: string,
  lead: Lead,
  { at, passAccepted }: LeadChange,
): Changing {
  return query
    .with('pass', (cte) =>
      cte
        .updateTable('passes')
        .from('event')
        .set({ settled_at: at, outcome: passAccepted ? 'accepted' : 'withdrawn' })
        .where('passes.workspace_id', '=', workspaceId)
        .where('passes.lead_id', '=', lead.id)
        .where('passes.settled_at', 'is', null)
        .returning(sql<string>`'pass:' || passes.id`.as('key')),
    )
    .with('offer', (cte) =>
      cte
        .updateTable('messages')
        .from('pass')
        .set({ wanted_version: sql`wanted_version + 1` })
        .where('messages.workspace_id', '=', workspaceId)
        .whereRef('messages.key', '=', 'pass.key')
        .where('messages.live', '=', sql.lit(true)),
    );
}
