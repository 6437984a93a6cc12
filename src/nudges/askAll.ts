import type { Context, PersonActor } from '../context.ts';
import { meetPerson } from '../people/meetPerson.ts';
import { rolesIn } from '../people/roles.ts';
import { may } from '../leads/permissions.ts';
import { type AskOutcome, askForUpdate } from './askForUpdate.ts';
import { repsWithBreaches } from './nudgeStore.ts';

/** Of each outcome, the reps. */
export type AskedAll = ReadonlyMap<AskOutcome['outcome'], readonly string[]>;

/**
 * Nudges everybody who has something overdue in a channel where the asker may ask for an update: each
 * as askForUpdate does, within their number of nudges a day.
 */
export async function askAll(ctx: Context, { by }: { by: PersonActor }): Promise<AskedAll> {
  const { document } = await ctx.settings.current();
  const asker = await meetPerson(ctx, by.id);
  const channels = Object.keys(document.channels).filter(
    (id) => asker && may('ask for an update', rolesIn(document, asker, id)),
  );
  const reps = await repsWithBreaches(ctx.db, ctx.workspaceId, channels);
  const asked = new Map<AskOutcome['outcome'], string[]>();
  for (const repId of reps) {
    const { outcome } = await askForUpdate(ctx, { repId, by });
    asked.set(outcome, [...(asked.get(outcome) ?? []), repId]);
  }
  return asked;
}
