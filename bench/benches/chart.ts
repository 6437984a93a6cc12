import { monitorEventLoopDelay } from 'node:perf_hooks';
import { setTimeout as sleep } from 'node:timers/promises';
import { drawShareByDay } from '../../src/pictures/drawShareByDay.ts';
import type { Bench } from '../support/bench.ts';
import { below, elapsed, median, quantile } from '../support/figures.ts';

const perRound = 10;
const megabyte = 1024 * 1024;

export const chart: Bench = {
  about: "drawing the digest's picture in its thread: how long, what it takes, whom it holds up",
  async run({ rounds }) {
    const before = process.memoryUsage.rss();
    const first = await elapsed(draw);
    const took: number[] = [];
    const loop = monitorEventLoopDelay({ resolution: 1 });
    loop.enable();
    for (let i = 0; i < rounds * perRound; i++) took.push(await elapsed(draw));
    loop.disable();
    const drawing = loop.percentile(99) / 1e6;
    const grown = (process.memoryUsage.rss() - before) / megabyte;
    loop.reset();
    loop.enable();
    // As long as the drawing took, so that both have as much chance of being held up by the machine.
    await sleep(took.reduce((sum, ms) => sum + ms, 0));
    loop.disable();
    return [
      below('a picture, median, ms', { ours: median(took) }, 300),
      below('a picture, 95 %, ms', { ours: quantile(took, 0.95) }, 300),
      below('the first one, with the start of the thread, ms', { ours: first }, 2_000),
      below(
        'p99 of a turn of the event loop meanwhile, against idle, ms',
        { ours: drawing, baseline: loop.percentile(99) / 1e6 },
        50,
      ),
      below('memory that the thread takes, MB', { ours: grown }, 150),
    ];
  },
};

/** Thirty days, of which four weekends have nothing due. */
const days = Array.from({ length: 30 }, (_, i) => {
  const whole = i % 7 < 2 ? 0 : 10 + ((i * 7) % 11);
  const date = new Date(Date.UTC(2026, 9, 24 + i)).toISOString().slice(0, 10);
  return { date, whole, part: Math.round(whole * (0.7 + (i % 5) / 20)) };
});

const draw = () => drawShareByDay({ days, goal: 95 });
