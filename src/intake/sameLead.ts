import { distance } from 'fastest-levenshtein';
import { isPlaceholder } from '../leads/completeness.ts';

/** What somebody goes by. */
export type Named = { readonly name: string | null; readonly company: string | null };

/**
 * Whether two that have a phone number or a shared mailbox in common are one lead: where their names,
 * or their companies, are similar. Nothing that is missing, or a
 * placeholder, is similar to anything.
 */
export const isSimilar = (one: Named, other: Named): boolean =>
  isSimilarName(one.name, other.name) || isSimilarCompany(one.company, other.company);

const titles =
  wordSet(`mr mrs ms miss mx dr prof sir herr frau mme mlle monsieur madame senor senora
  signor signora dhr mevr ing dipl mag phd md mba`);
/** Father and son have the rest in common. */
const generations = wordSet('jr junior sr senior ii iii iv');
const legalForms =
  wordSet(`gmbh mbh ag kg kgaa ohg ug gbr ek ev eg se ltd limited llc llp lp plc inc
  incorporated corp corporation co company companies sa sas sasu sarl eurl sci snc srl srls spa sl slu
  sau bv nv vof cv bvba ab as asa aps oy oyj hf kk pty pte pvt sdn bhd sro as doo ood eood zrt kft bt
  spzoo zoo sp ltda eireli sapi the and und et y e`);

/**
 * Whether two names are likely one person's, whatever their case, accents, order and titles: the same
 * words with at most one slip of the pen in a long one, or one name with a middle name more. Another
 * last letter is another name (Francesco, Francesca), and so are Junior and Senior.
 */
export function isSimilarName(one: string | null, other: string | null): boolean {
  const [a, b] = [wordsOf(one), wordsOf(other)].map((all) => without(all, titles)) as [
    string[],
    string[],
  ]; // of two, two
  if (a.length === 0 || b.length === 0) return false;
  if (a.join('') === b.join('')) return true;
  if (generationOf(a) !== generationOf(b)) return false;
  const [long, short] = [spelledOut(a), spelledOut(b)].toSorted((x, y) => y.length - x.length) as [
    string[],
    string[],
  ];
  if (long.length !== short.length && short.length < 2) return false;
  return matches(short, long);
}

/** Whether two names are likely one company's, whatever its legal form is written like. */
export function isSimilarCompany(one: string | null, other: string | null): boolean {
  const [a, b] = [companyWords(one), companyWords(other)];
  if (a.length === 0 || b.length === 0) return false;
  const [x, y] = [a.join(''), b.join('')];
  if (x === y || a.toSorted().join(' ') === b.toSorted().join(' ')) return true;
  if (x.replace(/\D/g, '') !== y.replace(/\D/g, '')) return false;
  const shorter = Math.min(x.length, y.length);
  return shorter >= 6 && distance(x, y) <= (shorter >= 12 ? 2 : 1);
}

/** Each word of the one is a word of the other. */
function matches(short: readonly string[], long: readonly string[]): boolean {
  const left = [...long];
  return [...short]
    .toSorted((x, y) => Number(left.includes(y)) - Number(left.includes(x)))
    .every((word) => {
      const exact = left.indexOf(word);
      const at = exact === -1 ? left.findIndex((each) => isSlip(word, each)) : exact;
      if (at === -1) return false;
      left.splice(at, 1);
      return true;
    });
}

function isSlip(a: string, b: string): boolean {
  const shorter = Math.min(a.length, b.length);
  if (Math.max(a.length, b.length) < 6 || distance(a, b) !== 1) return false;
  return a.slice(0, shorter - 1) !== b.slice(0, shorter - 1);
}

const generationOf = (all: readonly string[]): string =>
  all.filter((word) => generations.has(word)).join(' ');

const isInitial = /^.$/u;

/** An initial between two names tells nothing. */
function spelledOut(all: readonly string[]): string[] {
  const long = all.filter((word) => !isInitial.test(word));
  return long.length >= 2 ? long : [...all];
}

function companyWords(text: string | null): string[] {
  const named =
    text === null ? null : text.replace(/株式会社|有限会社|合同会社|[（(]株[）)]|㈱|㈲/g, ' ');
  const all = wordsOf(named).reduce<string[]>((words, word, at, { [at - 1]: before }) => {
    // S.A., G.m.b.H.
    if (word.length === 1 && before?.length === 1) words.push(`${words.pop() ?? ''}${word}`);
    else words.push(word);
    return words;
  }, []);
  return without(all, legalForms);
}

/** Without these, unless nothing would be left. */
function without(all: readonly string[], left: ReadonlySet<string>): string[] {
  const kept = all.filter((word) => !left.has(word));
  return kept.length > 0 ? kept : [...all];
}

/** No form of Unicode takes these apart. */
const letters: Readonly<Record<string, string>> = {
  ...{ ß: 'ss', ø: 'o', æ: 'ae', œ: 'oe', ł: 'l', đ: 'd', ð: 'd', þ: 'th', ı: 'i' },
};

/** Lower case, without accents; `ue` as `ü` is written without. */
function wordsOf(text: string | null): string[] {
  if (text === null || isPlaceholder(text)) return [];
  return text
    .slice(0, 300)
    .normalize('NFKD')
    .toLowerCase()
    .replace(/\p{M}/gu, '')
    .replace(/[ßøæœłđðþı]/g, (letter) => letters[letter] ?? letter)
    .replace(/([aou])e/g, '$1')
    .replace(/['’`]/g, '')
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word !== '');
}

/** Folded as those that they are compared with. */
function wordSet(list: string): ReadonlySet<string> {
  return new Set(list.split(/\s+/).map((word) => word.replace(/([aou])e/g, '$1')));
}
