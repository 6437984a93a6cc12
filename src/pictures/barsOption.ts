import type { EChartsOption } from 'echarts';
import type { Bar, Bars } from './bars.ts';
import { headingOf, ink, widthOf, words } from './ink.ts';

const width = 600;
const margin = 16;
const top = 52;
const rowHeight = 40;
const thickness = 22;
const widestLabel = 230;

const drawable =
  /^(?:(?!\p{Extended_Pictographic})[\p{Script=Latin}\p{Script=Greek}\p{Script=Cyrillic}\p{Script=Common}\p{Script=Inherited}]|\d)*$/u;

/** What drawBars promises, for ECharts. */
export function barsOption({ heading, bars, most }: Bars): {
  height: number;
  option: EChartsOption;
} {
  const texts = [heading, ...bars.flatMap(({ label, shown, note }) => [label, shown, note ?? ''])];
  if (!texts.every((text) => drawable.test(text)))
    throw new Error('a label in letters that the font does not have');
  const longest = Math.max(...bars.map(endOf), 0);
  const left = margin + Math.min(widestLabel, widest(bars.map(({ label }) => label))) + 12;
  const right = widest(bars.map(({ shown, note }) => `${shown}  ${note ?? ''}`)) + 12 + margin;
  const height = rowHeight * bars.length;
  return {
    height: top + height + margin,
    option: {
      graphic: [headingOf(heading)],
      grid: { left, right, top, height },
      xAxis: { type: 'value', min: 0, max: most ?? (longest || 1), show: false },
      yAxis: {
        ...{ type: 'category', inverse: true, data: bars.map((_, row) => row) },
        ...{ axisTick: { show: false }, axisLabel: { show: false } },
        axisLine: { lineStyle: { color: ink.axis } },
      },
      series: [
        {
          type: 'custom',
          data: bars.map(({ value }, row) => [value, row]),
          renderItem: ({ dataIndex: row }, api) => {
            const bar = bars[row];
            if (!bar) return null;
            const at = (value: number) => api.coord([value, row]);
            return { type: 'group', children: drawnBar(bar, at, left) };
          },
        },
      ],
    },
  };
}

const endOf = ({ value, interval }: Bar): number => Math.max(value, interval?.[1] ?? 0);
const widest = (texts: readonly string[]): number =>
  Math.min(width / 2, Math.max(...texts.map((text) => widthOf(text)), 0));

function drawnBar(bar: Bar, at: (value: number) => number[], left: number) {
  const [x = 0, y = 0] = at(bar.value);
  const [zero = 0] = at(0);
  const [end = 0] = at(endOf(bar));
  const { shown, note, interval, label } = bar;
  return [
    words({ ...{ x: left - 12, y, text: shortened(label), align: 'right' }, fill: ink.text }),
    {
      type: 'rect' as const,
      shape: { x: zero, y: y - thickness / 2, width: x - zero, height: thickness },
      style: { fill: interval ? ink.light : ink.main },
    },
    ...(interval ? whisker(at, interval, y) : []),
    words({ x: end + 10, y, text: shown, fill: ink.text, strong: true }),
    ...(note ? [words({ x: end + 10 + widthOf(shown) + 10, y, text: note })] : []),
  ];
}

function whisker(
  at: (value: number) => number[],
  [from, to]: readonly [number, number],
  y: number,
) {
  const [start = 0] = at(from);
  const [end = 0] = at(to);
  const line = (x1: number, y1: number, x2: number, y2: number) => ({
    type: 'line' as const,
    shape: { x1, y1, x2, y2 },
    style: { stroke: ink.text, lineWidth: 2 },
  });
  return [line(start, y, end, y), line(start, y - 6, start, y + 6), line(end, y - 6, end, y + 6)];
}

function shortened(text: string): string {
  if (widthOf(text) <= widestLabel) return text;
  const letters = Array.from(text);
  while (widthOf(`${letters.join('')}…`) > widestLabel) letters.pop();
  return `${letters.join('').trimEnd()}…`;
}
