/**
 * What may arrive with a lead, and the names under which forms and CRMs send it: the first is ours,
 * of several that are filled the earliest wins. A name is compared by its letters and digits alone,
 * so `E-Mail`, `e_mail` and `eMail` are one.
 */
const names = {
  name: 'name, full name, lead name, contact name, customer name, your name, contact, nom, nom complet, 名前, お名前, 氏名',
  firstName: 'first name, first, given name, forename, prénom, vorname',
  lastName: 'last name, last, surname, family name, nachname',
  company:
    'company, company name, organization, organisation, account name, account, business, business name, entreprise, société, firma, unternehmen, 会社名, 会社, 貴社名',
  email:
    'email, email address, mail, work email, business email, contact email, email from, user email, メール, メールアドレス',
  phone:
    'phone, phone number, telephone, telephone number, tel, mobile, mobile phone, mobile number, cell, cell phone, work phone, contact number, user phone, téléphone, telefon, telefonnummer, 電話, 電話番号',
  website: 'website, website url, web site, company website, homepage, web, url',
  message:
    'message, your message, enquiry, inquiry, comments, comment, question, notes, note, description, bemerkungen, nachricht, メモ',
  value:
    'value, amount, deal value, deal amount, estimated value, expected revenue, opportunity amount',
  currency: 'currency, currency code, currency iso code',
  country: 'country, country code, country region, pays, land',
  language: 'language, preferred language, lang, locale',
  stage: 'stage, buying stage',
  segment: 'segment',
  appointmentAt: 'appointment at, appointment, appointment time, appointment date, meeting time',
  preferredContact: 'preferred contact, preferred contact method, contact method',
  externalId: 'external id, lead id, record id, submission id, id',
  receivedAt:
    'received at, created at, submitted at, created time, create time, create date, created date, date created, created, timestamp',
} as const;

/** Only an import may say who works on a lead and how far they are. */
const importNames = {
  owner: 'owner, owner email, lead owner, contact owner, record owner, assigned to, sales rep',
  status: 'status, lead status, statut',
} as const;

export type Field = keyof typeof names;
export type ImportField = Field | keyof typeof importNames;

/** A field, and how good a name for it was found: 0 is the best. */
export type Named<F> = { readonly field: F; readonly rank: number };

const arrivalFields = table<Field>(names);
const importFields = table<ImportField>({ ...names, ...importNames });

export const fieldNamed = (name: string): Named<Field> | undefined => arrivalFields.get(key(name));
export const importFieldNamed = (name: string): Named<ImportField> | undefined =>
  importFields.get(key(name));

/** Our own name of a field, as senders write it in JSON: `received_at`. */
export const writtenName = (field: ImportField): string =>
  field.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);

/** Our own names, for sentences that list what can be said. */
export const importFieldNames: readonly string[] = Object.keys({ ...names, ...importNames }).map(
  (field) => writtenName(field as ImportField), // keyof of a literal: Object.keys only forgets it
);

function key(name: string): string {
  return name
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]/gu, '');
}

function table<F extends string>(of: Record<F, string>): Map<string, Named<F>> {
  const found = new Map<string, Named<F>>();
  // keyof of a literal: Object.entries only forgets it
  for (const [field, spellings] of Object.entries(of) as [F, string][])
    spellings.split(', ').forEach((name, rank) => found.set(key(name), { field, rank }));
  return found;
}
