import type { ExportFile } from './exportFile.ts';
import {
  canonicalText,
  excerptOf,
  leadsOf,
  type PayDocument,
  readPayDocument,
  sha256,
} from './payDocument.ts';
import { type ExportedPerson, payColumns, type PayRow, payRow } from './payExport.ts';

/** What a check found of one person. Empty: it matches. */
export type Finding = { readonly person: string; readonly wrong: readonly string[] };

/** What of a file alone can be checked: whether each document gives the hash that stands beside it. */
export const checkAlone = ({ people, period, workspace }: ExportFile): Finding[] =>
  people.map((one) => ({
    person: one.person,
    wrong:
      'document' in one
        ? aloneFaults(one, { period, workspace })
        : [
            `${'excerpt' in one ? 'an excerpt' : 'a CSV file'} has no whole document; its hash can be checked against the snapshots only`,
          ],
  }));

function aloneFaults(
  one: { person: string; sha256: string; document: string },
  { period, workspace }: Pick<ExportFile, 'period' | 'workspace'>,
): string[] {
  if (sha256(one.document) !== one.sha256) return ['its document does not give its hash'];
  const document = readable(one.document);
  if (!document) return ['its document cannot be read'];
  return [
    ...(document.person === one.person ? [] : [`its document is of ${document.person}`]),
    ...(document.workspace === workspace ? [] : ['its document is of another workspace']),
    ...(document.period.from === period.from && document.period.until === period.until
      ? []
      : ['its document is of another period']),
  ];
}

/**
 * Compares a file with what was frozen. `whole`: everybody who was frozen has to be in it.
 * Names are for people to read, and are not compared.
 */
export function checkExport(
  file: ExportFile,
  frozen: readonly Pick<ExportedPerson, 'person' | 'document' | 'sha256'>[],
  { whole }: { whole: boolean },
): Finding[] {
  const snapshots = new Map(frozen.map((one) => [one.person, one]));
  const seen = new Set<string>();
  const found = file.people.map((one): Finding => {
    const again = seen.has(one.person);
    seen.add(one.person);
    const snapshot = snapshots.get(one.person);
    if (again) return { person: one.person, wrong: ['is in the file more than once'] };
    if (!snapshot) return { person: one.person, wrong: ['has no snapshot in this period'] };
    return { person: one.person, wrong: faultsOf(one, snapshot) };
  });
  const missing = whole ? frozen.filter(({ person }) => !seen.has(person)) : [];
  return [...found, ...missing.map(({ person }) => ({ person, wrong: ['is not in the file'] }))];
}

function faultsOf(
  one: ExportFile['people'][number],
  snapshot: Pick<ExportedPerson, 'person' | 'document' | 'sha256'>,
): string[] {
  if ('document' in one) return documentFaults(one, snapshot);
  if ('excerpt' in one) return excerptFaults(one, snapshot);
  return rowFaults(one.row, payRow({ ...snapshot, name: one.row.name }));
}

/** Of its lists some lines may be missing; nothing else may differ. */
function excerptFaults(
  { excerpt, sha256: hash }: { excerpt: PayDocument; sha256: string },
  snapshot: { document: string; sha256: string },
): string[] {
  const whole = readPayDocument(snapshot.document);
  const kept = excerptOf(whole, new Set(leadsOf(excerpt)));
  return [
    ...differing(excerpt, kept).map((part) => `${part} is not what was frozen`),
    ...(hash === snapshot.sha256 ? [] : ['sha256 is not the snapshot’s']),
  ];
}

function documentFaults(
  one: { sha256: string; document: string },
  snapshot: { document: string; sha256: string },
): string[] {
  const sameHash = one.sha256 === snapshot.sha256;
  const ownHash = sha256(one.document) === one.sha256;
  if (sameHash && ownHash) return [];
  const document = readable(one.document);
  const parts = document ? differing(document, readPayDocument(snapshot.document)) : ['document'];
  return [
    ...parts.map((part) => `${part} is not what was frozen`),
    ...(sameHash ? [] : ['sha256 is not the snapshot’s']),
    ...(ownHash || parts.length > 0 ? [] : ['its document does not give its hash']),
  ];
}

function differing(one: PayDocument, other: PayDocument): string[] {
  const keys = Object.keys(other) as (keyof PayDocument)[]; // its own keys
  return keys.filter((key) => canonicalText(one[key]) !== canonicalText(other[key]));
}

const rowFaults = (row: PayRow, snapshot: PayRow): string[] =>
  payColumns
    .filter((column) => row[column] !== snapshot[column])
    .filter((column) => column !== 'blocking' || !isPart(row.blocking, snapshot.blocking))
    .map((column) => `${column} is ${quoted(row[column])}, and was ${quoted(snapshot[column])}`);

/** Some of the lines, and how many others there are. */
function isPart(blocking: string, whole: string): boolean {
  const [, own = '', unseen = ''] = /^(?:(.*), )?(\d+) in other channels$/.exec(blocking) ?? [];
  const lines = own ? own.split(', ') : [];
  const all = whole ? whole.split(', ') : [];
  const kept = all.filter((line) => lines.includes(line));
  return kept.join() === lines.join() && lines.length + Number(unseen) === all.length;
}

const quoted = (text: string): string =>
  text.length > 60 ? `“${text.slice(0, 59)}…”` : `“${text}”`;

function readable(text: string): PayDocument | null {
  try {
    return readPayDocument(text);
  } catch {
    return null;
  }
}
