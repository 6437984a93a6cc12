import type { Respond } from './redrawInPlace.ts';
import { slackFetch } from './slackFetch.ts';

const answerMs = 5_000;

/** Answers an interaction by its response_url, where no listener of Bolt's does. Throws where Slack refuses it. */
export const respondTo =
  (url: string): Respond =>
  async (answer) => {
    const { ok, status } = await slackFetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(answer),
      signal: AbortSignal.timeout(answerMs),
    });
    if (!ok) throw new Error(`response_url answered ${status}`);
  };
