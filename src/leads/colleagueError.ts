import type { Context } from '../context.ts';
import { meetPerson } from '../people/meetPerson.ts';
import { awayAt } from '../people/person.ts';
import { barred } from '../people/roles.ts';
import { cannotTake } from './refusalWords.ts';

/** Why nothing of `ownerId`'s can be given to this person. */
export async function colleagueError(
  ctx: Context,
  id: string,
  ownerId: string,
): Promise<Record<string, string>> {
  if (id === ownerId) return { to: 'The leads are theirs already. Choose somebody else.' };
  const colleague = await meetPerson(ctx, id);
  const away = colleague && awayAt(colleague, ctx.clock.now()) ? 'away' : null;
  const why = barred(colleague) ?? away;
  return why ? { to: `This person ${cannotTake[why]}. Choose somebody else.` } : {};
}
