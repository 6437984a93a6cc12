import type { Actor, Context } from '../context.ts';
import type { Trx } from '../db/openDatabase.ts';
import type { SettingsVersion } from '../settings/settings.ts';
import { completeLead } from './completeLead.ts';
import { fieldNews, type Told } from './fieldNews.ts';
import { fillFields, findFieldValues, keepFieldValues } from './fieldStore.ts';
import type { Lead, LeadWithDetails } from './lead.ts';
import { changeAsRead } from './leadChangeStore.ts';
import { addEvent } from './leadEventStore.ts';
import { partsOf } from './leadStore.ts';
import { type MergedStanding, type Merging, standingOfLead } from './merge.ts';
import { insertMerge, moveIdentities } from './mergeStore.ts';
import { isClosed } from './statuses.ts';
import { takeStanding } from './takeStanding.ts';

type Joining = Merging & {
  readonly by: Actor;
  readonly now: Date;
  readonly settings: SettingsVersion;
  readonly hasCard: (leadId: number) => boolean;
  /** What the child says of the fields, where not what it says now. */
  readonly told?: Told;
  /** Where the parent stood before the child had it reopened. */
  readonly reopenedFrom?: MergedStanding;
};

/** `lead` is what is left; `child` is what was merged into it. */
type Joined = { readonly lead: LeadWithDetails; readonly child: LeadWithDetails };

/**
 * Makes the child part of the parent, as `Merging` says; both are locked, with their identities. An
 * owner to be chosen for what is left is the caller's to choose after the commit.
 */
export async function joinLeads(ctx: Context, trx: Trx, joining: Joining): Promise<Joined> {
  const { workspaceId } = ctx;
  const { parent, child, standing, by, now, settings, hasCard, reopenedFrom } = joining;
  const merged = await changeAsRead(trx, workspaceId, child, {
    kind: 'merged',
    ...{ by, at: now, settingsVersion: settings.version },
    set: {
      ...{ status: 'merged', statusAt: now, closedAt: child.closedAt ?? now },
      ...{ mergedIntoId: parent.id, leaseEndsAt: null, leaseFromAt: null },
      ...{ routed: null, routedTo: null },
    },
    due: { outcome: 'cancelled', next: null },
    data: { lead: parent.id },
  });
  if (!merged) throw new Error(`lead ${child.id} changed under its lock`);

  const kept = await findFieldValues(trx, workspaceId, [parent.id, child.id]);
  const news = fieldNews(toldOf(parent), joining.told ?? toldOf(child), kept);
  const given = {
    receivedAt: child.receivedAt < parent.receivedAt ? child.receivedAt : parent.receivedAt,
    touchCount: parent.touchCount + child.touchCount,
    lastTouchAt: (standing === 'child' ? child : parent).lastTouchAt,
  };
  await fillFields(trx, workspaceId, parent.id, { details: news.details, lead: news.lead });
  const filled = { ...parent, ...news.lead, details: { ...parent.details, ...news.details } };
  const stands = standingOfLead(standing === 'child' ? child : parent);
  const isShown = hasCard(parent.id) || hasCard(child.id) || stands.status === 'new';
  // A closed one is opened again, or it has no card, and the other one's goes.
  const needsCard = isClosed(parent.status) || !hasCard(parent.id);
  const posts = !isClosed(stands.status) && isShown && needsCard;
  const { lead, eventId } =
    standing === 'child' || posts
      ? await takeStanding(ctx, trx, filled, {
          kind: 'took-in',
          ...{ by, at: now, settings, otherId: child.id },
          standing: stands,
          set: given,
          posts,
          tellsOwner:
            standing === 'child' && child.ownerId !== parent.ownerId ? { why: 'merged' } : null,
        })
      : await goOn();
  await keepFieldValues(trx, workspaceId, parent.id, news.others, {
    ...{ sourceKey: child.sourceKey, personId: null, eventId, at: child.receivedAt },
  });
  const identities = await moveIdentities(trx, workspaceId, { from: child.id, to: parent.id });
  await insertMerge(trx, workspaceId, {
    ...{ leadId: child.id, intoId: parent.id, byId: partsOf(by).actorId || null, at: now },
    before: {
      child: standingOfLead(child),
      parent: standing === 'child' ? standingOfLead(parent) : (reopenedFrom ?? null),
      ...(reopenedFrom && { became: standingOfLead(parent) }),
      loserId: loserOf(standing === 'child' ? [child, parent] : [parent, child]),
      receivedAt: { before: parent.receivedAt, after: given.receivedAt },
      touches: { before: parent.touchCount, lastAt: parent.lastTouchAt, after: given.touchCount },
      filled: { before: asBefore(parent, news), after: { lead: news.lead, details: news.details } },
      ...{ identities, eventId },
    },
  });
  // It may have got what it was held back for.
  const whole = await completeLead(ctx, trx, lead);
  return { lead: whole, child: { ...merged, details: child.details } };

  /** Nothing of what is due on it changes. */
  async function goOn() {
    const id = await addEvent(trx, workspaceId, parent, {
      kind: 'took-in',
      ...{ by, at: now, settingsVersion: settings.version, data: { lead: child.id } },
    });
    const set = { ...given, version: parent.version + 1 };
    await fillFields(trx, workspaceId, parent.id, { lead: set, details: {} });
    return { lead: { ...filled, ...set }, eventId: id };
  }
}

/** Who had the one whose standing ends. */
const loserOf = ([goesOn, ends]: readonly [Lead, Lead]): string | null =>
  isClosed(ends.status) || ends.ownerId === goesOn.ownerId ? null : ends.ownerId;

export const toldOf = (lead: LeadWithDetails): Told => ({ ...lead, ...lead.details });

/** What the fields said that are filled now. */
function asBefore(
  parent: LeadWithDetails,
  news: Pick<ReturnType<typeof fieldNews>, 'lead' | 'details'>,
) {
  const of = <T extends object>(before: T, names: object): Partial<T> =>
    // fromEntries forgets the keys
    Object.fromEntries(
      Object.keys(names).map((name) => [name, before[name as keyof T]]),
    ) as Partial<T>;
  return { lead: of(parent, news.lead), details: of(parent.details, news.details) };
}
