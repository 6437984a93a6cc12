import { shareInWords } from '../leads/complianceWords.ts';
import { gradeKeys, grades } from '../leads/grade.ts';
import { money, withoutContacts } from '../leads/leadWords.ts';
import { obstacles } from '../leads/obstacles.ts';
import { lengthInWords } from '../people/lengthInWords.ts';
import {
  bold,
  joined,
  line,
  mention,
  oneLine,
  plain,
  quote,
  type RichLine,
} from '../slack/richText.ts';
import type { Quote } from './quoteStore.ts';
import { shareWithRange, type SourceFigures } from './sourceFigures.ts';

/** All that is to be said of one source; what is nothing is left out. */
export function sourceLines(figures: SourceFigures): RichLine[] {
  return [...arrivalWords(figures), ...qualityWords(figures), ...restWords(figures)]
    .map(labelled)
    .concat(lostLines(figures.lost));
}

/** What it is about stands out, so that a figure is found: `**Arrived**: 12`. */
export function labelled(words: string): RichLine {
  const colon = words.indexOf(':');
  return colon < 0
    ? line(plain(words))
    : line(bold(words.slice(0, colon)), plain(words.slice(colon)));
}

export const nameLine = ({ name }: Pick<SourceFigures, 'name'>): RichLine =>
  line(bold(oneLine(name, 100)));

/** `Website form: 12 arrived, 3 qualified of 10 worked` */
export const shortLine = ({ name, arrived, worked, qualified }: SourceFigures): RichLine =>
  line(
    bold(oneLine(name, 30)),
    plain(`: ${arrived} arrived, ${qualified} qualified of ${worked} worked`),
  );

function arrivalWords(figures: SourceFigures): string[] {
  const { arrived, complete, isGated, claimed, worked, endedUnworked, suppressed } = figures;
  const silent =
    suppressed > 0
      ? [`Not passed on: ${leads(suppressed)} of people who asked not to be contacted`]
      : [];
  if (arrived === 0) return ['No leads arrived', ...silent];
  const ended = endedUnworked > 0 ? `, ${endedUnworked} of them ended without a touch` : '';
  return [
    `Arrived: ${arrived}${isGated ? `, complete on arrival ${shareInWords(complete, arrived)}` : ''}`,
    `Claimed: ${shareInWords(claimed, arrived)}, worked ${shareInWords(worked, arrived)}`,
    ...(worked < arrived
      ? [`Never worked: ${shareInWords(arrived - worked, arrived)}${ended}`]
      : []),
    ...silent,
  ];
}

/** Quality, over what was worked only. */
function qualityWords(figures: SourceFigures): string[] {
  const { worked, qualified, won, open, qualifiedUnworked, wonUnworked, worth } = figures;
  const besides = [
    ...(qualifiedUnworked > 0 ? [`${qualifiedUnworked} qualified`] : []),
    ...(wonUnworked > 0 ? [`${wonUnworked} won`] : []),
  ].join(', ');
  return [
    ...(worked > 0
      ? [
          `Qualified: ${shareWithRange(qualified, worked)} of those worked`,
          `Won: ${shareWithRange(won, worked)} of those worked${open > 0 ? `; ${open} still open` : ''}`,
        ]
      : []),
    ...(besides ? [`Besides, with no touch on record: ${besides}`] : []),
    ...worth.map((sum) => `Value won: ${money(sum.value, sum.currency)} (${leads(sum.leads)})`),
    ...costWords(figures),
  ];
}

function costWords(figures: SourceFigures): string[] {
  const { cost, arrived } = figures;
  if (!cost || arrived === 0) return [];
  const paid = `${leads(arrived)} at ${money(cost.each, cost.currency)}`;
  return [`Cost: ${[...costsEach(figures), paid].join(', ')}`];
}

/** What all leads cost, spread over those that came to something: `€100 per qualified lead (2)`. */
export function costsEach({ cost, arrived, ...figures }: SourceFigures): string[] {
  if (!cost) return [];
  const of = [
    [figures.qualified + figures.qualifiedUnworked, 'per qualified lead'],
    [figures.won + figures.wonUnworked, 'per lead won'],
  ] as const;
  return of.flatMap(([count, what]) =>
    count > 0 ? [`${money((cost.each * arrived) / count, cost.currency)} ${what} (${count})`] : [],
  );
}

function restWords(figures: SourceFigures): string[] {
  const { grades: given, claim, touch, stage, answers } = figures;
  const ended = figures.obstacles.reduce((sum, { count }) => sum + count, 0);
  const why = figures.obstacles.map(
    ({ obstacle, count }) => `${count} ${obstacles[obstacle].label}`,
  );
  const graded = gradeKeys.reduce((sum, grade) => sum + given[grade], 0);
  const shares = gradeKeys.map((grade) => `${given[grade]} ${grades[grade].toLowerCase()}`);
  const times = [
    ...(claim ? [`claimed after ${lengthInWords(claim.median)} (median of ${claim.n})`] : []),
    ...(touch ? [`first touch ${lengthInWords(touch.median)} after that (of ${touch.n})`] : []),
  ];
  const inTime = ([who, { asked, inTime: answered }]: readonly [string, Asked]) =>
    asked > 0 ? [`${who} ${shareInWords(answered, asked)}`] : [];
  const answered = [
    ...inTime(['marketing', answers.marketing]),
    ...inTime(['sales', answers.sales]),
  ];
  return [
    ...(ended > 0 ? [`What stood in the way of ${ended}: ${why.join(', ').toLowerCase()}`] : []),
    ...(graded > 0 ? [`Grades of ${graded}: ${shares.join(', ')}`] : []),
    ...(times.length > 0 ? [`In working time: ${times.join(', ')}`] : []),
    ...(stage.confirmed > 0
      ? [
          `Stage: the customer was elsewhere than said in ${shareInWords(stage.differs, stage.confirmed)}`,
        ]
      : []),
    ...(answered.length > 0 ? [`Answered in time: ${answered.join(', ')}`] : []),
  ];
}

type Asked = SourceFigures['answers']['sales'];
type Lost = SourceFigures['lost'];

const lostWords = {
  held: 'Held back',
  incomplete: 'Lost to what was missing',
  bad: 'Lost to invalid, duplicate and unreachable leads',
} as const;
const shownPeople = 6;

/** Hours by kind, and whose they were. */
const lostLines = (lost: Lost): RichLine[] =>
  (['held', 'incomplete', 'bad'] as const).flatMap((kind) => {
    const rows = lost.filter((row) => row.kind === kind);
    return rows.length > 0 ? [lostLine(kind, rows)] : [];
  });

function lostLine(kind: keyof typeof lostWords, rows: Lost): RichLine {
  const borne = rows.filter(({ personId }) => personId !== null);
  const whose = borne
    .slice(0, shownPeople)
    .map((row) => [...(row.personId ? [mention(row.personId)] : []), plain(` ${amountOf(row)}`)]);
  const others = borne.length - whose.length;
  const nobodys = rows.filter(({ personId }) => personId === null);
  const total = lengthInWords(rows.reduce((sum, { seconds }) => sum + seconds, 0));
  const parts = [
    [plain(kind === 'held' ? nobodys.map(amountOf).join('') : total)],
    ...whose,
    ...(others > 0 ? [[plain(`${others} others`)]] : []),
    ...(kind === 'held' ? [] : nobodys.map((row) => [plain(nobodysWords(row))])),
  ];
  return line(bold(lostWords[kind]), plain(': '), ...joined(parts, ', '));
}

/** Nobody had it yet, or it went before reps as it was. */
const nobodysWords = (row: Lost[number]): string =>
  row.seconds > 0 ? `nobody’s yet ${amountOf(row)}` : `${leads(row.leads)} went out without it`;

const amountOf = ({ seconds, leads: count }: Lost[number]): string =>
  `${lengthInWords(seconds)} (${leads(count)})`;

const leads = (count: number): string => `${count} lead${count === 1 ? '' : 's'}`;

/** What those who convert its leads say of a source. */
export const quoteLines = (quotes: readonly Quote[], max = 500): RichLine[] =>
  quotes.flatMap(({ personId, body }) => [
    line(mention(personId), plain(' says:')),
    quote(plain(oneLine(withoutContacts(body, null), max))),
  ]);
