import { setTimeout as wait } from 'node:timers/promises';
import { type UsersListResponse, WebAPIRateLimitedError } from '@slack/web-api';
import type { Context } from '../context.ts';
import { seePeople } from './seePeople.ts';

/** What Slack advises for a page of users.list, of which it allows some twenty a minute. */
const limit = 200;
const mostWaits = 5;

/** Asks Slack about everyone in the workspace, and keeps it: makes good what events did not tell. */
export async function refreshPeople(ctx: Context): Promise<{ people: number }> {
  let people = 0;
  let cursor = '';
  do {
    const page = await listPage(ctx, cursor);
    const members = page.members ?? [];
    await seePeople(ctx, members);
    people += members.length;
    cursor = page.response_metadata?.next_cursor ?? '';
  } while (cursor !== '');
  return { people };
}

async function listPage(ctx: Context, cursor: string): Promise<UsersListResponse> {
  for (let waits = 0; ; waits += 1) {
    try {
      return await ctx.slack.users.list({ limit, ...(cursor && { cursor }) });
    } catch (error) {
      if (!(error instanceof WebAPIRateLimitedError) || waits === mostWaits) throw error;
      await wait(error.retryAfter * 1_000);
    }
  }
}
