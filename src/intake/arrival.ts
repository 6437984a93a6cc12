import { z } from 'zod';
import { type Amount, readAmount } from '../leads/amount.ts';
import type { Lead, LeadDetails } from '../leads/lead.ts';
import { normaliseEmail, normalisePhone } from './contacts.ts';
import { cleanText, customProblem, keepCustom } from './customFields.ts';
import { type Field, fieldNamed, writtenName } from './fields.ts';
import {
  type Locale,
  readCountry,
  readCurrency,
  readInstant,
  readLanguage,
  readPreferredContact,
  readStage,
} from './writtenValues.ts';

/** What arrives: a lead as it was sent, checked and normalised. What was typed is kept. */
export type Arrival = LeadDetails &
  Pick<
    Lead,
    | 'value'
    | 'currency'
    | 'country'
    | 'language'
    | 'stage'
    | 'segment'
    | 'appointmentAt'
    | 'preferredContact'
  > & {
    /** When the sender received it; null: just now. */
    readonly receivedAt: Date | null;
  };

/** Why an arrival cannot be a lead: `field` as the sender wrote it, `why` is a sentence. */
export type Refusal = { readonly field: string; readonly why: string };

/** What was sent, sorted: each field with the name it was sent under, and the rest. */
export type Given = {
  readonly fields: ReadonlyMap<Field, { readonly name: string; readonly value: unknown }>;
  readonly custom: ReadonlyMap<string, unknown>;
};

/** The source's clock and country, and the currency of values written without one. */
export type SourceLocale = Locale & { readonly currency: string };

const text = (longest: number) =>
  z
    .union([z.string(), z.number()], { error: 'must be text' })
    .transform((value) => cleanText(String(value)))
    .refine((value) => value.length <= longest, {
      error: `is longer than ${longest.toLocaleString('en')} characters`,
    });

const instant = z.union([z.string(), z.number()], { error: 'must be a date as text' });

/** The generic JSON: every field may be missing; whatever else is sent is kept as given. */
export const arrivalSchema = z
  .object({
    name: text(1_000),
    firstName: text(500),
    lastName: text(500),
    company: text(1_000),
    email: text(1_000),
    phone: text(1_000),
    website: text(2_000),
    message: text(100_000),
    value: z.union([z.number(), text(100)], { error: 'must be a number or text' }),
    currency: text(100),
    country: text(200),
    language: text(200),
    stage: text(200),
    segment: text(500),
    appointmentAt: instant,
    preferredContact: text(200),
    externalId: text(500),
    receivedAt: instant,
  } satisfies Record<Field, z.ZodType>)
  .partial();

type Fields = z.infer<typeof arrivalSchema>;

/**
 * Sorts a JSON object that was sent: by our names and their common spellings. Where two names mean
 * one field, the better name that is filled gives it, and the other is kept as a custom field. An
 * envelope `{type, data}` is opened, and `custom` taken for more custom fields.
 */
export function sortBody(body: Readonly<Record<string, unknown>>): Given {
  const { data, type, custom: more } = body;
  const enveloped = typeof type === 'string' && isObject(data);
  const entries = Object.entries(enveloped ? data : body);
  const fields = new Map<Field, { name: string; value: unknown; rank: number }>();
  const custom = new Map<string, unknown>();
  for (const [name, value] of entries) {
    if (isBlank(value) || (name === 'custom' && isObject(value))) continue;
    const named = fieldNamed(name);
    const before = named && fields.get(named.field);
    if (!named || (before && before.rank <= named.rank)) {
      custom.set(name, value);
      continue;
    }
    if (before) custom.set(before.name, before.value);
    fields.set(named.field, { name, value, rank: named.rank });
  }
  if (isObject(more)) for (const [name, value] of Object.entries(more)) custom.set(name, value);
  return { fields, custom };
}

/** Checks and normalises what was sent. A lead without a name and without a way to reach it is refused. */
export function toArrival(
  given: Given,
  locale: SourceLocale,
): { readonly arrival: Arrival } | { readonly refusal: Refusal } {
  const values = Object.fromEntries([...given.fields].map(([field, { value }]) => [field, value]));
  const parsed = arrivalSchema.safeParse(values);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    // The schema's keys are the fields.
    return refuse(given, issue?.path[0] as Field, issue?.message ?? 'cannot be read');
  }
  const problem = customProblem(given.custom);
  if (problem) return { refusal: problem };
  return readFields(given, parsed.data, locale);
}

function readFields(
  given: Given,
  fields: Fields,
  locale: SourceLocale,
): ReturnType<typeof toArrival> {
  const custom = new Map(given.custom);
  /** What cannot be read is no reason to lose a lead: it stays as it was written. */
  const read = <T>(field: Field, reader: (written: string) => T | null): T | null => {
    const sent = given.fields.get(field);
    if (!sent) return null;
    const value = reader(String(fields[field]));
    if (value === null) custom.set(sent.name, sent.value);
    return value;
  };
  const country = read('country', readCountry);
  const amount = fields.value === undefined ? null : toAmount(fields.value);
  if (fields.value !== undefined && !amount)
    return refuse(given, 'value', 'is not an amount such as 1250.50');
  const appointmentAt =
    fields.appointmentAt === undefined ? null : readInstant(fields.appointmentAt, locale);
  if (fields.appointmentAt !== undefined && !appointmentAt)
    return refuse(given, 'appointmentAt', notADate);
  const receivedAt =
    fields.receivedAt === undefined ? null : readInstant(fields.receivedAt, locale);
  if (fields.receivedAt !== undefined && !receivedAt) return refuse(given, 'receivedAt', notADate);

  const name = fields.name || [fields.firstName, fields.lastName].filter(Boolean).join(' ') || null;
  if (fields.name) keepApart(given, custom, ['firstName', 'lastName']);
  const email = fields.email ? normaliseEmail(fields.email) : null;
  const phone = fields.phone ? normalisePhone(fields.phone, [country, locale.country]) : null;
  if (!name && !email && !phone) return refuseUnreachable(given, fields);
  const currency = read('currency', readCurrency) ?? amount?.currency;
  return {
    arrival: {
      name,
      company: fields.company || null,
      email,
      emailAsGiven: fields.email || null,
      phone,
      phoneAsGiven: fields.phone || null,
      website: fields.website || null,
      message: fields.message || null,
      externalId: fields.externalId || null,
      value: amount?.value ?? null,
      currency: currency ?? (amount ? locale.currency : null),
      country,
      language: read('language', readLanguage),
      stage: read('stage', readStage),
      segment: fields.segment || null,
      appointmentAt,
      preferredContact: read('preferredContact', readPreferredContact),
      receivedAt,
      custom: keepCustom(custom),
    },
  };
}

/** A number in JSON has one meaning; in text, separators have to be understood. */
function toAmount(sent: string | number): Amount | null {
  if (typeof sent === 'string') return readAmount(sent);
  return Math.abs(sent) < 1e12 ? { value: Math.round(sent * 100) / 100, currency: null } : null;
}

const notADate = 'is not a date such as 2026-11-23 or 2026-11-23T09:30:00Z';

function refuse(given: Given, field: Field, what: string): { refusal: Refusal } {
  const name = given.fields.get(field)?.name ?? writtenName(field);
  return { refusal: { field: name, why: `${name} ${what}.` } };
}

function refuseUnreachable(given: Given, fields: Fields): { refusal: Refusal } {
  if (fields.email) return refuse(given, 'email', 'is not an email address, and there is no name');
  if (fields.phone) return refuse(given, 'phone', 'is not a phone number, and there is no name');
  const why = 'There is no name, no email address and no phone number.';
  return { refusal: { field: 'name', why } };
}

/** The full name says it all; its parts are kept as they were sent. */
function keepApart(given: Given, custom: Map<string, unknown>, parts: readonly Field[]): void {
  for (const part of parts) {
    const sent = given.fields.get(part);
    if (sent) custom.set(sent.name, sent.value);
  }
}

const isBlank = (value: unknown): boolean =>
  value === null || value === undefined || (typeof value === 'string' && value.trim() === '');

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
