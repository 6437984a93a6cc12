import type { Db } from '../db/openDatabase.ts';
import type { Lead } from './lead.ts';

/** What a change that can be taken back may have changed. */
const undone = [
  'status',
  'statusAt',
  'ownerId',
  'claimedAt',
  'lastTouchAt',
  'touchCount',
  'closedAt',
  'followUpDueAt',
  'dueRule',
  'dueOpenedAt',
  'breachedAt',
  'leaseEndsAt',
  'leaseFromAt',
  'postponeCount',
  'revisitOn',
  'obstacle',
  'value',
  'currency',
  'stage',
  'stageConfirmedAt',
  'claimSeconds',
  'touchSeconds',
  'firstTouchAt',
  'qualifiedAt',
  'heldUntil',
] as const satisfies readonly (keyof Lead)[];
const instants = [
  'statusAt',
  'claimedAt',
  'lastTouchAt',
  'closedAt',
  'followUpDueAt',
  'dueOpenedAt',
  'breachedAt',
  'leaseEndsAt',
  'leaseFromAt',
  'stageConfirmedAt',
  'firstTouchAt',
  'qualifiedAt',
  'heldUntil',
] as const satisfies readonly (typeof undone)[number][];

export type Before = Pick<Lead, (typeof undone)[number]>;

/** The last change of a lead, where it can be taken back. */
export type Undo = {
  readonly leadId: number;
  readonly eventId: number;
  readonly actorId: string;
  readonly at: Date;
  /** The lead's, after that change. */
  readonly version: number;
  readonly before: Before;
};

/** As `before` is stored. */
export const toStored = (lead: Lead): string =>
  JSON.stringify(Object.fromEntries(undone.map((property) => [property, lead[property]])));

/** Of this lead or, `leadId` null, the last one that this person changed. */
export async function findUndo(
  db: Db,
  workspaceId: string,
  { leadId, actorId }: { leadId: number | null; actorId: string },
): Promise<Undo | null> {
  const row = await db
    .selectFrom('undos')
    .selectAll()
    .where('workspace_id', '=', workspaceId)
    .$if(leadId !== null, (query) => query.where('lead_id', '=', leadId))
    .$if(leadId === null, (query) => query.where('actor_id', '=', actorId))
    .orderBy('at', 'desc')
    .limit(1)
    .executeTakeFirst();
  if (!row) return null;
  // Written by toStored only; JSON has no instants.
  const stored = row.before as unknown as Before;
  const dates = instants.map((property) => {
    const value = stored[property];
    return [property, value && new Date(value)];
  });
  return {
    leadId: row.lead_id,
    eventId: row.event_id,
    actorId: row.actor_id,
    at: row.at,
    version: row.version,
    before: { ...stored, ...Object.fromEntries(dates) },
  };
}
