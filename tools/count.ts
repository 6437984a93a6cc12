/**
 * The last line of .ci/run: adds up what the named runs of the tests left in a folder, and prints
 * 'N passed, N failed, N skipped'. A run that left nothing counts as one that failed.
 */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

interface Results {
  success: boolean;
  numPassedTests: number;
  numFailedTests: number;
  numPendingTests: number;
  numTodoTests: number;
}

const [folder = '.', ...names] = process.argv.slice(2);
const total = { passed: 0, failed: 0, skipped: 0 };
for (const name of names) {
  const run = countOf(join(folder, `${name}.json`));
  console.log(`${name}: ${sentence(run)}`);
  total.passed += run.passed;
  total.failed += run.failed;
  total.skipped += run.skipped;
}
console.log(sentence(total));
process.exitCode = total.failed > 0 || total.passed === 0 ? 1 : 0;

function countOf(file: string): typeof total {
  if (!existsSync(file)) return { passed: 0, failed: 1, skipped: 0 };
  // Vitest's own file, in the shape of its JSON reporter.
  const results = JSON.parse(readFileSync(file, 'utf8')) as Results;
  // A file that cannot even be read has no test that could fail.
  const failed = Math.max(results.numFailedTests, results.success ? 0 : 1);
  const skipped = results.numPendingTests + results.numTodoTests;
  return { passed: results.numPassedTests, failed, skipped };
}

function sentence({ passed, failed, skipped }: typeof total): string {
  return `${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`;
}
