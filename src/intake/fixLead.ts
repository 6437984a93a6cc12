import type { Context, PersonActor } from '../context.ts';
import { assignLead } from '../leads/assignLead.ts';
import { type Plan, type Situation, changeLead } from '../leads/changeLead.ts';
import { fieldsIn, has, knownOf, lacking } from '../leads/completeness.ts';
import { fieldNews, type Told } from '../leads/fieldNews.ts';
import { goOn, stillLacking } from '../leads/hold.ts';
import type { LeadWithDetails } from '../leads/lead.ts';
import { fieldInWords } from '../leads/missingWords.ts';
import { may } from '../leads/permissions.ts';
import type { Gone, Refused, Repeated } from '../leads/refusal.ts';
import { isClosed } from '../leads/statuses.ts';
import type { Secrets } from '../secrets.ts';
import type { Settings } from '../settings/settings.ts';
import { toArrival } from './arrival.ts';
import { asItCame } from './asItCame.ts';
import { sortBody } from './given.ts';
import { findSource, localeOf } from './source.ts';
import { isSharedMailbox } from './sharedMailboxes.ts';

export type FixLead = {
  readonly leadId: number;
  readonly by: PersonActor;
  /** What was typed, by field: `phone`, `custom.Budget`. What the lead does not lack is not read, nor what stays as it came. */
  readonly typed: Readonly<Record<string, string>>;
};

/** It lacks nothing, or nothing any more. */
export type Complete = { readonly outcome: 'complete'; readonly lead: LeadWithDetails };
export type FixOutcome =
  | Complete
  /** Kept; this much is still to come. */
  | { readonly outcome: 'added'; readonly lead: LeadWithDetails }
  | {
      readonly outcome: 'invalid';
      readonly lead: LeadWithDetails;
      readonly errors: Readonly<Record<string, string>>;
    }
  | Gone
  | Refused
  | Repeated;

/**
 * Adds to an open lead what it lacked. With the last of it a held lead goes before reps as if it came
 * now, and whoever sent it back goes on. The owner of its source may, the managers of its channel and
 * admins.
 */
export async function fixLead(ctx: Context, input: FixLead): Promise<FixOutcome> {
  const answer = await changeLead(ctx, input, (situation) => fix(situation, input, ctx.secrets));
  const { lead } = answer;
  if (answer.outcome === 'complete' && lead?.routed && lead.status === 'new') {
    const assigned = await assignLead(ctx, lead.id);
    if ('lead' in assigned) return { outcome: 'complete', lead: assigned.lead };
  }
  return answer;
}

function fix(
  situation: Situation,
  { typed }: FixLead,
  secrets: Secrets,
): Plan<FixOutcome> | FixOutcome {
  const { lead, roles, settings } = situation;
  if (!may('complete a held lead', roles)) return { outcome: 'not-allowed', lead, why: 'source' };
  if (isClosed(lead.status)) return { outcome: 'gone', lead };
  if (lead.missing.length === 0) return { outcome: 'complete', lead };
  const fields = lead.missing.flatMap(fieldsIn);
  const given = Object.fromEntries(
    Object.entries(typed).filter(
      ([field, text]) =>
        fields.includes(field) && !['', asItCame(lead, field)].includes(text.trim()),
    ),
  );
  const { told, errors } = readFields(lead, given, settings.document);
  if (Object.keys(errors).length > 0) return { outcome: 'invalid', lead, errors };

  const { details, lead: own, others } = fieldNews({ ...lead, ...lead.details }, told, []);
  const whole = { ...lead, ...own, details: { ...lead.details, ...details } };
  const missing = lacking(knownOf(whole), lead.missing);
  const plan = missing.length === 0 ? goOn(situation, missing) : stillLacking(lead, missing);
  const { email } = details;
  return {
    change: {
      ...plan,
      kind: 'completed',
      set: { ...own, ...plan.set },
      data: { missing },
      before: others,
      ...(Object.keys(details).length > 0 && { details }),
      ...(email &&
        !isSharedMailbox(email) && {
          identities: [{ kind: 'email', hash: secrets.identityHash('email', email) }],
        }),
    },
    answer: (fixed) => ({ outcome: missing.length === 0 ? 'complete' : 'added', lead: fixed }),
  };
}

const sayings: Readonly<Record<string, string>> = {
  email: 'This is not an email address that somebody has.',
  phone: 'This is not a phone number. Write it with its country, such as +49 30 1234567.',
  country: 'Write a country such as Germany or DE.',
  language: 'Write a language such as English or en.',
  stage: 'Write unaware, problem, options, decision or purchase.',
  preferredContact: 'Write email, phone, meeting or other.',
};

/** Each field by itself, as intake reads it; what cannot be read, with a sentence beside its field. */
function readFields(
  lead: LeadWithDetails,
  given: Readonly<Record<string, string>>,
  settings: Settings,
): { readonly told: Told; readonly errors: Readonly<Record<string, string>> } {
  const source = findSource(settings, lead.sourceKey, lead.channelId) ?? {
    channel: lead.channelId,
  };
  const locale = localeOf(source, settings);
  const errors: Record<string, string> = {};
  let told = nothing;
  for (const [field, text] of Object.entries(given)) {
    const body = field.startsWith('custom.')
      ? { custom: { [customName(lead, field)]: text } }
      : { [field]: text };
    const read = toArrival(sortBody({ name: '-', ...body }), locale);
    if ('refusal' in read) errors[field] = read.refusal.why;
    else if (!has(read.arrival, field)) {
      errors[field] = sayings[field] ?? `Write the ${fieldInWords(field)}.`;
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
  if (Object.keys(given).length > 0) return { told, errors };
  const first = fieldsIn(lead.missing[0] ?? '')[0] ?? '';
  return { told, errors: { [first]: 'Fill in what you know.' } };
}

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
