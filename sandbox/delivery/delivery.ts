import type { JsonObject } from '../blockKit/rules.ts';

/** Something that Slack sends to the app. */
export interface Delivery {
  kind: 'interactive' | 'slash_commands' | 'events_api';
  payload: JsonObject;
  /** Whether the ack may carry an answer: commands, submissions, suggestions. */
  acceptsResponse: boolean;
}

/** How the app answered. */
export interface Ack {
  acked: boolean;
  /** What the ack carried; undefined when empty. */
  body?: unknown;
  /** HTTP status; 200 for an ack over a socket, undefined without one. */
  status?: number;
  /** Real milliseconds until the ack, or until Slack gave up. */
  ms: number;
  /** no_app: nothing to send to; timeout: no ack in time; app_error: an error in its place. */
  problem?: 'no_app' | 'timeout' | 'app_error';
  detail?: string;
  /** The app asked not to be sent this event again. */
  noRetry?: boolean;
}

export interface Retry {
  attempt: number;
  reason: 'http_timeout' | 'connection_failed' | 'http_error' | 'timeout';
}

/** One way to the app. */
export interface Transport {
  /** Resolves always, at the latest when Slack gives up (3 s). */
  send: (delivery: Delivery, retry?: Retry) => Promise<Ack>;
  readonly isConnected: boolean;
}
