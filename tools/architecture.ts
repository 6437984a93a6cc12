/** The rules of docs/decisions.md on who imports whom and what a file may do, as a check. */
import { type Import, lineOf, type SourceFile } from './sourceFile.ts';

/** 'src/leads/claimLead.ts:12 what is wrong', for each line that breaks a rule. */
export function architectureFaults(files: readonly SourceFile[]): string[] {
  return files.flatMap((file) =>
    [...importFaults(file), ...codeFaults(file), ...nameFaults(file)].map(
      ({ line, fault }) => `${file.path}:${line} ${fault}`,
    ),
  );
}

interface Fault {
  line: number;
  fault: string;
}

const shared = ['leads', 'people', 'settings', 'slack', 'pictures', 'db'];
const products = ['intake', 'nudges', 'digests', 'feedback', 'pay'];

/** For each folder of src, the other folders that it may import. */
const mayImport: Record<string, readonly string[]> = {
  db: [],
  settings: ['db'],
  slack: ['db'],
  pictures: [],
  people: ['settings', 'slack', 'db'],
  leads: ['people', 'settings', 'slack', 'db'],
  intake: shared,
  nudges: shared,
  digests: shared,
  feedback: shared,
  pay: shared,
  outside: shared,
  // The two doors to everything.
  home: [...shared, ...products],
  commands: [...shared, ...products, 'home'],
};

/** What lies directly in src, or belongs to the command line, and is there for everyone. */
const forEveryone = [
  'src/context.ts',
  'src/clock.ts',
  'src/secrets.ts',
  'src/log.ts',
  'src/server.ts',
  'src/cli/output.ts',
];

/** Packages that only some files may import. */
const packageRules: { packages: RegExp; where: RegExp; who: string }[] = [
  {
    packages: /^kysely$/,
    where: /^src\/(db\/|digests\/reports\/|.*(Store|Row)\.ts$)/,
    who: 'stores, rows, reports and db',
  },
  { packages: /^(pg|@electric-sql\/pglite.*|node:sqlite)$/, where: /^src\/db\//, who: 'db' },
  {
    packages: /^@slack\/bolt$/,
    where: /^src\/(slack\/|app\.ts$|.*Listeners\.ts$)/,
    who: 'listeners, slack and app',
  },
  { packages: /^node-cron$/, where: /^src\/(schedule|db\/ticks)\.ts$/, who: 'schedule and ticks' },
];

function importFaults(file: SourceFile): Fault[] {
  return file.imports.flatMap((one) => {
    const fault = importFault(file.path, one);
    return fault ? [{ line: one.line, fault }] : [];
  });
}

function importFault(path: string, { from }: Import): string | undefined {
  const [top, folder] = path.split('/');
  const [toTop, toFolder] = from.split('/');
  if (top === 'migrations' && toTop !== 'migrations') return 'migrations import nothing';
  if (top === 'sandbox' && toTop === 'src' && !path.startsWith('sandbox/demo')) {
    return 'the sandbox does not know the app; only its demo does';
  }
  if (top !== 'src') return undefined;
  if (['test', 'sandbox', 'bench', 'tools'].includes(toTop ?? ''))
    return `src does not import ${toTop}`;
  if (toTop === 'migrations') return folder === 'db' ? undefined : 'only db knows the migrations';
  if (toTop === 'src') return folderFault(path, folder, from, toFolder) ?? edgeFault(path, from);
  const rule = packageRules.find(({ packages }) => packages.test(from));
  return rule && !rule.where.test(path) ? `only ${rule.who} import ${from}` : undefined;
}

function folderFault(path: string, folder = '', from: string, toFolder = ''): string | undefined {
  const isFolder = path.split('/').length > 2;
  if (!isFolder || folder === 'cli' || folder === toFolder || forEveryone.includes(from))
    return undefined;
  if (mayImport[folder]?.includes(toFolder)) return undefined;
  if (!mayImport[folder]) return `${folder} is not a folder that the architecture knows`;
  return `${folder} does not import ${toFolder}`;
}

function edgeFault(path: string, from: string): string | undefined {
  if (/(Listeners|Route)\.ts$/.test(path) && from.endsWith('Store.ts')) {
    return 'listeners and routes never touch a store; they call a verb';
  }
  return undefined;
}

/** Code that only some files of src may contain. */
const codeRules: { pattern: RegExp; where: RegExp; fault: string }[] = [
  {
    pattern: /\bnew Date\(\)|\bDate\.now\b|\bTemporal\.Now\b/g,
    where: /^src\/clock\.ts$/,
    fault: 'only the clock reads time',
  },
  {
    pattern: /\.(selectFrom|insertInto|updateTable|deleteFrom|mergeInto)\(/g,
    where: /^src\/(db\/|digests\/reports\/|.*Store\.ts$)/,
    fault: 'SQL belongs into a store',
  },
  {
    pattern: /\bprocess\.env\b/g,
    where: /^src\/(main|config|cli\/main)\.ts$/,
    fault: 'only the configuration reads the environment',
  },
];

function codeFaults({ path, code }: SourceFile): Fault[] {
  if (!path.startsWith('src/')) return [];
  return codeRules
    .filter(({ where }) => !where.test(path))
    .flatMap(({ pattern, fault }) =>
      [...code.matchAll(pattern)].map(({ index }) => ({ line: lineOf(code, index), fault })),
    );
}

const banned =
  /^(utils?|helpers?|common|misc|services?|handlers?|processors?|reminders?|pings?|snoozes?|snoozed)$/;

function nameFaults({ path, name, exports, functions, isVerb }: SourceFile): Fault[] {
  const inSrc = path.startsWith('src/');
  const named = inSrc ? [...path.split('/').slice(1, -1), name, ...exports] : [name];
  const faults = [...new Set(named)].flatMap((one) => {
    const word = wordsOf(one).find((part) => banned.test(part));
    return word ? [`"${word}" in ${one} is not one of the project's words`] : [];
  });
  if (inSrc && isVerb && functions.length > 1) {
    const others = functions.filter((one) => one !== name).join(', ');
    faults.push(`a verb exports only itself, not ${others} too`);
  }
  return faults.map((fault) => ({ line: 1, fault }));
}

function wordsOf(name: string): string[] {
  return name.split(/(?=[A-Z])|[^A-Za-z]+/).map((word) => word.toLowerCase());
}
