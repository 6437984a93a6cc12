import { touchSteps } from './report.ts';
import { lengthInWords } from '../people/lengthInWords.ts';

/** `up to 5 min`, `to 15 min`, …, `longer`: one for each count of a report's `touches`. */
export const stepNames: readonly string[] = [
  ...touchSteps.map((end, step) => `${step === 0 ? 'up to' : 'to'} ${lengthInWords(end)}`),
  'longer',
];

/** `up to 5 min: 12`; steps with none are left out. */
export const touchesInWords = (touches: readonly number[]): string[] =>
  stepNames.flatMap((name, step) => (touches[step] ? [`${name}: ${touches[step]}`] : []));
