import type { EChartsCoreOption } from 'echarts/core.js';
import type { Bar } from './bars.ts';
import { font, ink, size } from './ink.ts';

const rowHeight = 40;
const top = 46;

export function barsOption({
  heading,
  bars,
  most,
}: {
  heading: string;
  bars: readonly Bar[];
  most?: number;
}): { height: number; option: EChartsCoreOption } {
  const longest = Math.max(
    ...bars.map(({ value, interval }) => Math.max(value, interval?.[1] ?? 0)),
  );
  return {
    height: top + rowHeight * bars.length + 14,
    option: {
      graphic: [
        {
          type: 'text',
          left: 12,
          top: 10,
          style: { text: heading, font: `600 ${size.text}px ${font}`, fill: ink.text },
        },
      ],
      grid: { left: 190, right: 150, top, bottom: 14 },
      xAxis: { type: 'value', min: 0, max: most ?? (longest || 1), show: false },
      yAxis: {
        type: 'category',
        inverse: true,
        data: bars.map(({ label }) => label),
        axisLine: { lineStyle: { color: ink.axis } },
        axisTick: { show: false },
        axisLabel: {
          fontFamily: font,
          fontSize: size.text,
          color: ink.text,
          width: 165,
          overflow: 'truncate',
        },
      },
      series: [
        {
          type: 'bar',
          data: bars.map(({ value }) => value),
          barWidth: 22,
          itemStyle: { color: ink.main },
          label: {
            show: true,
            position: 'right',
            formatter: ({ dataIndex }: { dataIndex: number }) => bars[dataIndex]?.shown ?? '',
            fontFamily: font,
            fontSize: size.text,
            color: ink.text,
          },
        },
      ],
    },
  };
}
