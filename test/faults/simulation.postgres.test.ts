import { expect, test } from 'vitest';
import { simulate } from '../../bench/simulation/simulate.ts';
import { shortly } from './shortly.ts';

const { createDatabase, say } = shortly(1);
const play = (reps: number, days: number, { skip = true } = {}) =>
  simulate({ reps, days, seed: 1, leadsPerRep: 3, createDatabase, say, skip });

test('a team’s days keep within the limits, and are the same for the same seed', async () => {
  const report = await play(8, 2);
  expect(report.violations).toEqual([]);
  expect(report.leads).toBeGreaterThan(10);
  expect(report.notifying['nudge']).toBeGreaterThan(5);
  expect(await play(8, 2)).toEqual(report);
}, 240_000);

test('what is judged only when something may be due comes out as if judged each minute', async () => {
  expect(await play(4, 1)).toEqual(await play(4, 1, { skip: false }));
}, 240_000);
