/** The thread that draws: orders in, PNG files out. */
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { parentPort } from 'node:worker_threads';
import { Resvg } from '@resvg/resvg-js';
import type * as echarts from 'echarts';
import type { Bars } from './bars.ts';
import { barsOption } from './barsOption.ts';
import type { Shares } from './shareByDay.ts';
import { shareByDayOption } from './shareByDayOption.ts';

export type Order = ({ picture: 'share-by-day' } & Shares) | ({ picture: 'bars' } & Bars);

export type Painted = { readonly id: number } & (
  | { readonly bytes: Uint8Array }
  | { readonly failed: string }
);

const require = createRequire(import.meta.url);
// Its one file for `require` loads four times as fast as its modules. `require` knows no types.
const { init } = require('echarts') as typeof echarts;

/** No font of the machine is used, so that pictures look the same everywhere. */
const fonts = dirname(require.resolve('@expo-google-fonts/inter/package.json'));
const fontFiles = ['400Regular/Inter_400Regular.ttf', '600SemiBold/Inter_600SemiBold.ttf'].map(
  (file) => join(fonts, file),
);

/** Two pixels for each unit of the drawing. */
const width = 600;
const zoom = 2;

function draw(order: Order): Uint8Array {
  const { height, option } = order.picture === 'bars' ? barsOption(order) : shareByDayOption(order);
  return png(height, option);
}

function png(height: number, option: echarts.EChartsOption): Uint8Array {
  const chart = init(null, null, { renderer: 'svg', ssr: true, width, height });
  try {
    chart.setOption({ animation: false, ...option });
    return new Resvg(chart.renderToSVGString(), {
      background: '#ffffff',
      fitTo: { mode: 'zoom', value: zoom },
      font: { loadSystemFonts: false, fontFiles, defaultFontFamily: 'Inter' },
    })
      .render()
      .asPng();
  } finally {
    chart.dispose();
  }
}

parentPort?.on('message', ({ id, order }: { id: number; order: Order }) => {
  let painted: Painted;
  try {
    painted = { id, bytes: draw(order) };
  } catch (error) {
    painted = { id, failed: error instanceof Error ? error.message : String(error) };
  }
  parentPort?.postMessage(painted);
});
