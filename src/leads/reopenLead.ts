import { type Context, theApp } from '../context.ts';
import type { Trx } from '../db/openDatabase.ts';
import { awayAt, type Person } from '../people/person.ts';
import { findPerson } from '../people/peopleStore.ts';
import { day } from '../people/zone.ts';
import type { Settings } from '../settings/settings.ts';
import { noLease } from './due.ts';
import { handOver, tellRep, whyCannotTake } from './handOver.ts';
import type { LeadWithDetails } from './lead.ts';
import { changeAsRead, type LeadChange } from './leadChangeStore.ts';
import { inPool } from './pool.ts';
import { findLastTouchBy } from './touchStore.ts';

/**
 * Reopens a closed lead whose customer asks again, and posts its card anew: claimed by its former
 * owner where they had a touch in the last `limits.formerOwnerDays` days, are still there and are back
 * within a day; else in the pool. The former owner is told as of an assignment. Belongs to the
 * transaction that brings the enquiry, which has locked the lead.
 */
export async function reopenLead(
  { workspaceId, settings }: Context,
  trx: Trx,
  closed: LeadWithDetails,
  { sourceKey, now }: { readonly sourceKey: string; readonly now: Date },
): Promise<LeadWithDetails> {
  const { document, version } = await settings.current(trx);
  const owner = await formerOwner(trx, workspaceId, closed, document, now);
  const change: LeadChange = {
    kind: 'reopened',
    by: theApp,
    at: now,
    settingsVersion: version,
    ...(owner ? forOwner(closed, owner, document, now) : forPool(now)),
    data: {
      source: sourceKey,
      was: {
        obstacle: closed.obstacle,
        ownerId: closed.ownerId,
        closedAt: closed.closedAt?.toISOString() ?? null,
      },
      to: owner?.id ?? null,
    },
    newCard: true,
  };
  const changed = await changeAsRead(trx, workspaceId, closed, change);
  if (!changed) throw new Error(`lead ${closed.id} changed under its lock`);
  return { ...changed, details: closed.details };
}

type Reopening = Pick<LeadChange, 'set' | 'due' | 'tell'>;

const anew = { closedAt: null, obstacle: null, revisitOn: null, postponeCount: 0 } as const;

const forPool = (now: Date): Reopening => ({
  set: { ...inPool(now), ...anew },
  due: { outcome: 'cancelled', next: null },
});

function forOwner(
  closed: LeadWithDetails,
  owner: Person,
  settings: Settings,
  now: Date,
): Reopening {
  const pooled = { ...closed, ...inPool(now), ...anew, ...noLease };
  const { set, due } = handOver(pooled, owner, settings, now);
  return {
    set: { ...anew, ...set },
    due,
    tell: tellRep(owner, { why: 'came-back' }, settings, now),
  };
}

/** Null: nobody had it, or they have no touch of late, or could not take it now. */
async function formerOwner(
  trx: Trx,
  workspaceId: string,
  lead: LeadWithDetails,
  settings: Settings,
  now: Date,
): Promise<Person | null> {
  if (lead.ownerId === null) return null;
  const touched = await findLastTouchBy(trx, workspaceId, lead.id, lead.ownerId);
  const oldest = now.getTime() - settings.limits.formerOwnerDays * day;
  if (!touched || touched.getTime() < oldest) return null;
  const owner = await findPerson(trx, workspaceId, lead.ownerId);
  const why = whyCannotTake(lead, owner, settings, now);
  if (!owner || (why !== null && why !== 'away')) return null;
  const back = awayAt(owner, now)?.until;
  return back && back.getTime() - now.getTime() > day ? null : owner;
}
