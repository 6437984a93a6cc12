import type { ModalView } from '@slack/types';
import { z } from 'zod';
import { shareInWords } from '../leads/complianceWords.ts';
import { leadNumber } from '../leads/lead.ts';
import { detailsButton } from '../leads/leadButtons.ts';
import { titleLine } from '../leads/leadWords.ts';
import { writtenDay } from '../people/zone.ts';
import { actions, context, divider, header, plainText } from '../slack/blocks.ts';
import { input, personSelect, typedText } from '../slack/inputs.ts';
import {
  bold,
  line,
  mention,
  plain,
  quote,
  type RichLine,
  richText,
  severalLines,
} from '../slack/richText.ts';
import { dayAndMonth, figureLines, reasonWords } from './drawScorecard.ts';
import type { ReviewPage } from './readReview.ts';
import { longestAgreed } from './review.ts';
import { allOf, type Scorecard } from './scorecard.ts';

export const reviewForm = 'review:form';
export const reviewChoiceForm = 'review:choice';

export const reviewMemory = z.object({ rep: z.string(), leads: z.array(z.int()).max(10) });

/** One page for a manager's talk with a rep, and a field for what the two agree. */
export function drawReviewForm({ rep, card }: ReviewPage): ModalView {
  const memory = { rep: rep.id, leads: card.chances.map(({ lead }) => lead.id) };
  return {
    type: 'modal',
    callback_id: reviewForm,
    // The details of a lead open on top of it.
    private_metadata: JSON.stringify({ ...memory, fromHome: false }),
    title: plainText(rep.name, 24),
    submit: plainText('Record', 24),
    close: plainText('Close', 24),
    blocks: [
      richText([line(bold('On time')), ...weekByWeek(card), ...figureLines(card)]),
      ...aboutLeads(card),
      ...lastTime(card),
      input({
        id: 'agreed',
        label: 'What you agree now',
        hint: 'The two of you see it, nobody else. It is sent to them and stands in their weekly scorecard.',
        element: typedText({ actionId: 'typed', multiline: true, max: longestAgreed }),
      }),
    ],
  };
}

/** This week and the four before it, each with its n, and where it goes. */
function weekByWeek({ week, before }: Scorecard): RichLine[] {
  const words = ({ monday, compliance: { due, onTime } }: Scorecard['week']) =>
    `${dayAndMonth(monday)}: ${due > 0 ? shareInWords(onTime, due) : 'nothing was due'}`;
  const usual = allOf(before);
  const { due, onTime } = week.compliance;
  const points =
    due > 0 && usual.due > 0
      ? Math.round((100 * onTime) / due - (100 * usual.onTime) / usual.due)
      : null;
  const trend =
    points === null
      ? []
      : [
          `${points === 0 ? 'As in' : `${Math.abs(points)} points ${points > 0 ? 'above' : 'below'}`} the four weeks before, ${shareInWords(usual.onTime, usual.due)}`,
        ];
  return [
    line(plain(`This week, from ${words(week)}`)),
    ...before.map((one) => line(plain(`From ${words(one)}`))),
    ...trend.map((said) => line(plain(said))),
  ];
}

function aboutLeads({ chances }: Scorecard) {
  if (chances.length === 0) return [];
  return [
    divider(),
    header(chances.length === 1 ? 'A lead to speak about' : 'Leads to speak about'),
    ...chances.flatMap((chance) => [
      richText([line(...titleLine(chance.lead)), line(...reasonWords(chance))]),
      ...actions([detailsButton(chance.lead)]),
    ]),
  ];
}

function lastTime({ agreed }: Scorecard) {
  if (!agreed) return [divider(), context('You have recorded no review with them yet.')];
  const about = agreed.leadIds.map(leadNumber).join(', ');
  return [
    divider(),
    richText([
      line(bold(`Agreed on ${writtenDay(agreed.heldOn)}`)),
      quote(plain(severalLines(agreed.agreed, longestAgreed))),
      ...(about ? [line(plain(`About ${about}`))] : []),
    ]),
  ];
}

/** Whose review: from Home, or where the command names nobody. */
export const drawReviewChoice = (): ModalView => ({
  type: 'modal',
  callback_id: reviewChoiceForm,
  title: plainText('Review', 24),
  submit: plainText('Open', 24),
  close: plainText('Cancel', 24),
  blocks: [
    input({
      id: 'rep',
      label: 'With whom do you talk?',
      hint: 'A rep of a channel that you manage.',
      element: personSelect({ actionId: 'chosen', placeholder: 'Choose a rep' }),
    }),
  ],
});

export const reviewRecorded = (repId: string) => [
  plain('Recorded. '),
  mention(repId),
  plain(' gets the same text from me.'),
];

const typed = z.object({ agreed: z.object({ typed: z.object({ value: z.string().nullish() }) }) });

/** Throws a ZodError where it is not this form's. */
export const readAgreed = (values: unknown): string => typed.parse(values).agreed.typed.value ?? '';

const chosen = z.object({
  rep: z.object({ chosen: z.object({ selected_user: z.string().nullish() }) }),
});
export const readChosenRep = (values: unknown): string =>
  chosen.parse(values).rep.chosen.selected_user ?? '';
