import type { WebClient } from '@slack/web-api';
import type { Db } from '../db/openDatabase.ts';

/** The workspace whose bot token this is. */
export type Workspace = {
  readonly id: string;
  readonly name: string;
  readonly botId: string;
  readonly botUserId: string;
};

/** Slack did not take the bot token. Its message is meant for the operator. */
export class TokenRefused extends Error {
  override name = 'TokenRefused';
}

const refusals = /invalid_auth|not_authed|account_inactive|token_revoked|token_expired/;

/** Asks Slack whose token this is, and keeps the answer. Throws TokenRefused, or what the client throws. */
export async function installedWorkspace(db: Db, slack: WebClient, now: Date): Promise<Workspace> {
  const { team_id, team, bot_id, user_id } = await slack.auth.test().catch((error: Error) => {
    const code = refusals.exec(error.message)?.[0];
    throw code ? new TokenRefused(`Slack refuses SLACK_BOT_TOKEN (${code}).`) : error;
  });
  if (!team_id || !bot_id || !user_id) {
    throw new TokenRefused('SLACK_BOT_TOKEN is not the token of a bot.');
  }
  const row = { name: team ?? team_id, bot_id, bot_user_id: user_id };
  await db
    .insertInto('workspaces')
    .values({ id: team_id, ...row, created_at: now })
    .onConflict((conflict) => conflict.column('id').doUpdateSet(row))
    .execute();
  return { id: team_id, name: row.name, botId: bot_id, botUserId: user_id };
}

/** The one that has been served so far. Null: none, or there are several. */
export async function knownWorkspace(db: Db): Promise<Workspace | null> {
  const [only, ...others] = await db
    .selectFrom('workspaces')
    .select(['id', 'name', 'bot_id as botId', 'bot_user_id as botUserId'])
    .limit(2)
    .execute();
  return only && others.length === 0 ? only : null;
}

/** When the app was first started in the workspace. */
export async function installedAt(db: Db, workspaceId: string): Promise<Date> {
  const { created_at } = await db
    .selectFrom('workspaces')
    .where('id', '=', workspaceId)
    .select('created_at')
    .executeTakeFirstOrThrow();
  return created_at;
}
