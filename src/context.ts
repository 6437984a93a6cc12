import type { KnownBlock, ModalView } from '@slack/types';
import type { WebClient } from '@slack/web-api';
import type { Logger } from 'pino';
import type { Clock } from './clock.ts';
import type { Db } from './db/openDatabase.ts';
import type { Secrets } from './secrets.ts';
import type { SettingsStore } from './settings/settingsStore.ts';
import type { MessageKinds } from './slack/message.ts';

/** What every verb, listener, route and job is given. Built once, in app.ts. */
export type Context = {
  /** Slack's team id; leads every key. */
  readonly workspaceId: string;
  readonly db: Db;
  readonly clock: Clock;
  readonly log: Logger;
  readonly settings: SettingsStore;
  readonly secrets: Secrets;
  /** For calls that answer an interaction. Messages that must arrive go through enqueueMessage. */
  readonly slack: WebClient;
  /** How each kind of message is drawn. */
  readonly messageKinds: MessageKinds;
  /** Draws a person's Home anew. `said`: what they have just done. */
  readonly showHome: (
    personId: string,
    how?: { readonly said?: readonly KnownBlock[] },
  ) => Promise<void>;
  /** A list of leads in a modal as it is now, for its reader: 'due', 'pay:<person>'. */
  readonly drawList: (name: string, readerId: string) => Promise<ModalView>;
  /**
   * Tells this process's delivery that rows of `messages` may wait, or only that some are to be
   * redrawn. Call it after the commit.
   */
  readonly wakeDelivery: (what?: 'redraws') => void;
};

/** Who does something. `interaction` is Slack's trigger id: the same one takes effect once. */
export type Actor =
  | { readonly kind: 'person'; readonly id: string; readonly interaction?: string }
  | { readonly kind: 'app' };

export type PersonActor = Extract<Actor, { kind: 'person' }>;

export const theApp: Actor = { kind: 'app' };
