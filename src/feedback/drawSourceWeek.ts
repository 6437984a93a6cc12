import { shareInWords } from '../leads/complianceWords.ts';
import { gradeKeys, grades } from '../leads/grade.ts';
import { money } from '../leads/leadWords.ts';
import { obstacles } from '../leads/obstacles.ts';
import { lengthInWords } from '../people/lengthInWords.ts';
import type { RichLine } from '../slack/richText.ts';
import { costsEach, labelled, nameLine, quoteLines } from './drawSource.ts';
import type { SourceCard } from './readSourceScorecard.ts';
import { shareWithRange, type SourceFigures } from './sourceFigures.ts';

const shownQuote = 120;

/** A source's week in a few lines: of one that is alone more, of several what matters most. The rest is behind `Open`. */
export function sourceWeekLines(
  { figures, longer, quotes }: SourceCard,
  { alone }: { readonly alone: boolean },
): RichLine[] {
  const words = [...mostWords(figures, longer), ...(alone ? moreWords(figures) : [])];
  return [
    nameLine(figures),
    ...words.map(labelled),
    ...quoteLines(alone ? quotes.slice(0, 1) : [], shownQuote),
  ];
}

function mostWords(figures: SourceFigures, longer: SourceCard['longer']): string[] {
  const { arrived, complete, isGated, worked, qualified, won, worth } = figures;
  const before =
    longer.worked > worked
      ? [`in ${longer.weeks} weeks ${shareWithRange(longer.qualified, longer.worked)}`]
      : [];
  const quality = worked > 0 ? [shareWithRange(qualified, worked)] : [];
  const rate = [...quality, ...before];
  const values = worth.map(({ value, currency }) => money(value, currency));
  return [
    `Arrived: ${arrived}${isGated && arrived > 0 ? `, complete ${shareInWords(complete, arrived)}` : ''}`,
    ...(arrived > 0 ? [`Worked: ${shareInWords(worked, arrived)}, never ${arrived - worked}`] : []),
    ...(rate.length > 0 ? [`Qualified: ${rate.join(', ')}`] : []),
    ...(worked > 0 ? [`Won: ${[shareInWords(won, worked), ...values].join(', ')}`] : []),
  ];
}

function moreWords(figures: SourceFigures): string[] {
  const { grades: given, touch, answers, lost } = figures;
  const costs = costsEach(figures);
  const ended = figures.obstacles.reduce((sum, { count }) => sum + count, 0);
  const why = figures.obstacles
    .slice(0, 3)
    .map(({ obstacle, count }) => `${count} ${obstacles[obstacle].label.toLowerCase()}`);
  const graded = gradeKeys.reduce((sum, grade) => sum + given[grade], 0);
  const shares = gradeKeys.map((grade) => `${given[grade]} ${grades[grade].toLowerCase()}`);
  const { marketing, sales } = answers;
  const answered = [
    ...(marketing.asked > 0 ? [`marketing ${marketing.inTime} of ${marketing.asked}`] : []),
    ...(sales.asked > 0 ? [`sales ${sales.inTime} of ${sales.asked}`] : []),
  ];
  const lostIn = (['held', 'incomplete', 'bad'] as const).flatMap((kind) => {
    const seconds = lost.reduce((sum, row) => sum + (row.kind === kind ? row.seconds : 0), 0);
    return seconds > 0 ? [`${lostTo[kind]} ${lengthInWords(seconds)}`] : [];
  });
  return [
    ...(costs.length > 0 ? [`Cost: ${costs.join(', ')}`] : []),
    ...(ended > 0 ? [`In the way of ${ended}: ${why.join(', ')}`] : []),
    ...(graded > 0 ? [`Grades of ${graded}: ${shares.join(', ')}`] : []),
    ...(touch ? [`First touch: ${lengthInWords(touch.median)} (median of ${touch.n})`] : []),
    ...(answered.length > 0 ? [`Answered in time: ${answered.join(', ')}`] : []),
    ...(lostIn.length > 0 ? [`Hours lost: ${lostIn.join(', ')}`] : []),
  ];
}

const lostTo = { held: 'held', incomplete: 'incomplete', bad: 'bad leads' } as const;
