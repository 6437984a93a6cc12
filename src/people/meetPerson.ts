import type { Context } from '../context.ts';
import type { Person } from './person.ts';
import { findPerson } from './peopleStore.ts';
import { refreshPerson } from './refreshPerson.ts';

/** Who this is: as last seen or, the first time, as Slack says. Null: nobody of this workspace. */
export async function meetPerson(ctx: Context, id: string): Promise<Person | null> {
  return (await findPerson(ctx.db, ctx.workspaceId, id)) ?? refreshPerson(ctx, id);
}
