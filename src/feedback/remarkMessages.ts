import { z } from 'zod';
import { gradeInWords } from '../leads/grade.ts';
import { leadNumber } from '../leads/lead.ts';
import { actions, button } from '../slack/blocks.ts';
import { fallbackText } from '../slack/fallbackText.ts';
import type { Drawing, MessageKind } from '../slack/message.ts';
import {
  bold,
  line,
  mention,
  moment,
  plain,
  quote,
  type RichLine,
  richText,
  severalLines,
} from '../slack/richText.ts';
import { longestText } from './saying.ts';
import { type FeedbackItem, findFeedback } from './feedbackStore.ts';
import { findRemark, type Remark } from './remarkStore.ts';

const details = (leadId: number) =>
  button({ text: 'Details', actionId: 'lead:details', value: String(leadId) });

const drawn = (lines: RichLine[], buttons: ReturnType<typeof button>[]): Drawing => {
  const blocks = [richText(lines), ...actions(buttons)];
  return { text: fallbackText(blocks), blocks };
};

const said = (text: string) => quote(plain(severalLines(text, longestText)));

/** What a marketer says to a rep: thanks, or a question until it is answered. */
export const remarkMessage: MessageKind = {
  async draw(ctx, { subject }) {
    const { remark: id } = z.object({ remark: z.number() }).parse(subject);
    const remark = await findRemark(ctx.db, ctx.workspaceId, id);
    return remark && drawRemark(remark);
  },
};

export function drawRemark(remark: Remark): Drawing {
  const { id, leadId, kind, fromId, body, dueAt, answerText } = remark;
  const what = kind === 'thanks' ? ' thanks you for how you treat ' : ' asks about ';
  const open = kind === 'question' && answerText === null;
  return drawn(
    [
      line(mention(fromId), plain(what), bold(leadNumber(leadId)), plain(':')),
      said(body),
      ...(open && dueAt ? [line(plain('Please answer by '), moment(dueAt), plain('.'))] : []),
      ...(answerText === null ? [] : [line(bold('You answered:')), said(answerText)]),
    ],
    [
      ...(open
        ? [
            button({
              text: 'Answer',
              actionId: 'feedback:answer',
              value: `${id}:${leadId}`,
              style: 'primary',
            }),
          ]
        : []),
      details(leadId),
    ],
  );
}

/** A rep's answer, to the marketer who asked. */
export const remarkAnswerMessage: MessageKind = {
  async draw(ctx, { subject, posted }) {
    if (posted) return null;
    const { remark: id } = z.object({ remark: z.number() }).parse(subject);
    const remark = await findRemark(ctx.db, ctx.workspaceId, id);
    return remark?.answerText ? drawRemarkAnswer(remark, remark.answerText) : null;
  },
};

export const drawRemarkAnswer = ({ leadId, toId, body }: Remark, answer: string): Drawing =>
  drawn(
    [
      line(mention(toId), plain(' answers about '), bold(leadNumber(leadId)), plain(':')),
      said(answer),
      line(plain('You had asked:')),
      said(body),
    ],
    [details(leadId)],
  );

/** Tells a rep that the source's owner sees a lead otherwise, and why. */
export const gradeAnswerMessage: MessageKind = {
  async draw(ctx, { subject, posted }) {
    if (posted) return null;
    const { grade: id } = z.object({ grade: z.number() }).parse(subject);
    const item = await findFeedback(ctx.db, ctx.workspaceId, id);
    return item?.answerText && item.answeredBy ? drawGradeAnswer(item) : null;
  },
};

export const drawGradeAnswer = (item: FeedbackItem): Drawing =>
  drawn(
    [
      line(
        ...(item.answeredBy ? [mention(item.answeredBy)] : []),
        plain(' sees '),
        bold(leadNumber(item.leadId)),
        plain(' otherwise:'),
      ),
      ...(item.answerText ? [said(item.answerText)] : []),
      line(plain(`You had graded it ${gradeInWords(item)}.`)),
    ],
    [details(item.leadId)],
  );
