import { isMadeUp, isPlaceholder } from './completeness.ts';
import type { Lead, LeadDetails } from './lead.ts';

type LeadFields = Pick<
  Lead,
  | 'value'
  | 'currency'
  | 'country'
  | 'language'
  | 'stage'
  | 'segment'
  | 'appointmentAt'
  | 'preferredContact'
>;

/** What is told of a lead, by whoever brought it. */
export type Told = LeadDetails & LeadFields;

/** What another source said of a field, or what the field said before. Personal. */
export type FieldValue = {
  /** A key of `fields`; `custom.<name>` for a custom one. */
  readonly field: string;
  readonly value: string;
};

export type FieldNews = {
  /** What was not known, for the lead's own fields. */
  readonly details: Partial<LeadDetails>;
  readonly lead: Partial<LeadFields>;
  /** What is known otherwise, to be kept beside them. */
  readonly others: readonly FieldValue[];
};

type Field = {
  /** Null: nothing is said. */
  readonly text: (told: Told) => string | null;
  readonly takes: readonly (keyof Told)[];
};

const plainField = (name: 'name' | 'company' | 'website' | 'message' | 'externalId'): Field => ({
  text: (told) => told[name],
  takes: [name],
});
const codeField = (
  name: 'country' | 'language' | 'stage' | 'segment' | 'preferredContact',
): Field => ({ text: (told) => told[name], takes: [name] });

const ofDetails: Readonly<Record<string, Field>> = {
  name: plainField('name'),
  company: plainField('company'),
  email: { text: (told) => told.email ?? told.emailAsGiven, takes: ['email', 'emailAsGiven'] },
  phone: { text: (told) => told.phone ?? told.phoneAsGiven, takes: ['phone', 'phoneAsGiven'] },
  website: plainField('website'),
  message: plainField('message'),
  externalId: plainField('externalId'),
};

const ofLead: Readonly<Record<string, Field>> = {
  value: {
    text: ({ value, currency }) =>
      value === null ? null : [value, currency].filter((part) => part !== null).join(' '),
    takes: ['value', 'currency'],
  },
  country: codeField('country'),
  language: codeField('language'),
  stage: codeField('stage'),
  segment: codeField('segment'),
  appointmentAt: {
    text: ({ appointmentAt }) => appointmentAt?.toISOString() ?? null,
    takes: ['appointmentAt'],
  },
  preferredContact: codeField('preferredContact'),
};

/** Of one field no more are kept: a source that sends another time each hour would fill the table. */
const mostOthers = 50;

/**
 * What another telling of the same lead adds to it. Nothing that is known is replaced, but for a
 * contact that nothing can be made of and for a placeholder, and nothing that is said is lost: whoever tells first, the same
 * is known in the end. What somebody said does not work is not taken again. `kept`: the other values
 * that are kept already.
 */
export function fieldNews(known: Told, said: Told, kept: readonly FieldValue[]): FieldNews {
  const told = withoutWrong(said, kept);
  const details = compare(ofDetails, known, told);
  const lead = compare(ofLead, known, told);
  const custom = compareCustom(known, told);
  const isNew = ({ field, value }: FieldValue) => {
    const same = kept.filter((one) => one.field === field);
    return same.length < mostOthers && !same.some((one) => one.value === value);
  };
  return {
    // Of Told, taken by the names above.
    details: {
      ...(details.taken as Partial<LeadDetails>),
      ...(custom.added.length > 0 && {
        custom: { ...known.custom, ...Object.fromEntries(custom.added) },
      }),
    },
    lead: lead.taken,
    others: [...details.others, ...lead.others, ...custom.others].filter(isNew),
  };
}

function compare(fields: Readonly<Record<string, Field>>, known: Told, told: Told) {
  const others: FieldValue[] = [];
  let taken: Partial<Told> = {};
  for (const [field, { text, takes }] of Object.entries(fields)) {
    const [before, said] = [text(known), text(told)];
    if (said === null || said === before) continue;
    const takesOver =
      before === null ||
      (isContact(field) && !known[field] && told[field]) ||
      (isNothing(before) && !isNothing(said));
    if (takesOver) taken = { ...taken, ...pick(told, takes) };
    if (before !== null) others.push({ field, value: takesOver ? before : said });
  }
  return { taken, others };
}

/** The field under which a contact is kept that does not work. */
export const wrongField = (field: 'email' | 'phone'): string => `wrong.${field}`;

/** Whether somebody said of this contact that it does not work. */
export const isWrong = (
  field: 'email' | 'phone',
  value: string | null,
  kept: readonly FieldValue[],
): boolean => kept.some((one) => one.field === wrongField(field) && one.value === value);

function withoutWrong(told: Told, kept: readonly FieldValue[]): Told {
  return {
    ...told,
    ...(isWrong('email', told.email, kept) && { email: null, emailAsGiven: null }),
    ...(isWrong('phone', told.phone, kept) && { phone: null, phoneAsGiven: null }),
  };
}

const isNothing = (text: string) => isPlaceholder(text) || isMadeUp(text);

const isContact = (field: string): field is 'email' | 'phone' =>
  field === 'email' || field === 'phone';

function compareCustom(known: Told, told: Told) {
  const all = Object.entries(told.custom);
  const isUnknown = ([name]: [string, unknown]) => !Object.hasOwn(known.custom, name);
  const saysMore = ([name, value]: [string, unknown]) =>
    isPlaceholder(customText(known.custom[name])) && !isPlaceholder(customText(value));
  const differs = ([name, value]: [string, unknown]) =>
    customText(known.custom[name]) !== customText(value);
  return {
    added: all.filter((one) => isUnknown(one) || saysMore(one)),
    others: all
      .filter((one) => !isUnknown(one) && differs(one))
      .map(([name, value]): FieldValue => {
        const other = saysMore([name, value]) ? known.custom[name] : value;
        return { field: `custom.${name}`, value: customText(other) };
      }),
  };
}

/** As it is shown; the same however the database has ordered its keys. */
export const customText = (value: unknown): string =>
  typeof value === 'string' ? value : (JSON.stringify(value, inOrder) ?? '');

const inOrder = (_key: string, value: unknown): unknown =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
    ? Object.fromEntries(Object.entries(value).toSorted(([a], [b]) => (a < b ? -1 : 1)))
    : value;

const labels: Readonly<Record<string, string>> = {
  externalId: 'Reference',
  appointmentAt: 'Appointment',
  preferredContact: 'Prefers',
  'wrong.email': 'Email that does not work',
  'wrong.phone': 'Phone that does not work',
};

/** How a field is called to people. */
export const fieldLabel = (field: string): string =>
  field.startsWith('custom.')
    ? field.slice('custom.'.length, 60)
    : (labels[field] ?? field.slice(0, 1).toUpperCase() + field.slice(1));

/** Everything that is known of a lead, as texts: what its fields say, and what else was said of them. */
export function everythingSaid(known: Told, others: readonly FieldValue[]): FieldValue[] {
  const said = Object.entries({ ...ofDetails, ...ofLead }).flatMap(([field, { text }]) => {
    const value = text(known);
    return value === null ? [] : [{ field, value }];
  });
  const custom = Object.entries(known.custom).map(([name, value]) => ({
    field: `custom.${name}`,
    value: customText(value),
  }));
  return [...said, ...custom, ...others];
}

function pick(told: Told, names: readonly (keyof Told)[]): Partial<Told> {
  return Object.fromEntries(names.map((name) => [name, told[name]]));
}
