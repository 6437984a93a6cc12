import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';
import { describe, expect, test } from 'vitest';
import { readCountry } from '../../src/intake/writtenValues.ts';
import { has, type Known, knownOf } from '../../src/leads/completeness.ts';
import { aLead } from '../support/leads.ts';
import { lane } from '../support/lane.ts';

const file = join(lane.realDataDir ?? '', 'leads/x_education/leads.csv');
const rows = (): Record<string, string>[] =>
  parse(readFileSync(file), { columns: true, relax_column_count: true });

/** Drop-downs that nobody has touched say Select, and are sent so. */
const dropDowns = ['Specialization', 'How did you hear about X Education', 'Lead Profile', 'City'];

describe.skipIf(!lane.realDataDir)('the leads of an education company', () => {
  test('lack what their forms sent as Select', () => {
    const all = rows();
    expect(all.length).toBeGreaterThan(6_000);
    const untouched = (column: string) =>
      all.filter((row) => ['', 'Select'].includes(row[column] ?? '')).length;
    const lacking = (column: string) =>
      all.filter((row) => {
        const custom = Object.fromEntries(Object.entries(row).filter(([, value]) => value !== ''));
        const known: Known = { ...knownOf(aLead()), custom };
        return !has(known, `custom.${column}`);
      }).length;
    expect(dropDowns.map(lacking)).toEqual(dropDowns.map(untouched));
    expect(Math.min(...dropDowns.map(lacking))).toBeGreaterThan(1_000);
  });

  test('lack a country that is unknown', () => {
    const unknown = rows().filter(({ Country }) => /^unknown$/i.test(Country ?? ''));
    expect(unknown.length).toBeGreaterThan(0);
    expect(unknown.filter(({ Country = '' }) => readCountry(Country) !== null)).toEqual([]);
  });
});
