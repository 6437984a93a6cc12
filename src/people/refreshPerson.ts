import { WebAPIPlatformError } from '@slack/web-api';
import type { Context } from '../context.ts';
import type { Person } from './person.ts';
import { findPerson } from './peopleStore.ts';
import { seePeople } from './seePeople.ts';

/** Asks Slack who this is now, and keeps it. Null: nobody of this workspace. Throws where Slack does not answer. */
export async function refreshPerson(ctx: Context, id: string): Promise<Person | null> {
  try {
    const { user } = await ctx.slack.users.info({ user: id });
    await seePeople(ctx, [user]);
  } catch (error) {
    if (!isUnknown(error)) throw error;
    return null;
  }
  return findPerson(ctx.db, ctx.workspaceId, id);
}

function isUnknown(error: unknown): boolean {
  return (
    error instanceof WebAPIPlatformError &&
    ['user_not_found', 'user_not_visible'].includes(error.data.error)
  );
}
