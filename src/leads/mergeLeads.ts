import type { Context, PersonActor } from '../context.ts';
import { deadlocked } from '../db/deadlocked.ts';
import { noteInteraction } from '../db/interactionStore.ts';
import type { Trx } from '../db/openDatabase.ts';
import { barred } from '../people/roles.ts';
import type { SettingsVersion } from '../settings/settings.ts';
import { completeLead } from './completeLead.ts';
import { fieldNews, type Told } from './fieldNews.ts';
import { fillFields, findFieldValues, keepFieldValues } from './fieldStore.ts';
import type { LeadWithDetails } from './lead.ts';
import { changeAsRead } from './leadChangeStore.ts';
import { addEvent } from './leadEventStore.ts';
import { findLeadScene, type LeadScene } from './leadStore.ts';
import { type CannotMerge, type Merging, planMerge, standingOfLead } from './merge.ts';
import { findMergedInto, insertMerge, lockForMerge, moveIdentities } from './mergeStore.ts';
import { may, standingOn } from './permissions.ts';
import type { Gone, Refused, Repeated } from './refusal.ts';
import { isClosed } from './statuses.ts';
import { takeStanding } from './takeStanding.ts';

export type MergeLeads = {
  readonly leadId: number;
  readonly otherId: number;
  readonly by: PersonActor;
};

export type MergeOutcome =
  /** `lead` is what is left; `child` is what was merged into it. */
  | { readonly outcome: 'merged'; readonly lead: LeadWithDetails; readonly child: LeadWithDetails }
  | {
      readonly outcome: 'cannot-merge';
      readonly lead: LeadWithDetails;
      readonly why: CannotMerge;
    }
  | Gone
  | Refused
  | Repeated;

/**
 * Makes one lead of two, whichever is named first: see planMerge. Every field keeps what either said,
 * the earlier time of arrival counts, and there is one card and one owner. Touches, notes and events
 * stay with the one that was merged, and are shown with the other; what was due on it is cancelled.
 * A manager of both leads' channels may, and an admin.
 */
export async function mergeLeads(ctx: Context, input: MergeLeads): Promise<MergeOutcome> {
  const attempt = () => ctx.db.transaction().execute((trx) => merge(ctx, trx, input));
  const answer = await attempt().catch((error: unknown) => {
    if (deadlocked(error)) return attempt();
    throw error;
  });
  if (answer.outcome === 'merged') ctx.wakeDelivery();
  return answer;
}

async function merge(
  ctx: Context,
  trx: Trx,
  { leadId, otherId, by }: MergeLeads,
): Promise<MergeOutcome> {
  const { workspaceId } = ctx;
  const now = ctx.clock.now();
  const settings = await ctx.settings.current(trx);
  await lockForMerge(trx, workspaceId, [leadId, otherId]);
  const scene = await findLeadScene(trx, workspaceId, leadId, by);
  if (!scene) return { outcome: 'gone', lead: null };
  const { lead } = scene;
  const why = barred(scene.actor);
  if (why) return { outcome: 'not-allowed', lead, why };
  if (scene.seen) return { outcome: 'repeated', lead };
  const other = leadId === otherId ? scene : await findLeadScene(trx, workspaceId, otherId, by);
  if (!other) return { outcome: 'cannot-merge', lead, why: 'unknown' };
  const scenes = [scene, other];
  const mayMerge = ({ lead: of, actor, owner }: LeadScene) =>
    may('merge', standingOn(of, actor, { owner, settings: settings.document, now }));
  if (!scenes.every(mayMerge)) return { outcome: 'not-allowed', lead, why: 'manager' };
  const [one, two] = await Promise.all(
    scenes.map(async (of) => ({
      lead: of.lead,
      hasMerged: (await findMergedInto(trx, workspaceId, of.lead.id)).length > 0,
    })),
  );
  const merging = one && two ? planMerge(one, two) : 'unknown';
  if (typeof merging === 'string') return { outcome: 'cannot-merge', lead, why: merging };
  await noteInteraction(trx, workspaceId, by, now);
  const hasCard = (id: number) => scenes.some((of) => of.lead.id === id && of.hasCard);
  return carryOut(ctx, trx, { ...merging, by, now, settings, hasCard });
}

type Work = Merging & {
  readonly by: PersonActor;
  readonly now: Date;
  readonly settings: SettingsVersion;
  readonly hasCard: (leadId: number) => boolean;
};

async function carryOut(ctx: Context, trx: Trx, work: Work): Promise<MergeOutcome> {
  const { workspaceId } = ctx;
  const { parent, child, standing, now, settings, hasCard } = work;
  // The interaction has been noted.
  const by = { kind: 'person', id: work.by.id } as const;
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
  const news = fieldNews(toldOf(parent), toldOf(child), kept);
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
          tellsOwner: standing === 'child' && child.ownerId !== parent.ownerId ? 'merged' : null,
        })
      : await goOn();
  await keepFieldValues(trx, workspaceId, parent.id, news.others, {
    ...{ sourceKey: child.sourceKey, personId: null, eventId, at: child.receivedAt },
  });
  const identities = await moveIdentities(trx, workspaceId, { from: child.id, to: parent.id });
  await insertMerge(trx, workspaceId, {
    ...{ leadId: child.id, intoId: parent.id, byId: by.id, at: now },
    before: {
      child: standingOfLead(child),
      parent: standing === 'child' ? standingOfLead(parent) : null,
      receivedAt: { before: parent.receivedAt, after: given.receivedAt },
      touches: { before: parent.touchCount, lastAt: parent.lastTouchAt, after: given.touchCount },
      filled: { before: asBefore(parent, news), after: { lead: news.lead, details: news.details } },
      ...{ identities, eventId },
    },
  });
  // It may have got what it was held back for.
  const whole = await completeLead(ctx, trx, lead);
  return { outcome: 'merged', lead: whole, child: { ...merged, details: child.details } };

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
