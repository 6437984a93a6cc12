import type { Logger } from 'pino';
import { systemClock, type Clock } from './clock.ts';
import type { Config } from './config.ts';
import type { Context } from './context.ts';
import { migrate } from './db/migrate.ts';
import { openDatabase, type Database } from './db/openDatabase.ts';
import { digestMessage } from './digests/digestMessage.ts';
import { importSummaryMessage } from './intake/importSummaryMessage.ts';
import { leadCard } from './leads/leadCard.ts';
import { nudgeMessage } from './nudges/nudgeMessage.ts';
import { parkedMessage } from './people/parkedMessage.ts';
import { createSecrets } from './secrets.ts';
import { createSettingsStore } from './settings/settingsStore.ts';
import { type Clients, createClients } from './slack/clients.ts';
import type { MessageKinds } from './slack/message.ts';
import { installedWorkspace, type Workspace } from './slack/workspaceStore.ts';

export type OpenContext = {
  readonly ctx: Context;
  readonly database: Database;
  readonly clients: Clients;
  readonly workspace: Workspace;
  close(): Promise<void>;
};

/** How each kind of message is drawn. */
const messageKinds: MessageKinds = {
  card: leadCard,
  nudge: nudgeMessage,
  digest: digestMessage,
  parked: parkedMessage,
  'import-summary': importSummaryMessage,
};

/**
 * Opens the database, brings its schema up to date, and asks Slack whose token this is.
 * Throws FolderInUse, TokenRefused, or what the database or Slack's client throws.
 */
export async function openContext(
  config: Config,
  options: { log: Logger; clock?: Clock; wakeDelivery?: () => void },
): Promise<OpenContext> {
  const { log, clock = systemClock, wakeDelivery = () => {} } = options;
  const database = await openDatabase({ url: config.databaseUrl, dataDir: config.dataDir, log });
  try {
    await migrate(database.db, log);
    const clients = createClients({ token: config.botToken, apiUrl: config.slackApiUrl, log });
    const workspace = await installedWorkspace(database.db, clients.interactive, clock.now());
    const ctx: Context = {
      workspaceId: workspace.id,
      db: database.db,
      clock,
      log,
      settings: createSettingsStore(database.db, workspace.id),
      secrets: createSecrets(config.key),
      slack: clients.interactive,
      messageKinds,
      wakeDelivery,
    };
    return { ctx, database, clients, workspace, close: database.close };
  } catch (error) {
    await database.close();
    throw error;
  }
}
