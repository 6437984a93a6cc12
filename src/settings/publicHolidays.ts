/**
 * The public holidays of a region (`DE`, `DE-BE`) in a year, as local dates in order. Null: no such
 * region is known. What is only observed, or free for schools and banks, is left out, and so are half
 * days. Several days in a row are each a date; where a holiday falls on a weekend, its substitute is
 * one more. By date-holidays, which is large, so it is loaded when it is needed.
 */
export async function publicHolidays(region: string, year: number): Promise<string[] | null> {
  const { default: Holidays } = await import('date-holidays');
  const [country = '', state, part, more] = region.split('-');
  const all = new Holidays();
  const isKnown =
    Object.hasOwn(all.getCountries(), country) &&
    (state === undefined || Object.hasOwn(all.getStates(country) ?? {}, state)) &&
    (!state || part === undefined || Object.hasOwn(all.getRegions(country, state) ?? {}, part)) &&
    more === undefined;
  if (!isKnown) return null;
  const holidays = new Holidays({
    country,
    ...(state && { state }),
    ...(part && { region: part }),
  }).getHolidays(year);
  const dates = holidays.filter(({ type }) => type === 'public').flatMap(datesOf);
  return [...new Set(dates)].toSorted();
}

const day = 86_400_000;
const hour = 3_600_000;

/** `2026-03-20 00:00:00 -0600`: the local date, and for holidays that begin at sunset the hours before it. */
function datesOf({ date, start, end }: { date: string; start: Date; end: Date }): string[] {
  const [first = '', time] = date.split(' ');
  if (time !== '00:00:00') return [];
  // A day on which the clocks change has an hour more or less.
  const days = Math.floor((end.getTime() - start.getTime() + 2 * hour) / day);
  return Array.from({ length: days }, (_, i) =>
    new Date(Date.parse(`${first}T00:00:00Z`) + i * day).toISOString().slice(0, 10),
  );
}
