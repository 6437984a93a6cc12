import { spawnSync } from 'node:child_process';
import { expect, test } from 'vitest';
import { drawTable } from '../../bench/support/table.ts';

const bench = (...args: string[]) =>
  spawnSync(process.execPath, ['bench/main.ts', ...args], { encoding: 'utf8', timeout: 60_000 });

test(
  'a bench measures ours and the baseline, however small the database',
  { timeout: 60_000 },
  () => {
    const { stdout, stderr } = bench('claim', '--rows', '200', '--rounds', '1', '--json');
    if (stdout === '') throw new Error(stderr);
    expect(JSON.parse(stdout)).toEqual({
      bench: 'claim',
      measures: Array.from({ length: 2 }, () => ({
        what: expect.stringMatching(/^claims a second/),
        ours: expect.any(Number),
        baseline: expect.any(Number),
        ratio: expect.any(Number),
        target: expect.stringMatching(/^≥ 0\.\d+ × baseline$/),
        reached: expect.any(Boolean),
      })),
    });
  },
);

test('without a name it lists the benches', () => {
  const { stdout, status } = bench();
  for (const name of ['click', 'claim', 'due', 'intake', 'import', 'drain', 'startup']) {
    expect(stdout).toContain(`  ${name} `);
  }
  expect(status).toBe(0);
});

test('refuses what makes no sense', () => {
  expect(bench('claim', '--rows', 'many').status).toBe(1);
  expect(bench('nothing').status).toBe(1);
  expect(bench('--fast').stderr).toContain('--fast');
});

test('the table says what was not reached', () => {
  const measure = { what: 'x, ms', ours: 12.34, baseline: null, ratio: null, target: '< 10' };
  expect(drawTable([{ ...measure, reached: false }])).toBe(
    'what   ours  baseline  ratio  target  reached\nx, ms  12.3  –         –      < 10    NO     \n',
  );
});
