import { expect, test } from 'vitest';
import { architectureFaults } from '../tools/architecture.ts';
import { readSourceFiles, sourceFile } from '../tools/sourceFile.ts';

test('the project keeps its own architecture', () => {
  expect(architectureFaults(readSourceFiles('.'))).toEqual([]);
});

test.each([
  ['src/nudges/a.ts', `import { x } from '../digests/x.ts';`, 'nudges does not import digests'],
  ['src/settings/a.ts', `import { x } from '../leads/x.ts';`, 'settings does not import leads'],
  ['src/leads/a.ts', `import { x } from '../app.ts';`, 'leads does not import app.ts'],
  ['src/extra/a.ts', `import { x } from '../leads/x.ts';`, 'extra is not a folder'],
  ['src/leads/a.ts', `import { x } from '../../test/x.ts';`, 'src does not import test'],
  ['src/leads/a.ts', `import { x } from '../../migrations/index.ts';`, 'only db knows'],
  ['migrations/a.ts', `import { x } from '../src/x.ts';`, 'migrations import nothing'],
  ['sandbox/a.ts', `import { x } from '../src/x.ts';`, 'the sandbox does not know the app'],
  [
    'src/leads/a.ts',
    `import {\n  type Kysely,\n} from 'kysely';`,
    'only stores, rows, reports and db',
  ],
  ['src/leads/claimLead.ts', `import type { App } from '@slack/bolt';`, 'only listeners, slack'],
  ['src/leads/aStore.ts', `import pg from 'pg';`, 'only db import pg'],
  ['src/leads/a.ts', `const x = await import('../intake/x.ts');`, 'leads does not import intake'],
  ['src/leads/a.ts', `export { x } from '../intake/x.ts';`, 'leads does not import intake'],
  ['src/leads/leadListeners.ts', `import { x } from './leadStore.ts';`, 'never touch a store'],
  [
    'src/intake/intakeRoute.ts',
    `import { x } from '../leads/leadStore.ts';`,
    'never touch a store',
  ],
  ['src/leads/a.ts', 'const now = new Date();', 'only the clock reads time'],
  ['src/leads/a.ts', 'const now = Date.now();', 'only the clock reads time'],
  ['src/leads/a.ts', `ctx.db.selectFrom('leads');`, 'SQL belongs into a store'],
  ['src/leads/a.ts', `process.env['X'];`, 'only the configuration'],
  ['src/leads/leadHelpers.ts', '', '"helpers" in leadHelpers'],
  ['sandbox/miscThings.ts', '', '"misc" in miscThings'],
  ['src/leads/a.ts', 'export function sendReminder() {}', '"reminder" in sendReminder'],
  [
    'src/leads/claimLead.ts',
    'export async function claimLead() {}\nexport function other() {}',
    'not other',
  ],
])('%s with %j is refused', (path, text, fault) => {
  expect(architectureFaults([sourceFile(path, text)])).toEqual([expect.stringContaining(fault)]);
});

test('the fault names the line', () => {
  const file = sourceFile('src/leads/a.ts', '/* one\ntwo */\nconst at = new Date();\n');
  expect(architectureFaults([file])).toEqual(['src/leads/a.ts:3 only the clock reads time']);
});

test.each([
  ['src/leads/a.ts', '// new Date()'],
  ['src/leads/a.ts', 'const at = new Date(row.at);'],
  ['src/clock.ts', 'const now = new Date();'],
  ['src/leads/leadStore.ts', `import { sql } from 'kysely';\ndb.selectFrom('leads');`],
  ['src/intake/a.ts', `import { x } from '../leads/x.ts';\nimport y from '../context.ts';`],
  ['src/cli/main.ts', `import { x } from '../intake/x.ts';`],
  ['src/app.ts', `import { x } from './intake/x.ts';\nimport { App } from '@slack/bolt';`],
  ['sandbox/demo.ts', `import { x } from '../src/app.ts';`],
  ['src/leads/a.ts', 'export const shopping = 1;'],
  ['src/leads/obstacles.ts', 'export const obstacles = [];\nexport const keys = [];'],
])('%s with %j is allowed', (path, text) => {
  expect(architectureFaults([sourceFile(path, text)])).toEqual([]);
});
