import { expect, test } from 'vitest';
import { simulate } from '../../bench/simulation/simulate.ts';
import { shortly } from './shortly.ts';

const { createDatabase, say } = shortly(1);
const play = (days: number, everyMinute = false) =>
  simulate({ reps: 6, days, seed: 1, createDatabase, say, everyMinute });

test('a team’s days keep within the limits, and are the same for the same seed', async () => {
  const report = await play(5);
  expect(report.violations).toEqual([]);
  expect(report.leads).toBeGreaterThan(20);
  expect(report.notifying['nudge']).toBeGreaterThan(2);
  expect(await play(5)).toEqual(report);
}, 120_000);

test('what is judged only when something may be due comes out as if judged each minute', async () => {
  expect(await play(2)).toEqual(await play(2, true));
}, 120_000);
