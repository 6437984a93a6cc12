import { drawQuoteForm } from '../../../src/feedback/quoteForm.ts';
import { drawQuoteAsk } from '../../../src/feedback/quoteMessage.ts';
import type { SourceCard } from '../../../src/feedback/readSourceScorecard.ts';
import { nothingArrived, type SourceFigures } from '../../../src/feedback/sourceFigures.ts';
import { drawSourceForm } from '../../../src/feedback/sourceForm.ts';
import { drawSourceScorecard } from '../../../src/feedback/sourceScorecardMessage.ts';
import type { Sample } from '../samples.ts';
import { now } from './leads.ts';

const monday = '2026-11-23';
const none = { asked: 0, inTime: 0 };

const quietFigures = (name: string): SourceFigures => ({
  ...nothingArrived,
  ...{ key: name.toLowerCase(), name, isGated: false, worth: [], obstacles: [] },
  grades: { good: 0, fair: 0, poor: 0 },
  cost: null,
  stage: { confirmed: 0, differs: 0 },
  answers: { marketing: none, sales: none },
  ...{ suppressed: 0, lost: [] },
});

const full: SourceFigures = {
  ...quietFigures('Website form'),
  isGated: true,
  ...{ arrived: 60, complete: 51, claimed: 58, worked: 50, endedUnworked: 4, open: 19 },
  ...{ qualified: 17, won: 4, qualifiedUnworked: 2, wonUnworked: 1 },
  claim: { n: 58, median: 260 },
  touch: { n: 50, median: 2_400 },
  worth: [
    { currency: 'EUR', value: 48_000, leads: 4 },
    { currency: 'USD', value: 9_500, leads: 1 },
  ],
  obstacles: [
    { obstacle: 'need', count: 9 },
    { obstacle: 'hurry', count: 6 },
    { obstacle: 'out-of-market', count: 2 },
    { obstacle: 'invalid', count: 2 },
  ],
  grades: { good: 12, fair: 5, poor: 3 },
  cost: { each: 40, currency: 'EUR' },
  stage: { confirmed: 12, differs: 3 },
  answers: { marketing: { asked: 10, inTime: 8 }, sales: { asked: 2, inTime: 2 } },
  suppressed: 1,
  lost: [
    { kind: 'held', personId: null, leads: 9, seconds: 12_000 },
    { kind: 'incomplete', personId: 'UANA', leads: 2, seconds: 3_600 },
    { kind: 'incomplete', personId: 'UBEN', leads: 1, seconds: 1_800 },
    { kind: 'incomplete', personId: null, leads: 2, seconds: 0 },
    { kind: 'bad', personId: 'UBEN', leads: 2, seconds: 7_260 },
  ],
};

const figures = (name: string, arrived: number): SourceFigures => {
  const worked = Math.ceil(arrived / 2);
  return {
    ...quietFigures(name),
    ...{ arrived, complete: arrived, claimed: worked, worked, open: Math.floor(worked / 2) },
    qualified: Math.floor(arrived / 3),
  };
};

const quote = {
  sourceKey: 'website',
  personId: 'UANA',
  body: 'The good ones name a date and a number of people. Most of the others wanted the price list.',
};
const long = { ...quote, personId: 'UBEN', body: `<@UEVE> ${'well '.repeat(4_000)}` };

const card = (of: SourceFigures, quotes: SourceCard['quotes'] = []): SourceCard => ({
  figures: of,
  longer: {
    ...of,
    weeks: 4,
    arrived: 3 * of.arrived,
    worked: 3 * of.worked,
    qualified: 3 * of.qualified,
  },
  quotes,
});

const scripts = ['網站表單', 'نموذج الموقع', 'Форма сайта', 'वेबसाइट फ़ॉर्म', 'ウェブサイト'];
const thirty = Array.from({ length: 30 }, (_, i) =>
  card(figures(scripts[i] ?? `Source ${i}`, Math.max(0, 24 - i))),
);

const direct = (name: string, drawing: ReturnType<typeof drawSourceScorecard>): Sample => ({
  ...{ name, on: 'direct', drawing },
});

export const sourceWeeks: readonly Sample[] = [
  direct(
    'Source week: one source, all figures',
    drawSourceScorecard([card(full, [quote])], monday),
  ),
  direct(
    'Source week: two, one without leads, sent late',
    drawSourceScorecard([card(figures('Trade fair', 1)), card(quietFigures('Partners'))], monday, {
      late: now,
    }),
  ),
  direct('Source week: thirty, names in five scripts', drawSourceScorecard(thirty, monday)),
  direct(
    'Source week: quotes of any length',
    drawSourceScorecard([card(full, [quote, long, long])], monday),
  ),
  direct(
    'What would you say',
    drawQuoteAsk({
      ...{ sourceKey: 'website', month: '2026-11-01', personId: 'UANA' },
      ...{ name: 'Website form', body: null },
    }),
  ),
  direct(
    'What would you say: said',
    drawQuoteAsk({ ...quote, month: '2026-11-01', name: 'Website form' }),
  ),
];

const modal = (name: string, drawing: ReturnType<typeof drawSourceForm>): Sample => ({
  ...{ name, on: 'modal', drawing },
});

export const sourceForms: readonly Sample[] = [
  modal(
    'Sources: all figures',
    drawSourceForm({ figures: full, quotes: [quote], period: 'quarter' }),
  ),
  modal(
    'Sources: no leads',
    drawSourceForm({ figures: quietFigures('Partners'), quotes: [], period: 'week' }),
  ),
  modal(
    'What would you say: form',
    drawQuoteForm(
      { source: 'website', month: '2026-11-01' },
      { name: full.name, body: quote.body },
    ),
  ),
];
