import { type CountryCode, findPhoneNumbersInText, isSupportedCountry } from 'libphonenumber-js';
import { normaliseEmail } from './contacts.ts';
import { fieldNamed } from './fields.ts';

/** What the form for a new lead can be filled with from a message. */
export type MessageFields = Partial<
  Record<'name' | 'company' | 'email' | 'phone' | 'message', string>
>;

const wanted = ['name', 'company', 'email', 'phone', 'website', 'message'] as const;

/** Addresses there say nothing of a company. */
const mailProviders =
  /^(gmail|googlemail|outlook|hotmail|live|yahoo|icloud|me|aol|gmx|web|proton|protonmail|mail|t-online|orange|free|qq|163)\./;

/**
 * Reads a message as far as it is plain: lines such as `Name: Jane Doe`, the first address and number
 * in it, and what an address tells of a name and a company. Someone looks at it before it is kept.
 */
export function messageFields(text: string, country: string | null): MessageFields {
  const said = labelled(text);
  const email = normaliseEmail(said.email ?? '') ?? firstAddress(text);
  const phone = said.phone ?? firstNumber(text, country);
  const name = said.name ?? (email && nameIn(email));
  const company = said.company ?? (email && companyIn(email));
  const found = { name, company, email, phone, message: said.message ?? text.trim() };
  return Object.fromEntries(Object.entries(found).filter(([, value]) => value));
}

/** `Work email: jane@example.org`, by any name that intake knows for a field. */
function labelled(text: string): Partial<Record<(typeof wanted)[number], string>> {
  const lines = text
    .split('\n')
    .map((line) => /^\W{0,3}([^:]{2,40}?)\W{0,2}:[\s*_]*(\S.*)$/u.exec(line));
  const pairs = lines.flatMap((line) => {
    const field = line?.[1] ? fieldNamed(line[1])?.field : undefined;
    const known = wanted.find((one) => one === field);
    return known && line?.[2] ? [[known, line[2].replace(/[*_]+$/, '').trim()] as const] : [];
  });
  // Of several lines for one field, the first.
  return Object.fromEntries(pairs.toReversed());
}

function firstAddress(text: string): string | null {
  for (const [candidate] of text.matchAll(/[^\s<>()[\]|,;:"']+@[^\s<>()[\]|,;:"']+/g)) {
    const email = normaliseEmail(candidate.replace(/[.!?]+$/, ''));
    if (email) return email;
  }
  return null;
}

function firstNumber(text: string, country: string | null): string | null {
  const home: { defaultCountry?: CountryCode } =
    country && isSupportedCountry(country) ? { defaultCountry: country } : {};
  const [found] = findPhoneNumbersInText(text.slice(0, 4_000), home);
  return found?.number.formatInternational() ?? null;
}

/** `jane.doe@…` is Jane Doe; `info@…` is nobody. */
function nameIn(email: string): string | null {
  const words = (email.split('@')[0]?.split('+')[0] ?? '').split(/[._-]/);
  const isName = words.length === 2 && words.every((word) => /^\p{L}{2,}$/u.test(word));
  return isName ? words.map(capital).join(' ') : null;
}

function companyIn(email: string): string | null {
  const domain = email.split('@')[1] ?? '';
  if (mailProviders.test(domain)) return null;
  const [first = ''] = domain.split('.').slice(-2);
  // co.uk and the like
  return first.length > 3 ? capital(first) : null;
}

const capital = (word: string): string => word.charAt(0).toUpperCase() + word.slice(1);
