import type { Measure } from './figures.ts';

/** Measures as lines for people. */
export function drawTable(measures: readonly Measure[]): string {
  const rows = [
    ['what', 'ours', 'baseline', 'ratio', 'target', 'reached'],
    ...measures.map(({ what, ours, baseline, ratio, target, reached }) => [
      what,
      figure(ours),
      figure(baseline),
      figure(ratio),
      target,
      reached ? 'yes' : 'NO',
    ]),
  ];
  const widths = rows[0]?.map((_, column) =>
    Math.max(...rows.map((row) => row[column]?.length ?? 0)),
  );
  return rows
    .map((row) => `${row.map((cell, column) => cell.padEnd(widths?.[column] ?? 0)).join('  ')}\n`)
    .join('');
}

function figure(value: number | null): string {
  if (value === null) return '–';
  if (Math.abs(value) >= 100) return Math.round(value).toLocaleString('en');
  return String(Number(value.toPrecision(3)));
}
