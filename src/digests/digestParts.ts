import type { Button } from '@slack/types';
import { button } from '../slack/blocks.ts';
import type { Inline } from '../slack/richText.ts';
import type { Digest } from './digest.ts';
import {
  incompleteLine,
  leads,
  newHoursLine,
  overdueLine,
  overrideLine,
  repLine,
  settingsChangeLine,
  slippingLine,
  unansweredLine,
  unclaimedLine,
  walkedAwayLine,
} from './digestLines.ts';
import { signalLine } from './signalLine.ts';

/** A list in a digest. Where it is longer than a digest shows, a modal has it page by page. */
export type DigestPart = {
  /** In the values of buttons. */
  readonly name: string;
  readonly title: string;
  /** How many of the lines the digest itself shows. */
  readonly shown: number;
  readonly lines: readonly DigestLine[];
  /** All that there is, where `lines` are the first of it. */
  readonly count: number;
};

export type DigestLine = {
  readonly words: readonly Inline[];
  readonly buttons?: readonly Button[];
};

/** What of a digest is a list, in its order; what is empty is left out. `forManagers` false: it is a channel's. */
export function digestParts(
  digest: Digest,
  { forManagers }: { forManagers: boolean },
): DigestPart[] {
  const { unclaimed, walkedAway, incomplete } = digest;
  const all = [
    ...(forManagers ? ofReps(digest) : []),
    part('unclaimed', `Unclaimed: ${leads(unclaimed.count)} past the window, oldest first`, 5, {
      ...unclaimed,
      line: unclaimedLine,
    }),
    part('walked-away', `Walked away untried: ${leads(walkedAway.count)}`, 5, {
      ...walkedAway,
      line: walkedAwayLine,
    }),
    part('incomplete', `Held or incomplete: ${leads(incomplete.count)}`, 3, {
      ...incomplete,
      line: incompleteLine,
    }),
    part('overrides', 'Exceptions that managers made', 10, {
      listed: digest.overrides,
      line: (one) => overrideLine(one, { reasonsOfPersons: forManagers }),
    }),
    part('new-hours', 'Other working hours', 3, { listed: digest.newHours, line: newHoursLine }),
    part('settings', 'Changes to the settings', 3, {
      listed: digest.settingsChanges,
      line: settingsChangeLine,
    }),
    part('slipping', 'Slipping sources', 3, { listed: digest.slipping, line: slippingLine }),
    part('unanswered', 'Grades without an answer', 3, {
      listed: digest.unanswered,
      line: unansweredLine,
    }),
    part('signals', 'Seen in the updates', 4, { listed: digest.signals, line: signalLine }),
  ];
  return all.filter(({ count }) => count > 0);
}

/** One rep's figures would be the team's. */
const ofReps = ({ overdue, reps, lastDay }: Digest): DigestPart[] => [
  part('overdue', 'Overdue by rep', 5, {
    listed: overdue,
    line: overdueLine,
    buttons: ({ personId, hasLeft, leads: count }) => [
      ...(hasLeft
        ? []
        : [
            button({
              text: 'Nudge',
              actionId: 'nudge:ask',
              value: personId,
              spoken: `Nudge this rep about ${leads(count)}`,
            }),
          ]),
      button({
        text: 'Reassign',
        actionId: 'lead:reassign-several',
        value: personId,
        spoken: 'Reassign some of this rep’s leads',
      }),
    ],
  }),
  part('reps', 'On time by rep, who missed most first', 5, {
    listed: reps.length > 1 ? reps : [],
    line: (rep) => repLine(rep, lastDay.date),
  }),
];

function part<One>(
  name: string,
  title: string,
  shown: number,
  of: {
    readonly listed: readonly One[];
    readonly count?: number;
    readonly line: (one: One) => readonly Inline[];
    readonly buttons?: (one: One) => readonly Button[];
  },
): DigestPart {
  const { listed, line, buttons, count = listed.length } = of;
  const lines = listed.map((one) => ({
    words: line(one),
    ...(buttons && { buttons: buttons(one) }),
  }));
  return { name, title, shown, lines, count };
}
