import type { Context } from '../context.ts';
import { findFeedback } from './feedbackStore.ts';

/** The lead that a grade is of; 0: there is no such grade. */
export async function findGradeLead({ db, workspaceId }: Context, id: number): Promise<number> {
  return (await findFeedback(db, workspaceId, id))?.leadId ?? 0;
}
