import type { Context, PersonActor } from '../context.ts';
import { despiteDeadlocks } from '../db/deadlocked.ts';
import { noteInteraction } from '../db/interactionStore.ts';
import type { Trx } from '../db/openDatabase.ts';
import { barred } from '../people/roles.ts';
import type { BeforeMerge } from './beforeMerge.ts';
import { notContacted } from './doNotContact.ts';
import { fillFields } from './fieldStore.ts';
import type { Lead, LeadDetails, LeadWithDetails } from './lead.ts';
import { addEvent } from './leadEventStore.ts';
import { findLead, findLeadScene } from './leadStore.ts';
import type { MergedStanding } from './merge.ts';
import { endMerge, findMerge, giveBack, lockForMerge } from './mergeStore.ts';
import { may, standingOn } from './permissions.ts';
import type { Gone, Refused, Repeated } from './refusal.ts';
import { isClosed } from './statuses.ts';
import { takeStanding } from './takeStanding.ts';

export type UnmergeOutcome =
  /** `lead` is on its own again; `from` is what it was merged into. */
  | { readonly outcome: 'unmerged'; readonly lead: LeadWithDetails; readonly from: LeadWithDetails }
  | { readonly outcome: 'not-merged'; readonly lead: LeadWithDetails }
  | Gone
  | Refused
  | Repeated;

/**
 * Takes a merged lead apart again, at any time. It is what it was: status, owner, identities, a card
 * where it was open; its window is opened anew. What the other one got by the merge, and still has as
 * it got it, goes back: fields, the time of arrival, and status and owner where nobody has touched it
 * since. What arrived or was done since then stays where it is. Whoever has one of them again is told.
 * A manager of the channel of the lead
 * may, and an admin.
 */
export async function unmergeLead(
  ctx: Context,
  input: { readonly leadId: number; readonly by: PersonActor },
): Promise<UnmergeOutcome> {
  const answer = await despiteDeadlocks(() =>
    ctx.db.transaction().execute((trx) => unmerge(ctx, trx, input)),
  );
  if (answer.outcome === 'unmerged') ctx.wakeDelivery();
  return answer;
}

async function unmerge(
  ctx: Context,
  trx: Trx,
  { leadId, by }: { readonly leadId: number; readonly by: PersonActor },
): Promise<UnmergeOutcome> {
  const { workspaceId } = ctx;
  const now = ctx.clock.now();
  const settings = await ctx.settings.current(trx);
  const known = await findMerge(trx, workspaceId, leadId);
  await lockForMerge(trx, workspaceId, [leadId, ...(known ? [known.intoId] : [])]);
  const scene = await findLeadScene(trx, workspaceId, leadId, by);
  if (!scene) return { outcome: 'gone', lead: null };
  const { lead, actor, owner } = scene;
  const why = barred(actor);
  if (why) return { outcome: 'not-allowed', lead, why };
  if (scene.seen) return { outcome: 'repeated', lead };
  if (!may('merge', standingOn(lead, actor, { owner, settings: settings.document, now }))) {
    return { outcome: 'not-allowed', lead, why: 'manager' };
  }
  const merge = await findMerge(trx, workspaceId, leadId);
  const parent = merge && (await findLead(trx, workspaceId, merge.intoId));
  if (!merge || !parent) return { outcome: 'not-merged', lead };
  await noteInteraction(trx, workspaceId, by, now);
  const { before } = merge;
  // The interaction has been noted.
  const person = { kind: 'person', id: by.id } as const;
  // Its customer asked for that while it was merged.
  const isAsked = parent.doNotContactAt !== null && !isClosed(before.child.status);
  const standing: MergedStanding = isAsked
    ? { ...before.child, ...notContacted(now) }
    : before.child;
  const taking = { by: person, at: now, settings };
  const standsAsGiven = before.parent !== null && isAsGiven(parent, before);
  const isAnothers = before.parent?.ownerId !== parent.ownerId;
  const lost = standsAsGiven && isAnothers && parent.ownerId === before.child.ownerId;
  await giveBack(trx, workspaceId, merge);
  await endMerge(trx, workspaceId, { id: merge.id, byId: by.id, at: now });
  const child = await takeStanding(ctx, trx, lead, {
    ...{ ...taking, kind: 'unmerged', otherId: parent.id },
    standing,
    set: { mergedIntoId: null, doNotContactAt: lead.doNotContactAt ?? parent.doNotContactAt },
    posts: !isClosed(standing.status) && (scene.hasCard || standing.status === 'new'),
    tellsOwner: { why: 'unmerged', lost },
  });

  const back = goneBack(parent, before);
  await fillFields(trx, workspaceId, parent.id, { details: back.details, lead: back.lead });
  const details = { ...parent.details, ...back.details };
  if (before.parent && standsAsGiven) {
    const { lead: from } = await takeStanding(
      ctx,
      trx,
      { ...parent, ...back.lead, details },
      {
        ...{ ...taking, kind: 'let-go', otherId: lead.id },
        standing: before.parent,
        set: back.set,
        posts: false,
        tellsOwner: isAnothers ? { why: 'unmerged' } : null,
      },
    );
    return { outcome: 'unmerged', lead: child.lead, from };
  }
  await addEvent(trx, workspaceId, parent, {
    kind: 'let-go',
    ...{ by: person, at: now, settingsVersion: settings.version, data: { lead: lead.id } },
  });
  const set = { ...back.set, version: parent.version + 1 };
  await fillFields(trx, workspaceId, parent.id, { details: {}, lead: set });
  return {
    outcome: 'unmerged',
    lead: child.lead,
    from: { ...parent, ...back.lead, ...set, details },
  };
}

/** Nobody has done anything with what the parent became by the merge. */
const isAsGiven = (parent: Lead, { child, became = child, touches }: BeforeMerge): boolean =>
  parent.status === became.status &&
  parent.ownerId === became.ownerId &&
  parent.statusAt.getTime() === became.statusAt.getTime() &&
  parent.touchCount === touches.after;

/** What the parent has from the child only, and as it got it. */
function goneBack(parent: LeadWithDetails, { filled, receivedAt, touches }: BeforeMerge) {
  const unchanged = <T extends object>(now: T, after: Partial<T>, was: Partial<T>): Partial<T> =>
    // fromEntries forgets the keys
    Object.fromEntries(
      Object.entries(after)
        .filter(([name, value]) => same(now[name as keyof T], value)) // of T, as `after` is
        .map(([name]) => [name, was[name as keyof T]]),
    ) as Partial<T>;
  const { custom: added, ...after } = filled.after.details;
  const details = {
    ...unchanged<LeadDetails>(parent.details, after, filled.before.details),
    ...(added && { custom: withoutAdded(parent.details.custom, added, filled.before.details) }),
  };
  const lead = unchanged<Lead>(parent, filled.after.lead, filled.before.lead);
  const set: Partial<Lead> = {
    touchCount: parent.touchCount - (touches.after - touches.before),
    ...(parent.touchCount === touches.after && { lastTouchAt: touches.lastAt }),
    ...(same(parent.receivedAt, receivedAt.after) && { receivedAt: receivedAt.before }),
  };
  return { details, lead, set };
}

/** Custom fields without those that came with the merge and still say the same. */
function withoutAdded(
  now: LeadDetails['custom'],
  after: LeadDetails['custom'],
  { custom: before = {} }: Partial<LeadDetails>,
): LeadDetails['custom'] {
  const isAdded = (name: string, value: unknown) =>
    Object.hasOwn(after, name) && !Object.hasOwn(before, name) && same(after[name], value);
  return Object.fromEntries(Object.entries(now).filter(([name, value]) => !isAdded(name, value)));
}

const same = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b);
