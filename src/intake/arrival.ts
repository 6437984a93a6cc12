import { z } from 'zod';
import { cleanText } from '../db/cleanText.ts';
import { type Amount, readAmount } from '../leads/amount.ts';
import type { Lead, LeadDetails } from '../leads/lead.ts';
import { normaliseEmail, normalisePhone } from './contacts.ts';
import { customProblem, keepCustom } from './customFields.ts';
import { type Field, writtenName } from './fields.ts';
import type { Given } from './given.ts';
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
 * Checks and normalises what was sent. A lead without a name and without a way to reach it is
 * refused, and so is what was sent under one of our own names and cannot be read, an amount or a date
 * say. Under another name it was only taken for that field: then it is kept as a custom one.
 */
export function toArrival(
  given: Given,
  locale: SourceLocale,
): { readonly arrival: Arrival } | { readonly refusal: Refusal } {
  const values = Object.fromEntries([...given.fields].map(([field, { value }]) => [field, value]));
  const parsed = arrivalSchema.safeParse(values);
  if (!parsed.success) {
    // The schema's keys are the fields.
    const faults = parsed.error.issues.map(
      ({ path, message }) => [path[0] as Field, message] as const,
    );
    const fault = faults.find(([field]) => isOurs(given, field));
    return fault
      ? refuse(given, ...fault)
      : toArrival(
          demote(
            given,
            faults.map(([field]) => field),
          ),
          locale,
        );
  }
  const problem = customProblem(given.custom);
  if (problem) return { refusal: problem };
  return readFields(given, parsed.data, locale);
}

const isOurs = (given: Given, field: Field): boolean => (given.fields.get(field)?.rank ?? 0) <= 0;

function demote(given: Given, demoted: readonly Field[]): Given {
  const sent = demoted.flatMap((field) => given.fields.get(field) ?? []);
  return {
    fields: new Map([...given.fields].filter(([field]) => !demoted.includes(field))),
    custom: new Map([...given.custom, ...sent.map(({ name, value }) => [name, value] as const)]),
  };
}

function readFields(
  given: Given,
  fields: Fields,
  locale: SourceLocale,
): ReturnType<typeof toArrival> {
  const custom = new Map(given.custom);
  const refusals: { refusal: Refusal }[] = [];
  /** `fault`: what is wrong with one that cannot be read. Without, it is no reason to lose a lead. */
  function read<F extends Field, T>(
    field: F,
    reader: (written: NonNullable<Fields[F]>) => T | null,
    fault?: string,
  ): T | null {
    const sent = given.fields.get(field);
    const written = fields[field];
    if (!sent || written === undefined) return null;
    const value = reader(written);
    if (value !== null) return value;
    if (fault && isOurs(given, field)) refusals.push(refuse(given, field, fault));
    else custom.set(sent.name, sent.value);
    return null;
  }
  const readDate = (written: string | number) => readInstant(written, locale);
  const country = read('country', readCountry);
  const amount = read('value', toAmount, 'is not an amount such as 1250.50');
  const name = fields.name || [fields.firstName, fields.lastName].filter(Boolean).join(' ') || null;
  if (fields.name) keepApart(given, custom, ['firstName', 'lastName']);
  const email = fields.email ? normaliseEmail(fields.email) : null;
  const phone = fields.phone ? normalisePhone(fields.phone, [country, locale.country]) : null;
  const arrival = {
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
    currency: read('currency', readCurrency) ?? amount?.currency ?? (amount && locale.currency),
    country,
    language: read('language', readLanguage),
    stage: read('stage', readStage),
    segment: fields.segment || null,
    appointmentAt: read('appointmentAt', readDate, notADate),
    preferredContact: read('preferredContact', readPreferredContact),
    receivedAt: read('receivedAt', readDate, notADate),
  };
  if (!name && !email && !phone) return refuseUnreachable(given, fields);
  return refusals[0] ?? { arrival: { ...arrival, custom: keepCustom(custom) } };
}

/** A number in JSON has one meaning; in text, separators have to be understood. */
function toAmount(sent: string | number): Amount | null {
  if (typeof sent === 'string') return readAmount(sent);
  return sent >= 0 && sent < 1e12 ? { value: Math.round(sent * 100) / 100, currency: null } : null;
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
