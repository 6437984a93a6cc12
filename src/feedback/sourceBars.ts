import { wilson } from '../leads/wilson.ts';
import type { Bars } from '../pictures/bars.ts';
import { oneLine } from '../slack/richText.ts';
import type { SourceCard } from './readSourceScorecard.ts';

const shown = 10;

/** Null: there is nothing to compare. */
export function sourceBars(cards: readonly SourceCard[]): Bars | null {
  const [first, ...others] = cards;
  if (first && others.length === 0) return steps(first);
  const worked = cards
    .filter(({ longer }) => longer.worked > 0)
    .toSorted((a, b) => b.longer.worked - a.longer.worked)
    .slice(0, shown);
  if (worked.length === 0) return null;
  return {
    heading: 'Qualified of those worked, 4 weeks',
    most: 100,
    bars: worked.map(({ figures: { name }, longer: { worked: whole, qualified } }) => {
      const { low, high } = wilson(qualified, whole);
      const share = (100 * qualified) / whole;
      return {
        label: oneLine(name, 40),
        value: share,
        shown: `${Math.round(share)} %`,
        interval: [100 * low, 100 * high] as const,
        note: `${qualified} of ${whole}`,
      };
    }),
  };
}

function steps({ figures, longer }: SourceCard): Bars | null {
  const { arrived, claimed, worked, qualified, won } = longer;
  if (arrived === 0) return null;
  const counts = {
    Arrived: arrived,
    Claimed: claimed,
    Worked: worked,
    Qualified: qualified,
    Won: won,
  };
  return {
    heading: `${oneLine(figures.name, 40)}, 4 weeks`,
    bars: Object.entries(counts).map(([label, value]) => ({ label, value, shown: String(value) })),
  };
}
