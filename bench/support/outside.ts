import { fork } from 'node:child_process';
import { join } from 'node:path';
import type { Lead } from './history.ts';

/** The action id of a button on a card. */
export type CardButton = 'lead:claim' | 'lead:details' | 'lead:update';

/** How fast clicks come: so many a second whatever becomes of them, or so many at once. */
export type Pressure = { readonly perSecond: number } | { readonly atOnce: number };

export type Request =
  | {
      readonly ask: 'click';
      readonly url: string;
      readonly button: CardButton;
      readonly leads: readonly Lead[];
      readonly pressure: Pressure;
    }
  | {
      readonly ask: 'update';
      readonly database: string;
      readonly leads: readonly Lead[];
      readonly pressure: Pressure;
    }
  | { readonly ask: 'postings' }
  | { readonly ask: 'quiet' };

/** Of clicks and updates: how long each took, and how many a second there were. */
export type Timing = {
  readonly ms: readonly number[];
  readonly perSecond: number;
  /** How many were not answered with 200, or changed no row. */
  readonly failed: number;
};

/** A message that the app sent: its id, and when the call came in, by the machine's steady clock. */
export type SeenPosting = { readonly id: number; readonly atMs: number };

export const signingSecret = 'bench-signing-secret';

/**
 * Slack's side in a process of its own, so that it takes no time from the app's: a Web API without
 * limits that says yes to everything, and people who click, by signed requests.
 */
export type Outside = {
  /** For SLACK_API_URL. */
  readonly apiUrl: string;
  /** On Claim, unless said otherwise. */
  click(
    url: string,
    leads: readonly Lead[],
    pressure: Pressure,
    button?: CardButton,
  ): Promise<Timing>;
  /** The baseline: a bare UPDATE of the lead's row in place of each click. */
  update(database: string, leads: readonly Lead[], pressure: Pressure): Promise<Timing>;
  /** The messages that were sent since the last time this was asked. */
  postings(): Promise<SeenPosting[]>;
  /** Resolves when the app has asked nothing for half a second: it has nothing left to do. */
  quiet(): Promise<void>;
  close(): void;
};

export async function startOutside(): Promise<Outside> {
  const child = fork(join(import.meta.dirname, 'outsideProcess.ts'), { execArgv: [] });
  const waiting: PromiseWithResolvers<unknown>[] = [];
  child.on('message', (answer) => waiting.shift()?.resolve(answer));
  child.on('exit', (code) =>
    waiting.splice(0).forEach(({ reject }) => reject(new Error(`Slack's side ended with ${code}`))),
  );
  const answer = <Answer>(): Promise<Answer> => {
    const one = Promise.withResolvers<unknown>();
    waiting.push(one);
    return one.promise as Promise<Answer>; // outsideProcess.ts answers each request with its type
  };
  const ask = <Answer>(request: Request): Promise<Answer> => {
    child.send(request);
    return answer();
  };
  const apiUrl = await answer<string>();
  return {
    apiUrl,
    click: (url, leads, pressure, button = 'lead:claim') =>
      ask({ ask: 'click', url, button, leads, pressure }),
    update: (database, leads, pressure) => ask({ ask: 'update', database, leads, pressure }),
    postings: () => ask({ ask: 'postings' }),
    quiet: () => ask({ ask: 'quiet' }),
    close: () => void child.kill(),
  };
}
