import type { KnownBlock } from '@slack/types';
import { divider, header } from '../slack/blocks.ts';
import { bold, line, oneLine, plain, richText } from '../slack/richText.ts';
import type { SourceFigures } from './home.ts';

/** A marketer's part of Home: what became of the leads that their sources brought. */
export function drawSources(sources: readonly SourceFigures[]): KnownBlock[] {
  if (sources.length === 0) return [];
  return [
    divider(),
    header('My sources, last 30 days'),
    richText(
      sources
        .slice(0, 20)
        .map((source) => line(bold(oneLine(source.name, 60)), plain(`  ${became(source)}`))),
    ),
  ];
}

/** `Your 3 sources brought 52 leads in the last 30 days, 40 of them worked.` */
export function sourcesInShort(sources: readonly SourceFigures[]): string {
  const sum = (of: 'arrived' | 'worked') => sources.reduce((all, one) => all + one[of], 0);
  const whose = sources.length === 1 ? 'Your source' : `Your ${sources.length} sources`;
  const leads = sum('arrived') === 1 ? '1 lead' : `${sum('arrived')} leads`;
  return `${whose} brought ${leads} in the last 30 days, ${sum('worked')} of them worked.`;
}

/** Counts, none of them without what it is a part of. */
function became({
  arrived,
  unclaimed,
  worked,
  qualified,
  won,
  disqualified,
}: SourceFigures): string {
  if (arrived === 0) return 'brought no leads';
  const parts = [
    [worked, 'worked'],
    [qualified, 'qualified or further'],
    [won, 'won'],
    [disqualified, 'disqualified'],
    [unclaimed, 'unclaimed'],
  ] as const;
  const told = parts.filter(([count]) => count > 0).map(([count, what]) => `${count} ${what}`);
  return `${arrived} arrived${told.length > 0 ? `: ${told.join(', ')}` : ''}`;
}
