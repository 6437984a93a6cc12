import type { KnownBlock, ModalView } from '@slack/types';
import type { z } from 'zod';
import { actions, plainText } from '../slack/blocks.ts';
import {
  bold,
  type Inline,
  joined,
  line,
  mention,
  moment,
  plain,
  richText,
} from '../slack/richText.ts';
import { leadNumber, type LeadWithDetails } from '../leads/lead.ts';
import { detailsButton } from '../leads/leadButtons.ts';
import type { detailsMemory } from '../leads/leadDetailsForm.ts';
import { titleLine, withoutContacts } from '../leads/leadWords.ts';
import { changedMeanwhile, whyNot } from '../leads/refusalWords.ts';
import {
  isDone,
  type SeveralAnswer,
  type SeveralOrder,
  type SeveralResult,
} from '../leads/several.ts';
import { statuses } from '../leads/statuses.ts';
import { undoMinutes } from '../leads/undoLead.ts';

/** What was done with several leads, and to which of them. `asked`: what it was, as a participle. */
export type SeveralDone = {
  readonly asked: readonly Inline[];
  /** Whoever did it can take it back for a while, lead by lead. */
  readonly undoable: boolean;
  readonly results: readonly SeveralResult[];
};

/** Goes on after `12 of 14`. */
export function doneWords(order: SeveralOrder): Inline[] {
  switch (order.act) {
    case 'update':
      return [plain(`saved: ${statuses[order.fields.status].label}`)];
    case 'postpone':
      return [plain('postponed to '), moment(order.to)];
    case 'release':
      return [plain('given back to the pool')];
    case 'pass':
      return [plain('offered to '), mention(order.to)];
  }
}

/** A modal holds a hundred blocks; a lead takes two. */
const shown = 45;

/** Which leads were not dealt with, why, and the way to each. */
export function drawSeveralDone(done: SeveralDone): ModalView {
  const failed = done.results.filter((result) => !isDone(result));
  const left = failed.slice(shown);
  const memory = { fromHome: true } satisfies z.infer<typeof detailsMemory>;
  return {
    type: 'modal',
    private_metadata: JSON.stringify(memory),
    title: plainText('Several at once', 24),
    close: plainText('Close', 24),
    blocks: [
      richText([
        line(...headline(done)),
        ...(done.undoable && failed.length < done.results.length
          ? [line(plain(`Each can be taken back for ${undoMinutes} minutes, in its details.`))]
          : []),
        ...(failed.length > 0 ? [line(plain('Not done:'))] : []),
      ]),
      ...failed.slice(0, shown).flatMap(drawFailed),
      ...(left.length > 0
        ? [richText([line(plain(`And ${left.length} more: ${numbers(left)}`))])]
        : []),
    ],
  };
}

/** The same in short, for Home. */
export function saySeveralDone(done: SeveralDone): KnownBlock[] {
  const failed = done.results.filter((result) => !isDone(result));
  return [
    richText([
      line(...headline(done)),
      ...(failed.length > 0 ? [line(plain(`Not done: ${numbers(failed)}`))] : []),
    ]),
  ];
}

const numbers = (results: readonly SeveralResult[]) =>
  results.map(({ leadId }) => leadNumber(leadId)).join(', ');

/** `12 of 14 postponed to Thu 10:00.` */
const headline = ({ asked, results }: SeveralDone): Inline[] => [
  bold(`${results.filter(isDone).length} of ${results.length} `),
  ...asked,
  plain('.'),
];

const drawFailed = ({ leadId, answer }: SeveralResult): KnownBlock[] => [
  richText([
    line(...(answer.lead ? title(answer.lead) : [bold(leadNumber(leadId))])),
    line(...whyNotDone(answer)),
  ]),
  ...actions([detailsButton({ id: leadId })]),
];

const title = (lead: LeadWithDetails): Inline[] =>
  titleLine(lead, (text) => withoutContacts(text, lead.country));

function whyNotDone(answer: SeveralAnswer): readonly Inline[] {
  switch (answer.outcome) {
    case 'done':
    case 'repeated':
      return [];
    case 'changed':
      return changedMeanwhile;
    case 'invalid':
      return [plain(Object.values(answer.errors).join(' '))];
    case 'nobody':
      return [plain('No other rep of its channel can take it now. Choose one yourself.')];
    case 'failed':
      return [plain('Something went wrong in Lead Nudge. Try it again in a minute.')];
    default:
      return whyNot(answer);
  }
}

/** To whom several leads went, and how many to each. */
export function reassignedWords(results: readonly SeveralResult[]): Inline[] {
  const owners = results.flatMap(({ answer }) =>
    (answer.outcome === 'done' || answer.outcome === 'repeated') && answer.lead.ownerId
      ? [answer.lead.ownerId]
      : [],
  );
  const each = [...Map.groupBy(owners, (id) => id)].map(([id, { length }]) => [
    mention(id),
    plain(` ${length}`),
  ]);
  return [plain(`reassigned${each.length > 0 ? ': ' : ''}`), ...joined(each, ', ')];
}

/** While there are many of them. */
export const drawWorking = (count: number): ModalView => ({
  type: 'modal',
  title: plainText('Several at once', 24),
  close: plainText('Close', 24),
  blocks: [
    richText([
      line(plain(`Working on ${count} leads. What became of each is shown here in a moment.`)),
    ]),
  ],
});
