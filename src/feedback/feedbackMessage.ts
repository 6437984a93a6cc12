import type { KnownBlock } from '@slack/types';
import { z } from 'zod';
import { gradeInWords } from '../leads/grade.ts';
import { leadNumber } from '../leads/lead.ts';
import { withoutContacts } from '../leads/leadWords.ts';
import { obstacles } from '../leads/obstacles.ts';
import { type Status, statuses } from '../leads/statuses.ts';
import { findPerson } from '../people/peopleStore.ts';
import { barred } from '../people/roles.ts';
import { actions, button, context, divider, header } from '../slack/blocks.ts';
import { fallbackText } from '../slack/fallbackText.ts';
import type { Drawing, MessageKind } from '../slack/message.ts';
import {
  bold,
  line,
  mention,
  moment,
  oneLine,
  plain,
  quote,
  type RichLine,
  richText,
} from '../slack/richText.ts';
import { countEnded, countToAnswer, type FeedbackItem, findToAnswer } from './feedbackStore.ts';
import { feedbackSpan } from './feedbackSpan.ts';
import { ownedSources } from './ownedSources.ts';

const shown = 12;

export type Feedback = {
  /** How leads ended since the message of the working day before was due. */
  readonly ended: Awaited<ReturnType<typeof countEnded>>;
  /** What is to be answered first, then what has been answered since. */
  readonly items: readonly FeedbackItem[];
  /** Of all, how many are to be answered. */
  readonly open: number;
  readonly now: Date;
};

/** A marketer's daily message: what came back, and what is to be answered. Redrawn as it is answered. */
export const feedbackMessage: MessageKind = {
  async draw(ctx, { destination, subject }) {
    const { date } = z.object({ date: z.string() }).parse(subject);
    const { db, workspaceId } = ctx;
    const owner = await findPerson(db, workspaceId, destination);
    if (!owner || barred(owner)) return null;
    const { document } = await ctx.settings.current();
    const { since, until } = feedbackSpan(date, owner, document);
    const keys = ownedSources(document, owner.id);
    const ended = await countEnded(db, workspaceId, keys, { since, until });
    const { open } = await countToAnswer(db, workspaceId, owner.id, since);
    const asked = { ownerId: owner.id, answeredSince: until, limit: shown };
    const items = await findToAnswer(db, workspaceId, asked);
    if (items.length === 0 && ended.length === 0) return null;
    return drawFeedback({ ended, items, open, now: ctx.clock.now() });
  },
};

export function drawFeedback({ ended, items, open, now }: Feedback): Drawing {
  const left = open - items.filter(({ answer }) => answer === null).length;
  const blocks: KnownBlock[] = [
    header(headline(open)),
    ...(ended.length > 0 ? [context(`Since the last working day: ${endedInWords(ended)}.`)] : []),
    ...items.flatMap((item) => [divider(), ...drawItem(item, now)]),
    ...(left > 0
      ? [context(`And ${left} more to answer. They come when these are answered.`)]
      : []),
  ];
  return { text: fallbackText(blocks), blocks };
}

const headline = (open: number): string => {
  if (open === 0) return 'What came back of your leads';
  return open === 1 ? '1 grade to answer' : `${open} grades to answer`;
};

/** `3 ended: 1 Won, 2 Disqualified (1 Invalid, 1 Duplicate)` */
export function endedInWords(ended: Feedback['ended']): string {
  const total = ended.reduce((sum, { count }) => sum + count, 0);
  const byStatus = Map.groupBy(ended, ({ status }) => status);
  const parts = [...byStatus].map(([status, rows]: [Status, Feedback['ended']]) => {
    const count = rows.reduce((sum, row) => sum + row.count, 0);
    const why = rows.flatMap((row) =>
      row.obstacle ? `${row.count} ${obstacles[row.obstacle].label.toLowerCase()}` : [],
    );
    return `${count} ${statuses[status].label.toLowerCase()}${why.length > 0 ? ` (${why.join(', ')})` : ''}`;
  });
  return `${total} ended, ${parts.join(', ')}`;
}

function drawItem(item: FeedbackItem, now: Date): KnownBlock[] {
  const { id, leadId, name, company, country, repId, evidence, answer, answerText, dueAt } = item;
  const clean = (text: string, max: number) => oneLine(withoutContacts(text, country), max);
  const called = [name, company].flatMap((text) => (text ? clean(text, 60) : []));
  const obstacle = item.obstacle ? ` · ${obstacles[item.obstacle].label}` : '';
  const lines: RichLine[] = [
    line(
      bold([leadNumber(leadId), ...called].join(', ')),
      plain(` · ${statuses[item.status].label}${obstacle}`),
    ),
    line(plain(`${gradeInWords(item)}, says `), mention(repId)),
    ...(evidence ? [quote(plain(clean(evidence, 300)))] : []),
    ...(answer
      ? [
          line(
            bold(answer === 'accepted' ? 'You accept that.' : 'You dispute that: '),
            ...(answerText ? [plain(clean(answerText, 300))] : []),
          ),
        ]
      : dueAt
        ? [
            line(
              plain(dueAt < now ? 'Was to be answered by ' : 'To be answered by '),
              moment(dueAt),
            ),
          ]
        : []),
  ];
  const value = String(id);
  return [
    richText(lines),
    ...actions(
      answer
        ? []
        : [
            button({ text: 'Accept', actionId: 'feedback:accept', value }),
            button({ text: 'Dispute', actionId: 'feedback:dispute', value }),
            button({ text: 'Details', actionId: 'lead:details', value: String(leadId) }),
          ],
    ),
  ];
}
