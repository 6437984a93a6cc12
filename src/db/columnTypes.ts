import pg from 'pg';

const int8 = 20;
const date = 1082;
const numeric = 1700;
const int8Array = 1016;
const dateArray = 1182;
const numericArray = 1231;

type Parse = (text: string) => unknown;

/** int8 as a number. Throws beyond 2^53, where a number would silently be another one. */
function toInteger(text: string): number {
  const value = Number(text);
  if (!Number.isSafeInteger(value)) throw new RangeError(`${text} is too large for a number`);
  return value;
}

const parsers = new Map<number, Parse>([
  [int8, toInteger],
  [int8Array, arrayOf(toInteger)],
  // The schema's amounts have at most 15 digits, which a number holds exactly.
  [numeric, Number],
  [numericArray, arrayOf(Number)],
  // A day on a calendar is no instant: it stays '2026-11-22'.
  [date, String],
  [dateArray, arrayOf(String)],
]);

/**
 * How columns become values, for both kinds of database: int8 and numeric are numbers, date is
 * 'YYYY-MM-DD', timestamptz is a Date, json is parsed, bytea is a Buffer; the rest as pg does it.
 */
export const columnTypes: pg.CustomTypesConfig = {
  getTypeParser: (oid, format) =>
    (format === 'binary' ? undefined : parsers.get(oid)) ?? pg.types.getTypeParser(oid, format),
};

function arrayOf(parse: Parse): Parse {
  return (text) =>
    text === '{}'
      ? []
      : text
          .slice(1, -1)
          .split(',')
          .map((item) => (item === 'NULL' ? null : parse(item)));
}
