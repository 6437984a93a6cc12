import { setTimeout as sleep } from 'node:timers/promises';
import { WebAPIHTTPError, WebAPIRequestError } from '@slack/web-api';
import type { Context } from '../context.ts';
import { installedWorkspace, TokenRefused } from './workspaceStore.ts';

const firstPauseMs = 1_000;
const longestPauseMs = 30_000;

/** Slack did not answer, or something on the way to it did. */
export const isSlackAway = (error: unknown): boolean =>
  error instanceof WebAPIRequestError || error instanceof WebAPIHTTPError;

/**
 * For an app that has started while Slack was away: connects, however long that takes or until the
 * signal. Throws where Slack then refuses the token, or it is that of another workspace.
 */
export async function awaitSlack(
  { db, workspaceId, slack, clock, log }: Context,
  connect: () => Promise<void>,
  signal: AbortSignal,
): Promise<void> {
  log.warn('Slack is away; beginning without it');
  for (let pauseMs = firstPauseMs; !signal.aborted;) {
    try {
      const { id } = await installedWorkspace(db, slack, clock.now());
      if (id !== workspaceId) throw new TokenRefused('SLACK_BOT_TOKEN is of another workspace.');
      log.info('Slack answers again');
      return await connect();
    } catch (error) {
      if (!isSlackAway(error)) throw error;
      await sleep(pauseMs, undefined, { signal, ref: false }).catch(() => {});
      pauseMs = Math.min(2 * pauseMs, longestPauseMs);
    }
  }
}
