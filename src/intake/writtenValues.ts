import { Chrono, configuration } from 'chrono-node/en';
import { getCountries } from 'libphonenumber-js';
import type { PreferredContact } from '../leads/lead.ts';
import { type Stage, stageKeys, stages } from '../leads/stages.ts';
import { firstInstant } from '../people/zone.ts';

/** A three-letter code; null for anything else. */
export function readCurrency(written: string): string | null {
  const code = written.trim().toUpperCase();
  return currencies.has(code) ? code : null;
}

const currencies = new Set(Intl.supportedValuesOf('currency'));

/** A two-letter code or an English name; null for anything else. */
export function readCountry(written: string): string | null {
  const text = written.normalize('NFKC').trim().toUpperCase();
  return countries.get(text) ?? null;
}

const englishNames = new Intl.DisplayNames('en', { type: 'region' });
const countries = new Map<string, string>([
  ...getCountries().flatMap((code): [string, string][] => [
    [(englishNames.of(code) ?? code).toUpperCase(), code],
    [code, code],
  ]),
  ['UK', 'GB'],
  ['USA', 'US'],
  ['UNITED STATES OF AMERICA', 'US'],
]);

/** A language tag such as `en` or `pt-BR`, or an English name; null for anything else. */
export function readLanguage(written: string): string | null {
  const text = written.trim().replace('_', '-');
  const named = languages.get(text.toUpperCase());
  if (named) return named;
  return /^[a-z]{2,3}(-[a-z\d]{2,8}){0,3}$/i.test(text) ? text.toLowerCase() : null;
}

const languages = new Map(
  [
    ...['ar', 'bn', 'cs', 'da', 'de', 'el', 'en', 'es', 'fa', 'fi', 'fr', 'he', 'hi', 'hu', 'id'],
    ...['it', 'ja', 'ko', 'nl', 'no', 'pl', 'pt', 'ro', 'ru', 'sv', 'th', 'tr', 'uk', 'vi', 'zh'],
  ].map((code) => [
    (new Intl.DisplayNames('en', { type: 'language' }).of(code) ?? code).toUpperCase(),
    code,
  ]),
);

export function readStage(written: string): Stage | null {
  const text = written.trim().toLowerCase();
  return stageKeys.find((key) => key === text || stages[key].toLowerCase() === text) ?? null;
}

const contactWords: Record<PreferredContact, RegExp> = {
  email: /^e-?mail$/,
  phone: /^(tele)?phone( call)?$|^call$|^mobile$/,
  meeting: /^meeting$|^in person$|^visit$|^video( call)?$/,
  other: /^other$|^whatsapp$|^sms$|^text$|^chat$/,
};

export function readPreferredContact(written: string): PreferredContact | null {
  const text = written.trim().toLowerCase();
  // keyof of a literal: Object.keys only forgets it
  const kinds = Object.keys(contactWords) as PreferredContact[];
  return kinds.find((kind) => contactWords[kind].test(text)) ?? null;
}

export type Locale = { readonly timezone: string; readonly country: string | null };

const isoLike =
  /^(\d{4})[-/](\d{1,2})[-/](\d{1,2})(?:[T ](\d{2}):(\d{2})(?::(\d{2})(?:\.(\d{1,9}))?)?)?\s?(Z|[+-]\d{2}:?\d{2})?$/;
const strictly = (dayFirst: boolean) =>
  new Chrono(configuration.createConfiguration(true, dayFirst));
const dayFirst = strictly(true);
const monthFirst = strictly(false);
// Chrono needs 30 µs for a date, and an export names the same ones again and again.
const known = new Map<string, Date | null>();
const mostKnown = 5_000;

/**
 * A full date, with or without a time, as people and programs write it; null for anything else.
 * Without a zone it is the locale's. `3/4/2026` is the 4th of March in the United States and the
 * 3rd of April elsewhere.
 */
export function readInstant(written: string | number, locale: Locale): Date | null {
  if (typeof written === 'number') return fromEpoch(written);
  const text = written.normalize('NFKC').trim();
  if (text.length > 60) return null;
  if (/^\d{10}$|^\d{13}$/.test(text)) return fromEpoch(Number(text));
  const iso = isoLike.exec(text);
  return iso ? fromParts(iso, locale) : fromWords(text, locale);
}

function fromEpoch(number: number): Date | null {
  const date = new Date(number < 1e11 ? number * 1000 : number);
  return Number.isNaN(date.getTime()) ? null : date;
}

function fromParts(parts: RegExpExecArray, { timezone }: Locale): Date | null {
  const [
    ,
    year,
    month = '',
    day = '',
    hour = '00',
    minute = '00',
    second = '00',
    fraction = '0',
    zone,
  ] = parts;
  const date = `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`;
  const milliseconds = fraction.slice(0, 3).padEnd(3, '0');
  const wall = Date.parse(`${date}T${hour}:${minute}:${second}.${milliseconds}Z`);
  // 2026-02-30 would become the 2nd of March.
  if (Number.isNaN(wall) || !new Date(wall).toISOString().startsWith(date)) return null;
  if (!zone) return new Date(firstInstant(wall, timezone));
  const [sign, hours, minutes] =
    zone === 'Z' ? ['+', '0', '0'] : [zone[0], zone.slice(1, 3), zone.slice(-2)];
  return new Date(wall - Number(`${sign}1`) * (Number(hours) * 60 + Number(minutes)) * 60_000);
}

function fromWords(text: string, locale: Locale): Date | null {
  const key = `${locale.timezone} ${locale.country} ${text}`;
  let date = known.get(key);
  if (date === undefined) {
    if (known.size >= mostKnown) known.clear();
    date = readWords(text, locale);
    known.set(key, date);
  }
  return date;
}

function readWords(text: string, { timezone, country }: Locale): Date | null {
  const reader = country === 'US' ? monthFirst : dayFirst;
  const [found, another] = reader.parse(text, { instant: new Date(0), timezone: 0 });
  if (!found || another || found.end || found.text.length < text.replace(/[\s.,]+$/, '').length)
    return null;
  const { start } = found;
  if (!(['day', 'month', 'year'] as const).every((part) => start.isCertain(part))) return null;
  const written = start.date().getTime();
  if (Number.isNaN(written)) return null;
  if (start.isCertain('timezoneOffset')) return new Date(written);
  const day = 86_400_000;
  const wall = start.isCertain('hour') ? written : Math.floor(written / day) * day;
  return new Date(firstInstant(wall, timezone));
}
