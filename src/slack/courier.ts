import type { WebClient } from '@slack/web-api';
import type { Context } from '../context.ts';
import type { Breaker } from './breaker.ts';
import type { createRecorder } from './recorder.ts';
import type { Pace } from './redrawStore.ts';
import type { SendingWatch } from './watchSending.ts';

/** What sending and redrawing have in common. */
export type Courier = {
  readonly ctx: Context;
  /** See deliveryClient. */
  readonly client: WebClient;
  /** The app's own, as messages carry it. */
  readonly botId: string;
  readonly breaker: Breaker;
  readonly sending: Pick<SendingWatch, 'lookFrom'>;
  /** Between two messages to one destination. */
  readonly postEveryMs: number;
  readonly redrawPace: Pace;
  readonly record: ReturnType<typeof createRecorder>;
};

/** A message that fails so often by its own fault is given up: after about half an hour. */
export const mostAttempts = 12;

/** How long a message waits after its n-th failure. */
export const backoffMs = (attempt: number): number => Math.min(1_000 * 2 ** attempt, 600_000);

/** Somewhere from half to all of it, so that several processes do not come back at once. */
export const jittered = (ms: number): number => ms * (0.5 + Math.random() / 2);

/** A pause after a failure that is not the message's. Where there are many, the breaker's are longer. */
export const outagePauseMs = 500;
