import type { Context } from '../context.ts';
import { seePeople } from './seePeople.ts';

/** What Slack advises for a page of users.list. */
const limit = 200;

/** Asks Slack about everyone in the workspace, and keeps it: makes good what events did not tell. */
export async function refreshPeople(ctx: Context): Promise<{ people: number }> {
  let people = 0;
  let cursor = '';
  do {
    const page = await ctx.slack.users.list({ limit, ...(cursor && { cursor }) });
    const members = page.members ?? [];
    await seePeople(ctx, members);
    people += members.length;
    cursor = page.response_metadata?.next_cursor ?? '';
  } while (cursor !== '');
  return { people };
}
