import type { Context, PersonActor } from '../context.ts';
import { despiteDeadlocks } from '../db/deadlocked.ts';
import { noteInteraction } from '../db/interactionStore.ts';
import type { Trx } from '../db/openDatabase.ts';
import { barred } from '../people/roles.ts';
import { joinLeads } from './joinLeads.ts';
import type { LeadWithDetails } from './lead.ts';
import { findLeadScene, type LeadScene } from './leadStore.ts';
import { type CannotMerge, isRefused, planMerge } from './merge.ts';
import { findMergedInto, lockForMerge } from './mergeStore.ts';
import { may, standingOn } from './permissions.ts';
import type { Gone, Refused, Repeated } from './refusal.ts';
import { tellMerged } from './tellMerged.ts';

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
 * Whoever loses a lead by it is told. A manager of both leads' channels may, and an admin.
 */
export async function mergeLeads(ctx: Context, input: MergeLeads): Promise<MergeOutcome> {
  const answer = await despiteDeadlocks(() =>
    ctx.db.transaction().execute((trx) => merge(ctx, trx, input)),
  );
  if (answer.outcome === 'merged') {
    ctx.wakeDelivery();
    await tellMerged(ctx);
  }
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
      merged: await findMergedInto(trx, workspaceId, of.lead.id),
    })),
  );
  const merging = one && two ? planMerge(one, two) : 'unknown';
  if (isRefused(merging)) return { outcome: 'cannot-merge', lead, why: merging };
  await noteInteraction(trx, workspaceId, by, now);
  const hasCard = (id: number) => scenes.some((of) => of.lead.id === id && of.hasCard);
  // The interaction has been noted.
  const person = { kind: 'person', id: by.id } as const;
  const joined = await joinLeads(ctx, trx, { ...merging, by: person, now, settings, hasCard });
  return { outcome: 'merged', ...joined };
}
