import { fieldsIn, has } from '../leads/completeness.ts';
import { type FieldValue, isWrong, type Told } from '../leads/fieldNews.ts';
import type { LeadWithDetails } from '../leads/lead.ts';
import { fieldInWords } from '../leads/missingWords.ts';
import type { Settings } from '../settings/settings.ts';
import { toArrival } from './arrival.ts';
import { asItCame } from './asItCame.ts';
import { sortBody } from './given.ts';
import { findSource, localeOf } from './source.ts';

/** What somebody typed about a lead that lacks something, by field, as intake reads it. */
export type TypedFields = {
  readonly told: Told;
  /** What cannot be read, with a sentence beside its field. */
  readonly errors: Readonly<Record<string, string>>;
};

/**
 * Each field by itself. What the lead does not lack is not read, nor what stays as it came; where
 * nothing is left, that is an error, too. `kept`: the other values that are kept of its fields.
 */
export function readTypedFields(
  lead: LeadWithDetails,
  typed: Readonly<Record<string, string>>,
  settings: Settings,
  kept: readonly FieldValue[],
): TypedFields {
  const source = findSource(settings, lead.sourceKey, lead.channelId) ?? {
    channel: lead.channelId,
  };
  const locale = localeOf(source, settings);
  const errors: Record<string, string> = {};
  let told = nothing;
  const given = givenOf(lead, typed);
  for (const [field, text] of given) {
    const body = field.startsWith('custom.')
      ? { custom: { [customName(lead, field)]: text } }
      : { [field]: text };
    const read = toArrival(sortBody({ name: '-', ...body }), locale);
    if ('refusal' in read) errors[field] = read.refusal.why;
    else if (!has(read.arrival, field)) {
      errors[field] = sayings[field] ?? `Write the ${fieldInWords(field)}.`;
    } else if (
      (field === 'email' || field === 'phone') &&
      isWrong(field, read.arrival[field], kept)
    ) {
      errors[field] = 'This is the one that does not work, a rep says. Write another one.';
    } else {
      const { name, custom, receivedAt: _, ...rest } = read.arrival;
      const said = Object.fromEntries(Object.entries(rest).filter(([, value]) => value !== null));
      told = {
        ...told,
        ...said,
        ...(field === 'name' && { name }),
        custom: { ...told.custom, ...custom },
      };
    }
  }
  if (given.length > 0) return { told, errors };
  const first = fieldsIn(lead.missing[0] ?? '')[0] ?? '';
  return { told, errors: { [first]: 'Fill in what you know.' } };
}

function givenOf(
  lead: LeadWithDetails,
  typed: Readonly<Record<string, string>>,
): [string, string][] {
  const fields = lead.missing.flatMap(fieldsIn);
  return Object.entries(typed).filter(
    ([field, text]) => fields.includes(field) && !['', asItCame(lead, field)].includes(text.trim()),
  );
}

const sayings: Readonly<Record<string, string>> = {
  email: 'This is not an email address that somebody has.',
  phone: 'This is not a phone number. Write it with its country, such as +49 30 1234567.',
  country: 'Write a country such as Germany or DE.',
  language: 'Write a language such as English or en.',
  stage: 'Write unaware, problem, options, decision or purchase.',
  preferredContact: 'Write email, phone, meeting or other.',
};

/** As the lead has it, where it differs in case or in spaces around it. */
function customName({ details }: LeadWithDetails, field: string): string {
  const name = field.slice('custom.'.length);
  const plain = (text: string) => text.trim().toLowerCase();
  return Object.keys(details.custom).find((key) => plain(key) === plain(name)) ?? name;
}

const nothing: Told = {
  ...{ name: null, company: null, email: null, emailAsGiven: null, phone: null },
  ...{ phoneAsGiven: null, website: null, message: null, externalId: null, custom: {} },
  ...{ value: null, currency: null, country: null, language: null, stage: null },
  ...{ segment: null, appointmentAt: null, preferredContact: null },
};
