import { CommandRefused } from './cli/output.ts';
import { ConfigError } from './config.ts';
import { FolderInUse, FolderUnusable } from './db/folderLock.ts';
import { CannotReach } from './openContext.ts';
import { CannotListen } from './server.ts';
import { TokenRefused } from './slack/workspaceStore.ts';

const kinds = [
  CannotListen,
  CannotReach,
  CommandRefused,
  ConfigError,
  FolderInUse,
  FolderUnusable,
  TokenRefused,
];

/** Whether an error's message is a sentence for whoever runs the app, rather than a bug. */
export const isForPeople = (error: unknown): error is Error =>
  kinds.some((kind) => error instanceof kind);
