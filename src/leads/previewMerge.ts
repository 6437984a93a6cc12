import type { Context } from '../context.ts';
import { type CannotMerge, type Merging, planMerge } from './merge.ts';
import { findMergedInto } from './mergeStore.ts';
import { findLead } from './leadStore.ts';

/** What merging these two would do now. */
export async function previewMerge(
  { db, workspaceId }: Context,
  leadId: number,
  otherId: number,
): Promise<Merging | CannotMerge> {
  const mergeable = async (id: number) => {
    const lead = await findLead(db, workspaceId, id);
    return lead && { lead, merged: await findMergedInto(db, workspaceId, id) };
  };
  const [one, other] = await Promise.all([mergeable(leadId), mergeable(otherId)]);
  return one && other ? planMerge(one, other) : 'unknown';
}
