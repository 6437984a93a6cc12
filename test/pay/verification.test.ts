import { describe, expect, test } from 'vitest';
import { canonicalText, payDocumentOf, sha256 } from '../../src/pay/payDocument.ts';
import { type PayExport, type PayFormat, writePayExport } from '../../src/pay/payExport.ts';
import { readExportFile } from '../../src/pay/exportFile.ts';
import { checkAlone, checkExport } from '../../src/pay/verification.ts';

const cutOffAt = new Date('2026-12-03T16:00:00Z');
const period = { from: '2026-11-01', until: '2026-11-30' };

function person(id: string, name: string, blocked: number) {
  const document = canonicalText(
    payDocumentOf({
      ...{ workspaceId: 'T1', personId: id, corrected: [] },
      period: { ...period, cutOffAt },
      verdicts: [
        { leadId: 1001, leftAt: null, state: 'updated' },
        ...Array.from({ length: blocked }, (_, i) => ({
          ...{ leadId: 2000 + i, leftAt: null },
          state: 'blocked' as const,
          reasons: ['overdue', 'no-touch'] as const,
        })),
      ],
    }),
  );
  return { person: id, name, document, sha256: sha256(document) };
}

const all: PayExport = {
  ...{ workspace: 'T1', period, cutOffAt },
  people: [person('UANA', '=HYPERLINK("http://evil.example")', 2), person('UBEN', 'Ben', 0)],
};
const wrongIn = (text: string, { whole = true, of = all } = {}) =>
  Object.fromEntries(
    checkExport(readExportFile(text), of.people, { whole })
      .filter(({ wrong }) => wrong.length > 0)
      .map(({ person: id, wrong }) => [id, wrong]),
  );

describe.each(['csv', 'json'] as const)('%s', (format: PayFormat) => {
  const text = writePayExport(all, format);

  test('matches as it was written, names aside', () => {
    expect(wrongIn(text)).toEqual({});
    expect(wrongIn(text.replace(/\bBen\b/, 'Benjamin'))).toEqual({});
  });

  test('says who is missing, unknown, or there twice', () => {
    const one = writePayExport({ ...all, people: all.people.slice(0, 1) }, format);
    expect(wrongIn(one)).toEqual({ UBEN: ['is not in the file'] });
    expect(wrongIn(one, { whole: false })).toEqual({});
    expect(wrongIn(text, { of: { ...all, people: all.people.slice(0, 1) } })).toEqual({
      UBEN: ['has no snapshot in this period'],
    });
    const twice = { ...all, people: [...all.people, person('UBEN', 'Ben', 0)] };
    expect(wrongIn(writePayExport(twice, format))).toEqual({
      UBEN: ['is in the file more than once'],
    });
  });

  test('of documents with hashes that are their own does not match, either', () => {
    const forged = { ...all, people: [person('UANA', 'Ana', 1), person('UBEN', 'Ben', 0)] };
    const wrong = wrongIn(writePayExport(forged, format))['UANA']?.join();
    expect(wrong).toContain('sha256');
    expect(wrong).toContain('blocked');
  });

  test('of a manager, with the lines of their channels alone, matches and can still be told from a forged one', () => {
    const [ana, ben] = all.people;
    if (!ana || !ben) throw new Error('nobody');
    const part = { ...all, people: [{ ...ana, seen: new Set([2001]) }, ben] };
    const sent = writePayExport(part, format);
    expect(sent).toContain('2001');
    expect(sent).not.toContain('2000');
    expect(sent).toContain(ana.sha256);
    expect(wrongIn(sent)).toEqual({});
    const wrong = (edited: string) => wrongIn(edited)['UANA']?.join();
    expect(wrong(sent.replaceAll('2001', '2002'))).toContain('block');
    expect(wrong(sent.replaceAll(ana.sha256, ben.sha256))).toContain('sha256');
    const fewer = format === 'csv' ? [',3,1,2,', ',3,2,1,'] : ['"blocked": 2', '"blocked": 1'];
    expect(wrong(sent.replace(fewer[0] ?? '', fewer[1] ?? ''))).toMatch(/blocked|counts/);
  });

  test('that is cut off is none', () => {
    expect(() => readExportFile(text.slice(0, 40))).toThrow(/not a whole export|nobody/);
  });
});

test('a spreadsheet runs nothing of a CSV file', () => {
  const text = writePayExport(all, 'csv');
  expect(text.startsWith('\ufeff')).toBe(true);
  expect(text).toContain(`"'=HYPERLINK(""http://evil.example"")"`);
  expect(text).toContain('"L-2000 overdue+no-touch, L-2001 overdue+no-touch"');
});

test('a CSV file of several periods is refused', () => {
  const text = writePayExport(all, 'csv');
  const other = text.replace('T1,2026-11-01,2026-11-30', 'T1,2026-12-01,2026-12-31');
  expect(() => readExportFile(other)).toThrow('different periods');
});

test('alone, a document has to give its hash and be of whom it stands beside', () => {
  const text = writePayExport(all, 'json');
  expect(checkAlone(readExportFile(text)).flatMap(({ wrong }) => wrong)).toEqual([]);
  const part = all.people.map((one) => ({ ...one, seen: new Set([1001]) }));
  const excerpts = readExportFile(writePayExport({ ...all, people: part }, 'json'));
  expect(checkAlone(excerpts)[0]?.wrong).toEqual([
    expect.stringContaining('against the snapshots'),
  ]);
  const swapped = text.replaceAll('"person": "UANA"', '"person": "UEVE"');
  expect(checkAlone(readExportFile(swapped))[0]?.wrong).toEqual(['its document is of UANA']);
});
