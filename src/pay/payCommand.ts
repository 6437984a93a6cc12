import { readFile, writeFile } from 'node:fs/promises';
import { CommandRefused, type Output } from '../cli/output.ts';
import type { Context } from '../context.ts';
import { dayNumber, isoDate, localDate } from '../people/zone.ts';
import { readPayDocument } from './payDocument.ts';
import { type PayFormat, writePayExport } from './payExport.ts';
import { findFrozenPeriods, findSnapshots, type FrozenPeriod } from './payStore.ts';
import { utc } from '../slack/richText.ts';
import { nextToClose } from './period.ts';
import { readPayExport } from './readPayExport.ts';
import { NotAnExport, readExportFile } from './exportFile.ts';
import { checkAlone, checkExport, type Finding } from './verification.ts';

/** `pay list`: what has been frozen, the latest first, and what comes next. */
export async function listPayPeriods(ctx: Context, out: Output): Promise<void> {
  const { pay, timezone } = (await ctx.settings.current()).document;
  const now = ctx.clock.now();
  const next = pay && nextToClose({ pay, timezone }, localDate(now, timezone), now);
  out.stdout.write(
    next
      ? `${next.from} to ${next.until}: open, frozen at ${utc(next.cutOffAt)}\n`
      : pay
        ? 'No pay period is ahead.\n'
        : 'No pay period is kept. Set `pay` in the settings.\n',
  );
  for (const period of await findFrozenPeriods(ctx.db, ctx.workspaceId)) {
    const all = await findSnapshots(ctx.db, ctx.workspaceId, period);
    const counts = all.map(({ document }) => readPayDocument(document).counts);
    const sum = (key: 'updated' | 'blocked' | 'excused') =>
      counts.reduce((total, one) => total + one[key], 0);
    out.stdout.write(
      `${period.from} to ${period.until}: frozen as of ${utc(period.cutOffAt)}, taken ${utc(period.takenAt)}; ` +
        `${all.length === 1 ? '1 person' : `${all.length} people`}; leads: ${sum('updated')} fully updated, ${sum('blocked')} blocked, ${sum('excused')} excused\n`,
    );
  }
}

/** `pay export [PERIOD]`: writes what was frozen, into a new file or to the terminal. */
export async function exportPay(
  ctx: Context,
  { period: named, format, file }: { period?: string; format: string; file?: string },
  out: Output,
): Promise<void> {
  if (format !== 'csv' && format !== 'json') {
    throw new CommandRefused(`There is no format ${format}. There are csv and json.`);
  }
  const period = await frozenPeriod(ctx, named);
  const all = await readPayExport(ctx, period);
  const text = writePayExport(all, format satisfies PayFormat);
  if (!file) return void out.stdout.write(text);
  await writeFile(file, text, { flag: 'wx' }).catch((error: NodeJS.ErrnoException) => {
    throw new CommandRefused(
      error.code === 'EEXIST'
        ? `There is a file ${file} already. Remove it, or choose another name.`
        : `${file} cannot be written (${error.code}).`,
    );
  });
  const people = all.people.length === 1 ? '1 person' : `${all.people.length} people`;
  out.stdout.write(`${period.from} to ${period.until}: ${people}, in ${file}.\n`);
}

/** `pay verify FILE`: says of each person whether it is what was frozen. Refused where something is not. */
export async function verifyPay(
  ctx: Context,
  { file, part = false }: { file: string; part?: boolean },
  out: Output,
): Promise<void> {
  const exported = await readExport(file);
  if (exported.workspace !== ctx.workspaceId) {
    throw new CommandRefused(
      `This export is of workspace ${exported.workspace}; this is ${ctx.workspaceId}.`,
    );
  }
  const { from, until } = exported.period;
  const frozen = await findFrozenPeriods(ctx.db, ctx.workspaceId);
  if (!frozen.some((one) => one.from === from && one.until === until)) {
    throw new CommandRefused(`No period from ${from} to ${until} has been frozen here.`);
  }
  const snapshots = await findSnapshots(ctx.db, ctx.workspaceId, exported.period);
  const people = snapshots.map(({ personId, document, sha256 }) => ({
    ...{ person: personId, document, sha256 },
  }));
  report(checkExport(exported, people, { whole: !part }), out);
}

/** `pay verify FILE --offline`: of a JSON export, whether each document gives its hash. Needs nothing else. */
export async function verifyPayAlone(file: string, out: Output): Promise<void> {
  report(checkAlone(await readExport(file)), out);
}

/** The file of `pay verify FILE --offline`; null: that is not what is asked. */
export function fileToVerifyAlone([pay, verify, ...rest]: readonly string[]): string | null {
  if (pay !== 'pay' || verify !== 'verify' || !rest.includes('--offline')) return null;
  return rest.find((arg) => !arg.startsWith('--')) ?? null;
}

async function readExport(file: string) {
  const text = await readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
    throw new CommandRefused(
      error.code === 'ENOENT' ? `There is no file ${file}.` : `${file} cannot be read.`,
    );
  });
  try {
    return readExportFile(text);
  } catch (error) {
    if (error instanceof NotAnExport) throw new CommandRefused(error.message);
    throw error;
  }
}

function report(findings: readonly Finding[], out: Output): void {
  for (const { person, wrong } of findings) {
    out.stdout.write(`${person}: ${wrong.length === 0 ? 'matches' : wrong.join('; ')}\n`);
  }
  const bad = findings.filter(({ wrong }) => wrong.length > 0).length;
  if (bad > 0) throw new CommandRefused(`${bad} of ${findings.length} do not match.`);
  out.stdout.write(`All ${findings.length} match.\n`);
}

/** Named by its month, its first day or both its days; left out: the last that was frozen. */
async function frozenPeriod(ctx: Context, named: string | undefined): Promise<FrozenPeriod> {
  const frozen = await findFrozenPeriods(ctx.db, ctx.workspaceId);
  const [last] = frozen;
  if (named === undefined) {
    if (last) return last;
    throw new CommandRefused('No pay period has been frozen yet. See: npm run pay -- list');
  }
  const asked = datesIn(named);
  if (!asked) {
    throw new CommandRefused(
      `${named} is not a period such as 2026-11, 2026-11-01 or 2026-11-01..2026-11-30.`,
    );
  }
  if (asked.until !== null && asked.until < asked.from) {
    throw new CommandRefused(`${named} ends before it begins.`);
  }
  const found = frozen.find(
    ({ from, until }) => from === asked.from && (asked.until === null || until === asked.until),
  );
  if (found) return found;
  const today = localDate(ctx.clock.now(), (await ctx.settings.current()).document.timezone);
  throw new CommandRefused(
    asked.from > today
      ? `${named} is still to come. See: npm run pay -- list`
      : `${named} has not been frozen. See: npm run pay -- list`,
  );
}

function datesIn(named: string): { from: string; until: string | null } | null {
  const [from = '', until, ...more] = named.split('..');
  const first = isDate(`${from}-01`) ? `${from}-01` : from;
  if (more.length > 0 || !isDate(first) || (until !== undefined && !isDate(until))) return null;
  return { from: first, until: until ?? null };
}

const isDate = (text: string): boolean =>
  /^\d{4}-\d\d-\d\d$/.test(text) &&
  Number.isFinite(dayNumber(text)) &&
  isoDate(dayNumber(text)) === text;
