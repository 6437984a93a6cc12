import type { Actor, Context } from '../context.ts';
import type { Trx } from '../db/openDatabase.ts';
import { calendarOf, channelCalendar } from '../people/calendar.ts';
import type { Person } from '../people/person.ts';
import { findPerson } from '../people/peopleStore.ts';
import { barred } from '../people/roles.ts';
import type { SettingsVersion } from '../settings/settings.ts';
import { newLease, noLease, statusDue, unclaimedDue } from './due.ts';
import { tellRep } from './handOver.ts';
import type { Lead, LeadWithDetails } from './lead.ts';
import { changeAsRead } from './leadChangeStore.ts';
import type { EventKind } from './leadEventStore.ts';
import { findLastEventId } from './leadHistoryStore.ts';
import type { MergedStanding } from './merge.ts';
import { inPool } from './pool.ts';
import { hasExpiringLease, isClosed } from './statuses.ts';

type Taking = {
  readonly kind: EventKind;
  readonly by: Actor;
  readonly at: Date;
  readonly settings: SettingsVersion;
  /** The other lead of the merge. */
  readonly otherId: number;
  readonly standing: MergedStanding;
  /** What changes besides. */
  readonly set: Partial<Lead>;
  /** Its card is posted, anew where it has one. */
  readonly posts: boolean;
  /** Why its owner, who does not have it under this number yet, is told by whoever does it. Null: they do. */
  readonly tellsOwner:
    | { readonly why: 'merged' }
    | { readonly why: 'unmerged'; readonly lost?: boolean }
    | null;
};

/**
 * Puts a lead, which is locked, where another one stood, or where it stood itself: status and owner
 * are those, and the window of the status is opened anew, on the owner's calendar. Whose account is
 * closed gets nothing back: it goes to the pool then.
 */
export async function takeStanding(
  { workspaceId }: Context,
  trx: Trx,
  lead: LeadWithDetails,
  taking: Taking,
): Promise<{ readonly lead: LeadWithDetails; readonly eventId: number }> {
  const { by, at, settings, posts } = taking;
  const { document } = settings;
  const owner = taking.standing.ownerId
    ? await findPerson(trx, workspaceId, taking.standing.ownerId)
    : null;
  const isOpen = !isClosed(taking.standing.status);
  const isLost = isOpen && taking.standing.ownerId !== null && (!owner || barred(owner) !== null);
  const standing = isLost
    ? { ...taking.standing, ...inPool(at), obstacle: null, closedAt: null }
    : taking.standing;
  const next = nextDue({ ...lead, ...standing }, isLost ? null : owner, taking);
  const calendar = owner && !isLost ? calendarOf(owner, document) : null;
  const why = isOpen && owner && !isLost ? taking.tellsOwner : null;
  const changed = await changeAsRead(trx, workspaceId, lead, {
    kind: taking.kind,
    ...{ by, at, settingsVersion: settings.version },
    set: {
      ...taking.set,
      ...standing,
      // Nobody waits for what was missing: they go on.
      heldUntil: null,
      ...(calendar && hasExpiringLease(standing.status)
        ? newLease(next, document, calendar)
        : noLease),
    },
    due: { outcome: 'cancelled', next },
    data: { lead: taking.otherId, to: standing.ownerId },
    newCard: posts,
    ...(why &&
      owner &&
      by.kind === 'person' &&
      by.id !== owner.id && {
        tell: tellRep(owner, { ...why, by: by.id, lead: taking.otherId }, document, at),
      }),
  });
  if (!changed) throw new Error(`lead ${lead.id} changed under its lock`);
  const eventId = await findLastEventId(trx, workspaceId, lead.id);
  return { lead: { ...changed, details: lead.details }, eventId };
}

/** Where a card is yet to be posted, the window of what nobody has opens with it. */
function nextDue(lead: Lead, owner: Person | null, { at, posts, settings: { document } }: Taking) {
  if (owner) return statusDue(lead, at, document, calendarOf(owner, document));
  if (lead.status !== 'new' || posts || lead.postedAt === null) return null;
  return unclaimedDue(lead, at, document, channelCalendar(lead.channelId, document));
}
