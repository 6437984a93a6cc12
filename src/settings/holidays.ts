import { z } from 'zod';
import { publicHolidays } from './publicHolidays.ts';
import type { Settings } from './settings.ts';

/** This year and the next two. */
const yearsAhead = 2;

/**
 * The document with public holidays for this year and the next two in each region that it, or
 * `others`, names. What is listed is an admin's: years are only added after a list's `until`.
 * Throws a ZodError, with the field, where there is no such region.
 */
export async function withHolidays(
  document: Settings,
  others: readonly string[],
  now: Date,
): Promise<Settings> {
  const error = await unknownRegions(document);
  if (error) throw error;
  const first = now.getUTCFullYear();
  const last = first + yearsAhead;
  const holidays = { ...document.holidays };
  const named = namedIn(document).map(({ region }) => region);
  for (const region of new Set([...named, ...others, ...Object.keys(holidays)])) {
    const { until, dates } = holidays[region] ?? { until: 0, dates: [] };
    const added: string[] = [];
    for (let year = Math.max(first, until + 1); year <= last; year += 1) {
      const ofYear = await publicHolidays(region, year);
      if (ofYear === null) break;
      added.push(...ofYear);
    }
    if (added.length > 0) {
      const all = new Set([...dates, ...added]);
      holidays[region] = { until: last, dates: [...all].toSorted() };
    }
  }
  return { ...document, holidays };
}

/** Regions without a list of which no holidays are known. Null: there are none. */
export async function unknownRegions(document: Settings): Promise<z.ZodError | null> {
  const issues: z.core.$ZodIssue[] = [];
  for (const { region, path } of namedIn(document)) {
    if (document.holidays[region] || (await isRegion(region))) continue;
    issues.push({ code: 'custom', path: [...path], input: region, message: noSuchRegion });
  }
  return issues.length > 0 ? new z.ZodError(issues) : null;
}

/** Whether its public holidays are known. */
export const isRegion = async (region: string): Promise<boolean> =>
  (await publicHolidays(region, 2026)) !== null;

const noSuchRegion =
  'is not a country or region whose public holidays are known; list its days under `holidays`';

function namedIn({ holidayRegion, channels }: Settings) {
  const named = [
    { region: holidayRegion, path: ['holidayRegion'] },
    ...Object.entries(channels).map(([id, channel]) => ({
      region: channel.holidayRegion,
      path: ['channels', id, 'holidayRegion'],
    })),
  ];
  return named.flatMap(({ region, path }) => (region ? [{ region, path }] : []));
}
