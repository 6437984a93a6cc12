import type { CaughtUp, Outage } from '../db/outageStore.ts';
import { bold, type Inline, moment, plain } from '../slack/richText.ts';

/** What admins are told of how the app itself is doing. */
export type Operation = {
  /** Nothing is sent since then. */
  readonly pausedAt: Date | null;
  /** The last one, for three days. */
  readonly outage: Outage | null;
};

/** The line at the top of an admin's Home; empty where there is nothing to say. */
export function operationLine({ pausedAt, outage }: Operation): Inline[] {
  if (pausedAt) {
    return [
      bold('Sending is paused'),
      plain(' since '),
      moment(pausedAt),
      plain('. It goes on with: npm run resume'),
    ];
  }
  if (!outage) return [];
  const { kind, from, until, caughtUp } = outage;
  return [
    plain(`${what[kind]} from `),
    moment(from),
    plain(' to '),
    moment(until),
    plain(`. ${madeGood(caughtUp)}`),
  ];
}

const what = {
  downtime: 'The app did not run',
  slack: 'Slack was away',
  restored: 'A backup was restored: nothing was kept',
} as const;

function madeGood({ breaches, nudges, digests, cards }: CaughtUp): string {
  const sent = [
    ...(nudges > 0 ? [counted(nudges, 'nudge')] : []),
    ...(digests > 0 ? [counted(digests, 'digest')] : []),
    ...(cards > 0 ? [counted(cards, 'card')] : []),
  ];
  const ranOut =
    breaches === 0
      ? 'No window ran out meanwhile'
      : `${counted(breaches, 'window')} ran out meanwhile`;
  return `${ranOut}; ${sent.join(', ') || 'nothing'} sent.`;
}

const counted = (count: number, thing: string) => `${count} ${thing}${count === 1 ? '' : 's'}`;
