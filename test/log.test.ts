import { spawnSync } from 'node:child_process';
import { expect, test } from 'vitest';

const log = new URL('../src/log.ts', import.meta.url).href;

/** What a process that logs this prints on standard error. */
function printed(statement: string): string {
  const script = `import { createLog } from '${log}'; const log = createLog('info'); ${statement}`;
  return spawnSync(process.execPath, ['--input-type=module', '-e', script], {
    encoding: 'utf8',
  }).stderr;
}

test('of an error its class, code, message and cause are logged, and no value of a row', () => {
  const line = printed(`
    const cause = Object.assign(new Error('duplicate key'), {
      code: '23505', detail: 'Key (email)=(jane@example.org) already exists.', where: 'jane@example.org',
    });
    log.error({ err: new Error('not stored', { cause }) }, 'failed');`);
  expect(JSON.parse(line)).toMatchObject({
    level: 50,
    msg: 'failed',
    err: {
      class: 'Error',
      message: 'not stored',
      cause: { code: '23505', message: 'duplicate key' },
    },
  });
  expect(line).not.toContain('jane@');
});

test('what is thrown and is no error is not written out', () => {
  expect(printed(`log.error({ err: { email: 'jane@example.org' } }, 'failed');`)).not.toMatch(
    'jane',
  );
});
