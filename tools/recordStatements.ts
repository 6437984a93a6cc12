/**
 * Writes what an earlier release asks of the database, for the test that a newer schema still answers:
 *
 *   node tools/node.mjs tools/recordStatements.ts FOLDER FILE [TEST ...]
 *
 * FOLDER is a checkout of that release with its packages installed; its tests are run on a Postgres
 * that logs every statement. FILE gets its tables, and of statements that differ only in how many
 * rows or values they name the shortest.
 */
import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { z } from 'zod';
import { startPostgres } from '../test/support/postgres.ts';

const [folder = '', file = '', ...tests] = process.argv.slice(2);

const postgres = await startPostgres({
  settings: {
    logging_collector: 'on',
    log_destination: 'jsonlog',
    log_statement: 'all',
    log_rotation_size: '0',
    log_rotation_age: '0',
  },
});
try {
  execFileSync(
    process.execPath,
    [join(folder, 'node_modules/vitest/vitest.mjs'), 'run', '--project', 'all', ...tests],
    {
      cwd: resolve(folder),
      env: { ...process.env, TEST_DATABASE_URL: postgres.url },
      stdio: 'inherit',
    },
  );
  const statements = shortest(logged(join(postgres.folder, 'data', 'log')));
  writeFileSync(file, `${JSON.stringify(statements, null, 2)}\n`);
  process.stdout.write(`${statements.length} statements\n`);
} finally {
  await postgres.stop();
}

function logged(logFolder: string): string[] {
  const entry = z.object({ message: z.string() });
  const lines = readdirSync(logFolder)
    .filter((name) => name.endsWith('.json'))
    .flatMap((name) => readFileSync(join(logFolder, name), 'utf8').split('\n'));
  return lines.flatMap((line) => {
    if (!line) return [];
    const { message } = entry.parse(JSON.parse(line));
    const [, text] = /^(?:statement|execute [^:]*): (.*)$/s.exec(message) ?? [];
    return text && isOurs(text) ? [text.replace(/--.*$/gm, '').replace(/\s+/g, ' ').trim()] : [];
  });
}

/** What reads or writes rows; not what makes tables, or asks Postgres about itself. */
function isOurs(text: string): boolean {
  const rows = /^\s*(with|select|insert|update|delete)\b/i.test(text);
  return rows && !/\b(pg_|information_schema)/.test(text);
}

function shortest(all: readonly string[]): string[] {
  const found = new Map<string, string>();
  for (const text of all) {
    const shape = text
      .replace(/\$\d+/g, '$')
      .replace(/\(\$(?:, \$)*\)/g, '($)')
      .replace(/\(\$\)(?:, \(\$\))+/g, '($)');
    const known = found.get(shape);
    if (known === undefined || text.length < known.length) found.set(shape, text);
  }
  return [...found.values()].sort();
}
