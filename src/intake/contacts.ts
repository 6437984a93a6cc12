import {
  type CountryCode,
  isSupportedCountry,
  parsePhoneNumberFromString,
} from 'libphonenumber-js';
import validator from 'validator';

/**
 * What links may be built from, and what is compared; null where nothing valid was written. Quoted
 * ones (`"a b"@example.org`) are valid, nobody's, and could hold line breaks.
 */
export function normaliseEmail(written: string): string | null {
  for (const candidate of candidates(written, /[\s;,|<>]+/)) {
    const address = candidate.replace(/^mailto:/i, '').toLowerCase();
    const valid = validator.isEmail(address, { allow_utf8_local_part: false });
    if (valid && !address.includes('"')) return address;
  }
  return null;
}

/** E.164. A number without a country is read as one of the first of `countries` in which it is valid. */
export function normalisePhone(
  written: string,
  countries: readonly (string | null | undefined)[],
): string | null {
  const known = countries.filter((country): country is CountryCode =>
    isSupportedCountry(country ?? ''),
  );
  for (const candidate of candidates(written, /[;,|/]+/)) {
    for (const country of [...known, undefined]) {
      const number = parsePhoneNumberFromString(candidate, country);
      if (number?.isValid()) return number.number;
    }
  }
  return null;
}

/** Forms put two addresses into one cell: the whole is tried first, then its parts. */
function candidates(written: string, separator: RegExp): string[] {
  const text = written.normalize('NFKC').trim().slice(0, 320);
  if (text === '') return [];
  return separator.test(text) ? [text, ...text.split(separator).slice(0, 5)] : [text];
}
