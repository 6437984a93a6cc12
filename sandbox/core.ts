import type { Calls } from './calls.ts';
import type { Ack, Delivery } from './delivery/delivery.ts';
import type { FaultPlan } from './faultPlan.ts';
import type { RateLimits } from './rateLimits.ts';
import type { ResponseUrls } from './responseUrls.ts';
import type { Triggers } from './triggers.ts';
import type { Workspace } from './workspace.ts';

/** What the parts of a running sandbox share. */
export interface Core {
  workspace: Workspace;
  triggers: Triggers;
  responseUrls: ResponseUrls;
  calls: Calls;
  faults: FaultPlan;
  /** Set when limits are enforced. */
  rateLimits: RateLimits | undefined;
  tokens: Tokens;
  /** What the app did that Slack has no notion of, or would have shown to people as a failure. */
  unexpected: string[];
  /** http://127.0.0.1:PORT */
  url: () => string;
  /** A new Socket Mode address. */
  socketUrl: () => string;
  deliver: (delivery: Delivery) => Promise<Ack>;
  /** Whether there is an app to deliver to. */
  isConnected: () => boolean;
}

/** The app's secrets, and whether they still open anything. */
export interface Tokens {
  bot: string;
  app: string;
  /** The error that the bot token now meets: token_revoked, account_inactive; undefined while it is good. */
  refused?: string;
}
