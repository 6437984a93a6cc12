import type { LeadWithDetails } from '../leads/lead.ts';
import type { Arrival } from './arrival.ts';

const detailFields = ['name', 'company', 'website', 'message', 'externalId'] as const;
const leadFields = [
  'value',
  'country',
  'language',
  'stage',
  'segment',
  'appointmentAt',
  'preferredContact',
] as const;

/** What an arrival of the same lead adds to it. Nothing that is known is replaced. */
export type WhatIsNew = {
  readonly details: Partial<Omit<Arrival, (typeof leadFields)[number] | 'currency' | 'receivedAt'>>;
  readonly lead: Partial<Pick<Arrival, (typeof leadFields)[number] | 'currency'>>;
  /** A message other than those that came before. */
  readonly enquiry: string | null;
};

/** `enquiries`: the messages that came with earlier repetitions. */
export function whatIsNew(
  known: LeadWithDetails,
  arrival: Arrival,
  enquiries: readonly string[],
): WhatIsNew {
  const { details } = known;
  const addsCustom = Object.entries({ ...arrival.custom, ...otherContacts(known, arrival) }).filter(
    ([key]) => !Object.hasOwn(details.custom, key),
  );
  const { message } = arrival;
  const isEnquiry =
    message && details.message && ![details.message, ...enquiries].includes(message);
  return {
    details: {
      ...filled(detailFields, details, arrival),
      ...(details.email || !arrival.email ? {} : pick(arrival, 'email', 'emailAsGiven')),
      ...(details.phone || !arrival.phone ? {} : pick(arrival, 'phone', 'phoneAsGiven')),
      ...(addsCustom.length > 0 && {
        custom: { ...details.custom, ...Object.fromEntries(addsCustom) },
      }),
    },
    lead: {
      ...filled(leadFields, known, arrival),
      ...(known.value === null && arrival.value !== null && pick(arrival, 'currency')),
    },
    enquiry: isEnquiry ? message : null,
  };
}

/** Another address of the same person is not lost, but links stay with the first. */
function otherContacts({ details }: LeadWithDetails, arrival: Arrival): Record<string, unknown> {
  const differs = (field: 'email' | 'phone') =>
    details[field] !== null && arrival[field] !== null && details[field] !== arrival[field];
  return {
    ...(differs('email') && { 'Other email': arrival.emailAsGiven }),
    ...(differs('phone') && { 'Other phone': arrival.phoneAsGiven }),
  };
}

/** Codes for the event: which fields changed. Holds nothing that was written. */
export function changedFields({ details, lead, enquiry }: WhatIsNew): string[] {
  return [...Object.keys(details), ...Object.keys(lead), ...(enquiry === null ? [] : ['enquiry'])];
}

function filled<K extends keyof Arrival>(
  fields: readonly K[],
  known: { readonly [key in K]: unknown },
  arrival: Arrival,
): Partial<Pick<Arrival, K>> {
  return pick(
    arrival,
    ...fields.filter((field) => known[field] === null && arrival[field] !== null),
  );
}

function pick<K extends keyof Arrival>(arrival: Arrival, ...fields: K[]): Pick<Arrival, K> {
  // fromEntries forgets the keys
  return Object.fromEntries(fields.map((field) => [field, arrival[field]])) as Pick<Arrival, K>;
}
