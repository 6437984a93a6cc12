import type { Context } from '../context.ts';
import { findEveryone } from '../people/peopleStore.ts';
import { urgentOfAway } from './breachStore.ts';
import { type Matter, whoIsTold } from './escalation.ts';
import { addEscalation, endEscalations, forgetDeparted, mattersToPlan } from './escalationStore.ts';

const batch = 500;

/**
 * Decides who is to be told of what is to be escalated by now, and ends what no longer holds. Answers
 * of how many leads somebody is to be told.
 */
export async function planEscalations(ctx: Context, now: Date): Promise<number> {
  const { db, workspaceId } = ctx;
  await forgetDeparted(db, workspaceId, now);
  await endEscalations(db, workspaceId, now);
  const matters = [...(await mattersToPlan(db, workspaceId, now, batch)), ...(await ofAway())];
  if (matters.length === 0) return 0;
  const { document } = await ctx.settings.current();
  const everyone = new Map(
    (await findEveryone(db, workspaceId)).map((person) => [person.id, person]),
  );
  for (const matter of matters) {
    const told = whoIsTold(matter, document, everyone, now).map(({ id }) => id);
    await addEscalation(db, workspaceId, matter, told, now);
  }
  return matters.length;

  /** What is urgent of those who are away, and nobody stands in. */
  async function ofAway(): Promise<Matter[]> {
    const urgent = await urgentOfAway(db, workspaceId, now);
    return urgent
      .filter(({ standInId }) => standInId === null)
      .map(({ leadId, channelId, ownerId, dueAt }) => ({
        leadId,
        channelId,
        ownerId,
        about: 'away',
        since: dueAt,
      }));
  }
}
