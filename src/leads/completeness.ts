import { askableFields } from '../settings/settingsRules.ts';
import type { Settings } from '../settings/settings.ts';
import type { Lead, LeadDetails, LeadWithDetails } from './lead.ts';

/** What a source may ask of a lead, as the settings write it. */
export type AskableField = (typeof askableFields)[number];
export const isAskable = (field: string): field is AskableField =>
  askableFields.some((one) => one === field);

/** All that is known of a lead, as far as a must-have may ask for it. */
export type Known = Omit<LeadDetails, 'emailAsGiven' | 'phoneAsGiven'> &
  Pick<
    Lead,
    'value' | 'country' | 'language' | 'stage' | 'segment' | 'appointmentAt' | 'preferredContact'
  >;

export const knownOf = (lead: LeadWithDetails): Known => ({ ...lead, ...lead.details });

type MustHave = Settings['sources'][string]['mustHave'];

/** Must-haves as they are kept with a lead: of several that would do, all, joined by `|`. */
export const codesOf = (mustHave: MustHave): string[] =>
  (mustHave ?? []).map((one) => (typeof one === 'string' ? one : one.join('|')));

/** Which of these must-haves a lead lacks. */
export const lacking = (known: Known, codes: readonly string[]): string[] =>
  codes.filter((code) => !fieldsIn(code).some((field) => has(known, field)));

export const fieldsIn = (code: string): string[] => partsIn(code).map(({ field }) => field);

const working = 'working.';

/** A contact other than the one that came, which does not work: `working.phone`. */
export const workingCode = (field: Contact): string => working + field;

type Contact = 'email' | 'phone';
const contacts: readonly Contact[] = ['phone', 'email'];

/** The fields of which one would do, and whether it has to be another one than came. */
export const partsIn = (code: string): { readonly field: string; readonly another: boolean }[] =>
  code.split('|').map((part) => {
    const another = part.startsWith(working);
    return { field: another ? part.slice(working.length) : part, another };
  });

/** Of which contacts these say that the one that came does not work. */
export const notWorking = (codes: readonly string[]): Contact[] =>
  contacts.filter((field) => codes.includes(workingCode(field)));

/** Whether something usable is there: of an email address or a phone number, one that is valid. */
export function has(known: Known, field: string): boolean {
  if (field.startsWith('custom.')) return says(customOf(known, field));
  if (!isAskable(field)) return true;
  const value = known[field];
  if (field === 'email') return known.email !== null && !isMadeUp(known.email);
  return field === 'name' || field === 'company' || field === 'website' || field === 'message'
    ? says(value)
    : value !== null;
}

/** Under a name that differs in case or in spaces around it, too. */
function customOf({ custom }: Known, field: string): unknown {
  const wanted = plain(field.slice('custom.'.length));
  const named = Object.entries(custom).filter(([name]) => plain(name) === wanted);
  return named.map(([, value]) => value);
}

const plain = (text: string): string => text.trim().toLowerCase();

/** Of several values, as a form sends them for boxes that were ticked, one is enough. */
function says(value: unknown): boolean {
  if (typeof value === 'string') return !isPlaceholder(value);
  if (Array.isArray(value)) return value.some(says);
  if (typeof value === 'object' && value !== null) return Object.values(value).some(says);
  return value !== null && value !== undefined;
}

/** What people and forms put where they have nothing to say, in small letters and without spaces. */
const placeholders = new Set(
  [
    'select, selectone, selectanoption, selectoption, pleaseselect, pleasechoose, choose, chooseone',
    'none, null, nil, undefined, nan, na, nn, notapplicable, notavailable, notprovided, notspecified',
    'notknown, notset, noanswer, nothing, unknown, unspecified, unavailable, anonymous, anon, blank, empty',
    'test, testing, tester, testtest, testlead, testuser, test123, testname, testcompany, dummy, sample, example',
    'asdf, asdfasdf, asdfg, asdfgh, asdfghjkl, asd, asdasd, qwe, qwerty, qwertz, qwer, sdf, sdfsdf',
    'foo, foobar, foobaz, xyz, xx, xxx, xxxx, xxxxx, zzz, blah, blabla, tba, tbd, todo',
    'noname, noemail, nophone, nocompany, yourname, fullname, firstname, lastname, firstnamelastname',
    'youremail, yourcompany, companyname, loremipsum',
    'ka, keine, keinangabe, keineangabe, unbekannt, unknownunknown, bitteauswählen, bittewählen, auswählen',
    'inconnu, aucun, aucune, nonrenseigné, sélectionner, sélectionnez, desconocido, ninguno, sconosciuto',
    '不明, 未定, なし, 無し, 無, テスト, 未入力, 選択してください',
  ].flatMap((line) => line.split(', ')),
);

/** `Select`, `n/a`, `-`, `TEST`: something was written, and nothing was said. */
export function isPlaceholder(text: string): boolean {
  const letters = text
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]/gu, '');
  return letters === '' || placeholders.has(letters);
}

/** Valid, and nobody's: `test@test.com`, `asdf@asdf.de`, `a@a.com`. */
export function isMadeUp(email: string): boolean {
  const [local = '', domain] = email.split('@');
  if (domain === undefined) return false;
  const host = domain.split('.')[0] ?? '';
  const repeats = local === host;
  return isPlaceholder(local) ? repeats || isPlaceholder(host) : repeats && local.length === 1;
}

const usual = ['phone', 'email', 'name', 'company', 'message', 'value', 'country', 'website'];

/**
 * What a rep may ask for: the usual fields and its source's must-haves, as far as it lacks them, and
 * another email address or phone number than it has.
 */
export function askableOf(lead: LeadWithDetails, { sources }: Settings): string[] {
  const known = knownOf(lead);
  const source = Object.hasOwn(sources, lead.sourceKey) ? sources[lead.sourceKey] : undefined;
  const codes = lacking(known, codesOf(source?.mustHave));
  const absent = usual.filter((field) => isAskable(field) && !has(known, field));
  const others = contacts.filter((field) => has(known, field)).map(workingCode);
  return [...new Set([...lead.missing, ...codes, ...absent, ...others])];
}
