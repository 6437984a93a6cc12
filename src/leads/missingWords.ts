import { oneLine } from '../slack/richText.ts';
import { type AskableField, isAskable, partsIn } from './completeness.ts';

const words: Readonly<Record<AskableField, string>> = {
  name: 'name',
  company: 'company',
  email: 'email address',
  phone: 'phone number',
  website: 'website',
  message: 'what they ask for',
  value: 'value',
  country: 'country',
  language: 'language',
  stage: 'stage of their purchase',
  segment: 'segment',
  appointmentAt: 'appointment',
  preferredContact: 'preferred contact',
  externalId: 'reference',
};

/** What a field is called in the middle of a sentence. */
export const fieldInWords = (field: string): string =>
  isAskable(field) ? words[field] : oneLine(field.replace(/^custom\./, ''), 60);

/** `email address or phone number`, `phone number that works`. */
export const codeInWords = (code: string): string =>
  partsIn(code)
    .map(({ field, another }) => fieldInWords(field) + (another ? ' that works' : ''))
    .join(' or ');

/** `phone number, email address or Budget`, of what a lead lacks. */
export const missingInWords = (missing: readonly string[]): string =>
  missing.map(codeInWords).join(', ');
