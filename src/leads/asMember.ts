import type { Context, PersonActor } from '../context.ts';
import { meetPerson } from '../people/meetPerson.ts';

/**
 * Runs a verb for somebody; where they are not known here yet, asks Slack who they are and runs it
 * again. So nobody pays for that question but those who are new.
 */
export async function asMember<Outcome extends { readonly outcome: string }>(
  ctx: Context,
  by: PersonActor,
  verb: () => Promise<Outcome>,
): Promise<Outcome> {
  const answer = await verb();
  const stranger = answer.outcome === 'not-allowed' && 'why' in answer && answer.why === 'unknown';
  if (!stranger || !(await meetPerson(ctx, by.id))) return answer;
  return verb();
}
