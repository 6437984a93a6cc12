import type { EChartsCoreOption } from 'echarts/core.js';
import { font, ink, size } from './ink.ts';
import { percentOf, type ShareOfDay, shortDate } from './shareByDay.ts';

const height = 300;
const plot = { left: 74, right: 84, top: 46, bottom: 92 };
const strip = { top: 222, height: 34 };

export function shareByDayOption({
  days,
  goal,
}: {
  days: readonly ShareOfDay[];
  goal: number | null;
}): { height: number; option: EChartsCoreOption } {
  const shares = days.map((day) => (day.whole > 0 ? percentOf(day) : null));
  const last = shares.findLastIndex((share) => share !== null);
  const lastShare = shares[last] ?? null;
  const text = { fontFamily: font, fontSize: size.text, color: ink.muted };
  const dates = days.map(({ date }) => shortDate(date));
  const labelled = new Set([
    0,
    Math.round(days.length / 3),
    Math.round((2 * days.length) / 3),
    days.length - 1,
  ]);
  const mostDue = Math.max(0, ...days.map(({ whole }) => whole));
  return {
    height,
    option: {
      textStyle: { fontFamily: font },
      graphic: [
        {
          type: 'text',
          left: 12,
          top: 10,
          style: {
            text: 'Updates on time, by day',
            font: `600 ${size.text}px ${font}`,
            fill: ink.text,
          },
        },
      ],
      grid: [
        { ...plot },
        { left: plot.left, right: plot.right, top: strip.top, height: strip.height },
      ],
      xAxis: [
        {
          type: 'category',
          data: dates,
          boundaryGap: true,
          axisLine: { lineStyle: { color: ink.axis } },
          axisTick: { show: false },
          axisLabel: { show: false },
        },
        {
          type: 'category',
          gridIndex: 1,
          data: dates,
          boundaryGap: true,
          axisLine: { show: false },
          axisTick: { show: false },
          axisLabel: { ...text, interval: (index: number) => labelled.has(index), margin: 10 },
        },
      ],
      yAxis: [
        {
          type: 'value',
          min: 0,
          max: 100,
          interval: 50,
          axisLabel: { ...text, formatter: '{value} %' },
          splitLine: { lineStyle: { color: ink.grid } },
        },
        {
          type: 'value',
          gridIndex: 1,
          min: 0,
          max: Math.max(1, mostDue),
          show: false,
        },
      ],
      series: [
        {
          type: 'line',
          data: shares,
          connectNulls: false,
          symbol: 'circle',
          symbolSize: 6,
          showAllSymbol: true,
          lineStyle: { color: ink.main, width: 3 },
          itemStyle: { color: ink.main },
          ...(goal !== null && {
            markLine: {
              symbol: 'none',
              silent: true,
              lineStyle: { color: ink.goal, type: [6, 5], width: 2 },
              label: {
                position: 'insideStartTop',
                formatter: `Goal ${goal} %`,
                fontFamily: font,
                fontSize: size.text,
                color: ink.goal,
              },
              data: [{ yAxis: goal }],
            },
          }),
          ...(lastShare !== null && {
            markPoint: {
              symbol: 'circle',
              symbolSize: 13,
              itemStyle: { color: ink.main },
              label: {
                position: 'right',
                distance: 8,
                formatter: `${Math.round(lastShare)} %`,
                fontFamily: font,
                fontWeight: 600,
                fontSize: size.strong,
                color: ink.main,
              },
              data: [{ coord: [last, lastShare] }],
            },
          }),
        },
        {
          type: 'bar',
          xAxisIndex: 1,
          yAxisIndex: 1,
          data: days.map(({ whole }) => whole),
          itemStyle: { color: ink.faint },
          barWidth: '60%',
        },
      ],
    },
  };
}
