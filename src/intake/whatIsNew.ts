import { isPlaceholder } from '../leads/completeness.ts';
import { fieldNews, type FieldNews, type FieldValue } from '../leads/fieldNews.ts';
import type { LeadWithDetails } from '../leads/lead.ts';
import type { Arrival } from './arrival.ts';

/** What an arrival of the same lead adds to it. Nothing that is known is replaced. */
export type WhatIsNew = FieldNews & {
  /** A message other than those that came before. */
  readonly enquiry: string | null;
  /** It came in before the lead did, as far as was known. */
  readonly receivedAt: Date | null;
};

/** What came with earlier repetitions: messages, and fields that were said otherwise. */
export type Repetitions = {
  readonly enquiries: readonly string[];
  readonly values: readonly FieldValue[];
};

export function whatIsNew(
  known: LeadWithDetails,
  arrival: Arrival,
  { enquiries, values }: Repetitions,
): WhatIsNew {
  const { message, receivedAt } = arrival;
  const told = { ...known, ...known.details };
  const asked = told.message !== null && isPlaceholder(told.message) ? null : told.message;
  const messages = values.filter(({ field }) => field === 'message').map(({ value }) => value);
  const isEnquiry = message && asked && ![asked, ...messages, ...enquiries].includes(message);
  // What is not the first message is an enquiry, and shown as one.
  const others = { ...arrival, message: asked ?? message };
  return {
    ...fieldNews(told, others, values),
    enquiry: isEnquiry ? message : null,
    receivedAt: receivedAt && receivedAt < known.receivedAt ? receivedAt : null,
  };
}

/** Codes for the event: which fields changed. Holds nothing that was written. */
export function changedFields({ details, lead, others, enquiry, receivedAt }: WhatIsNew): string[] {
  const elsewhere = others.map(({ field }) => (field.startsWith('custom.') ? 'custom' : field));
  return [
    ...new Set([
      ...Object.keys(details),
      ...Object.keys(lead),
      ...elsewhere,
      ...(enquiry === null ? [] : ['enquiry']),
      ...(receivedAt ? ['receivedAt'] : []),
    ]),
  ];
}
