import type { EChartsOption } from 'echarts';
import { font, headingOf, ink, size, words } from './ink.ts';
import { percentOf, type ShareOfDay, type Shares, shortDate } from './shareByDay.ts';

const height = 300;
const plot = { left: 84, right: 124, top: 56, height: 150 };
const strip = { left: plot.left, right: plot.right, top: 222, height: 32 };
const right = 600 - plot.right;
const dueAt = strip.top + strip.height / 2;
/** Two labels beside each other are so far apart. */
const lineHeight = 25;
/** More dots than this, large ones, would be a band. */
const mostDots = 62;

/** What drawShareByDay promises, for ECharts: the shares as a line, below them how much was due. */
export function shareByDayOption({ days, goal }: Shares): {
  height: number;
  option: EChartsOption;
} {
  const shares = days.map((day) => (day.whole > 0 ? percentOf(day) : null));
  const last = shares.findLastIndex((share) => share !== null);
  const mostDue = Math.max(0, ...days.map(({ whole }) => whole));
  const data = days.map(({ date }) => shortDate(date));
  const third = (days.length - 1) / 3;
  const dated = [0, 1, 2, 3].map((n) => Math.round(n * third));
  const dot = days.length > mostDots ? 3 : 6;
  const axis = { type: 'category' as const, data, axisTick: { show: false } };
  return {
    height,
    option: {
      graphic: [
        headingOf('Updates on time, by day'),
        ...rightLabels(days[last], goal),
        ...(mostDue === 0
          ? [words({ x: plot.left, y: dueAt, text: 'Nothing was due' })]
          : [
              words({ x: plot.left - 14, y: dueAt, text: 'due', align: 'right' }),
              words({ x: right + 12, y: strip.top + 8, text: `up to ${mostDue}` }),
            ]),
      ],
      grid: [plot, strip],
      xAxis: [
        { ...axis, axisLine: { lineStyle: { color: ink.axis } }, axisLabel: { show: false } },
        {
          ...axis,
          gridIndex: 1,
          axisLine: { show: false },
          axisLabel: {
            ...{ fontFamily: font, fontSize: size.text, color: ink.muted, margin: 12 },
            interval: (index: number) => dated.includes(index),
          },
        },
      ],
      yAxis: [
        {
          ...{ type: 'value', min: 0, max: 100, interval: 50 },
          axisLabel: {
            ...{ fontFamily: font, fontSize: size.text, color: ink.muted, margin: 14 },
            formatter: '{value} %',
          },
          splitLine: { lineStyle: { color: ink.grid, width: 1.5 } },
        },
        { type: 'value', gridIndex: 1, min: 0, max: Math.max(1, mostDue), show: false },
      ],
      series: [
        {
          type: 'line',
          data: shares.map((value, day) => ({ value, symbolSize: day === last ? 13 : dot })),
          ...{ symbol: 'circle', showSymbol: true, showAllSymbol: true },
          lineStyle: { color: ink.main, width: 3 },
          itemStyle: { color: ink.main },
          z: 3,
          ...(goal !== null && {
            markLine: {
              z: 1,
              ...{ symbol: 'none', silent: true, label: { show: false }, data: [{ yAxis: goal }] },
              lineStyle: { color: ink.goal, type: [6, 5], width: 2 },
            },
          }),
        },
        {
          ...{ type: 'bar', xAxisIndex: 1, yAxisIndex: 1, barWidth: '60%', barMaxWidth: 20 },
          data: days.map(({ whole }) => whole),
          itemStyle: { color: ink.faint },
        },
      ],
    },
  };
}

const yOf = (percent: number): number => plot.top + (plot.height * (100 - percent)) / 100;

/** Beside the plot: the last share with what it is of, and the goal. */
function rightLabels(last: ShareOfDay | undefined, goal: number | null) {
  const x = right + 12;
  const { shareAt, goalAt } = heights(last, goal);
  return [
    ...(last
      ? [
          words({
            ...{ x, y: shareAt, text: `${Math.round(percentOf(last))} %`, fill: ink.main },
            ...{ strong: true, fontSize: size.strong },
          }),
          words({ x, y: shareAt + lineHeight, text: `${last.part} of ${last.whole}` }),
        ]
      : []),
    ...(goal === null ? [] : [words({ x, y: goalAt, text: `goal ${goal} %`, fill: ink.goal })]),
  ];
}

/** Each at its own height, as far as the other one and what is below lets it. */
function heights(last: ShareOfDay | undefined, goal: number | null) {
  const lowest = strip.top - lineHeight / 2;
  const shareAt = Math.min(yOf(last ? percentOf(last) : 0), lowest - lineHeight);
  const goalAt = Math.min(yOf(goal ?? 0), lowest);
  if (!last || goal === null) return { shareAt, goalAt };
  if (percentOf(last) >= goal) {
    const overlap = Math.max(0, shareAt + 2 * lineHeight - goalAt);
    const below = Math.min(goalAt + overlap / 2, lowest);
    return { goalAt: below, shareAt: Math.min(shareAt, below - 2 * lineHeight) };
  }
  const overlap = Math.max(0, goalAt + lineHeight - shareAt);
  const below = Math.min(shareAt + overlap / 2, lowest - lineHeight);
  return { shareAt: below, goalAt: Math.min(goalAt, below - lineHeight) };
}
