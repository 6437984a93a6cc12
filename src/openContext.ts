import type { Logger } from 'pino';
import { systemClock, type Clock } from './clock.ts';
import type { Config } from './config.ts';
import type { Context } from './context.ts';
import { databaseAway } from './db/databaseAway.ts';
import { migrate } from './db/migrate.ts';
import { openDatabase, type Database } from './db/openDatabase.ts';
import { digestMessage, digestPreviewMessage } from './digests/digestMessage.ts';
import { digestPictureMessage } from './digests/digestPictureMessage.ts';
import { exportMessage } from './digests/exportMessage.ts';
import { goalMessage } from './digests/goalMessage.ts';
import { leaderboardMessage } from './digests/leaderboardMessage.ts';
import { reportPictureMessage } from './digests/reportPictureMessage.ts';
import { reviewMessage } from './digests/reviewMessage.ts';
import { scorecardMessage, scorecardPictureMessage } from './digests/scorecardMessage.ts';
import { drawList } from './home/drawList.ts';
import { showHome } from './home/showHome.ts';
import { feedbackMessage } from './feedback/feedbackMessage.ts';
import {
  gradeAnswerMessage,
  remarkAnswerMessage,
  remarkMessage,
} from './feedback/remarkMessages.ts';
import { quoteMessage } from './feedback/quoteMessage.ts';
import { sourcePictureMessage, sourceScorecardMessage } from './feedback/sourceScorecardMessage.ts';
import { importSummaryMessage } from './intake/importSummaryMessage.ts';
import { assignedMessage } from './leads/assignedMessage.ts';
import { heldListMessage, heldMessage } from './leads/heldMessage.ts';
import { leadCard } from './leads/leadCard.ts';
import { pastCard } from './leads/pastCard.ts';
import { sameLeadMessage } from './leads/sameLeadMessage.ts';
import { escalationMessage } from './nudges/escalationMessage.ts';
import { mergedAwayMessage } from './leads/mergedAwayMessage.ts';
import { passAnswerMessage, passMessage } from './leads/passMessage.ts';
import { nudgeMessage } from './nudges/nudgeMessage.ts';
import { unclaimedMessage } from './nudges/unclaimedMessage.ts';
import { payExportMessage } from './pay/payExportMessage.ts';
import { payNudgeMessage } from './pay/payNudgeMessage.ts';
import { parkedMessage } from './people/parkedMessage.ts';
import { createSecrets } from './secrets.ts';
import { createSettingsStore } from './settings/settingsStore.ts';
import { isSlackAway } from './slack/awaitSlack.ts';
import { type Clients, createClients } from './slack/clients.ts';
import { failureOf } from './slack/failures.ts';
import type { MessageKinds } from './slack/message.ts';
import { installedWorkspace, knownWorkspace, type Workspace } from './slack/workspaceStore.ts';

export type OpenContext = {
  readonly ctx: Context;
  readonly database: Database;
  readonly clients: Clients;
  readonly workspace: Workspace;
  /** It did not answer, so this is what it said the last time: see awaitSlack. */
  readonly slackIsAway: boolean;
  close(): Promise<void>;
};

/** The database or Slack does not answer at the start. Its message is meant for people. */
export class CannotReach extends Error {
  override name = 'CannotReach';
}

/** Class 28: no such user, or a wrong password. 3D000: no such database. */
const isRefused = (error: unknown): error is Error =>
  error instanceof Error && 'code' in error && /^(28...|3D000)$/.test(String(error.code));

/** How each kind of message is drawn. */
const messageKinds: MessageKinds = {
  card: leadCard,
  'past-card': pastCard,
  assigned: assignedMessage,
  held: heldMessage,
  'held-list': heldListMessage,
  'same-lead': sameLeadMessage,
  'merged-away': mergedAwayMessage,
  pass: passMessage,
  'pass-answer': passAnswerMessage,
  nudge: nudgeMessage,
  escalation: escalationMessage,
  unclaimed: unclaimedMessage,
  digest: digestMessage,
  'channel-digest': digestMessage,
  'digest-preview': digestPreviewMessage,
  'digest-picture': digestPictureMessage,
  scorecard: scorecardMessage,
  'scorecard-picture': scorecardPictureMessage,
  review: reviewMessage,
  'goal-met': goalMessage,
  leaderboard: leaderboardMessage,
  'report-picture': reportPictureMessage,
  export: exportMessage,
  'pay-nudge': payNudgeMessage,
  'pay-export': payExportMessage,
  feedback: feedbackMessage,
  'grade-answer': gradeAnswerMessage,
  remark: remarkMessage,
  'remark-answer': remarkAnswerMessage,
  'quote-ask': quoteMessage,
  'source-scorecard': sourceScorecardMessage,
  'source-picture': sourcePictureMessage,
  parked: parkedMessage,
  'import-summary': importSummaryMessage,
};

/**
 * Opens the database, brings its schema up to date, and asks Slack whose token this is; while Slack is
 * away, the workspace that has been served so far is taken.
 * Throws FolderInUse, TokenRefused, CannotReach, or what the database or Slack's client throws.
 */
export async function openContext(
  config: Config,
  options: { log: Logger; clock?: Clock; wakeDelivery?: Context['wakeDelivery'] },
): Promise<OpenContext> {
  const { log, clock = systemClock, wakeDelivery = () => {} } = options;
  const database = await openDatabase({ url: config.databaseUrl, dataDir: config.dataDir, log });
  try {
    await migrate(database.db, log).catch((error: unknown) => {
      if (isRefused(error)) {
        throw new CannotReach(`The database cannot be used: ${error.message}. Check DATABASE_URL.`);
      }
      if (!databaseAway(error)) throw error;
      const hint = 'Check DATABASE_URL, and that Postgres runs.';
      throw new CannotReach(`The database cannot be reached (${failureOf(error).code}). ${hint}`);
    });
    const clients = createClients({ token: config.botToken, apiUrl: config.slackApiUrl, log });
    let slackIsAway = false;
    const workspace = await installedWorkspace(database.db, clients.interactive, clock.now()).catch(
      async (error: unknown) => {
        if (!isSlackAway(error)) throw error;
        const known = await knownWorkspace(database.db);
        slackIsAway = true;
        if (known) return known;
        const where = `${config.slackApiUrl} (${failureOf(error).code})`;
        throw new CannotReach(
          `Slack cannot be reached at ${where}. Check the connection, then start again.`,
        );
      },
    );
    const ctx: Context = {
      workspaceId: workspace.id,
      db: database.db,
      clock,
      log,
      settings: createSettingsStore(database.db, workspace.id),
      secrets: createSecrets(config.key),
      slack: clients.interactive,
      messageKinds,
      showHome: (personId, how) => showHome(ctx, personId, how),
      drawList: (name, readerId) => drawList(ctx, name, readerId),
      wakeDelivery,
    };
    return { ctx, database, clients, workspace, slackIsAway, close: database.close };
  } catch (error) {
    await database.close();
    throw error;
  }
}
