import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { parse } from 'csv-parse/sync';
import { theApp } from '../../src/context.ts';
import { inspectCsv } from '../../src/intake/csvFile.ts';
import { importCsv } from '../../src/intake/importCsv.ts';
import type { ImportResult } from '../../src/intake/importTally.ts';
import { receiveLead } from '../../src/intake/receiveLead.ts';
import { isSimilar } from '../../src/intake/sameLead.ts';
import { channelId, countOf, intakeContext } from '../intake/world.ts';
import { lane } from '../support/lane.ts';
import { createTestDatabase } from '../support/testDatabase.ts';

const folder = join(lane.realDataDir ?? '', 'leads');
const rowsOf = (file: string): Record<string, string>[] =>
  parse(readFileSync(join(folder, file), 'latin1'), { columns: true, relax_column_count: true });

describe.skipIf(!lane.realDataDir)('who is the same lead among people nobody here made up', () => {
  let database: Awaited<ReturnType<typeof createTestDatabase>>;
  let ctx: Awaited<ReturnType<typeof intakeContext>>;
  beforeAll(async () => {
    database = await createTestDatabase();
    const source = { channel: channelId, country: 'US' };
    const names = ['zoho', 'contacts', 'odoo', 'education'];
    const sources = Object.fromEntries(names.map((name) => [name, source]));
    ctx = await intakeContext(await database.open(), sources);
  });
  afterAll(() => database?.drop());

  const bringIn = async (source: string, file: string, map?: string): Promise<ImportResult> =>
    importCsv(ctx, {
      source,
      file: await inspectCsv(join(folder, file)),
      map,
      onRefused: async () => {},
    });

  test(
    'every contact of Zoho’s is one of its leads, and no two leads are one',
    { timeout: 120_000 },
    async () => {
      const leads = rowsOf('zoho_crm_demo/Leads.csv');
      const contacts = rowsOf('zoho_crm_demo/Contacts.csv');
      expect(leads.length).toBeGreaterThan(2_000);
      expect(await bringIn('zoho', 'zoho_crm_demo/Leads.csv', 'LEADID=external_id')).toMatchObject({
        created: leads.length,
        merged: 0,
        refused: 0,
      });
      const before = await countOf(ctx, 'leads');
      const again = await bringIn(
        'contacts',
        'zoho_crm_demo/Contacts.csv',
        'CONTACTID=external_id',
      );
      expect(again).toMatchObject({ created: 0, merged: contacts.length, refused: 0 });
      expect(await countOf(ctx, 'leads')).toBe(before);
      // By phone number and name alone, too: the addresses are left out.
      const [byPhone] = contacts;
      const answer = await receiveLead(ctx, {
        ...{ source: 'contacts', by: theApp },
        arrival: { name: byPhone?.['Last Name'], phone: byPhone?.['Mobile'] },
      });
      expect(answer.outcome === 'created').toBe(false);
    },
  );

  test('people of one last name and company stay apart', () => {
    const leads = rowsOf('zoho_crm_demo/Leads.csv');
    const namesakes = Map.groupBy(leads, (row) => `${row['Last Name']} ${row['Company']}`);
    const pairs = [...namesakes.values()].filter(({ length }) => length > 1);
    expect(pairs.length).toBeGreaterThan(5);
    // Similar they are; it is that they have neither address nor number in common.
    for (const all of pairs) {
      const named = all.map((row) => ({
        name: row['Last Name'] ?? null,
        company: row['Company'] ?? null,
      }));
      expect(named.every((one) => isSimilar(one, named[0] ?? one))).toBe(true);
      expect(new Set(all.map((row) => row['Email'])).size).toBe(all.length);
      expect(new Set(all.map((row) => row['Mobile'])).size).toBe(all.length);
    }
  });

  test('of Odoo’s, the same person twice is one, and two who have one number are two', async () => {
    type Row = Record<string, string | null>;
    const rows = JSON.parse(
      readFileSync(join(folder, 'odoo_demo/crm_leads_parsed.json'), 'utf8'),
    ) as Row[];
    const idOf = new Map<Row, number>();
    for (const row of rows) {
      const answer = await receiveLead(ctx, {
        ...{ source: 'odoo', by: theApp },
        arrival: {
          name: row['contact_name'] ?? undefined,
          company: row['partner_name'] ?? undefined,
          email: row['email_from'] ?? undefined,
          phone: row['phone'] ?? undefined,
          message: row['name'] ?? undefined,
        },
      });
      if ('lead' in answer) idOf.set(row, answer.lead.id);
    }
    const of = (name: string) =>
      rows.filter((row) => row['contact_name'] === name).map((row) => idOf.get(row));
    expect(new Set(of('Jacques Dunagan')).size).toBe(1);
    expect(of('Jacques Dunagan')).toHaveLength(2);
    expect(of('Marc Dufour')[0]).not.toBe(of('Jacques Dunagan')[0]);
    // Whoever has a lead in common has an address in common, or a number and a name or company.
    for (const [row, id] of idOf)
      for (const [other, otherId] of idOf) {
        if (row === other || id !== otherId) continue;
        const named = (one: Row) => ({
          name: one['contact_name'] ?? null,
          company: one['partner_name'] ?? null,
        });
        expect(
          row['email_from'] === other['email_from'] || isSimilar(named(row), named(other)),
        ).toBe(true);
      }
    expect(new Set(idOf.values()).size).toBeLessThan(idOf.size);
  });

  test(
    'rows that name nobody are leads of their own, and the same file again adds none',
    { timeout: 120_000 },
    async () => {
      const first = await bringIn('education', 'x_education/leads.csv', 'Prospect ID=name');
      expect(first.created).toBeGreaterThan(5_000);
      expect(first.merged).toBe(0);
      const again = await bringIn('education', 'x_education/leads.csv', 'Prospect ID=name');
      expect(again).toMatchObject({ created: 0, unchanged: first.created });
    },
  );
});
