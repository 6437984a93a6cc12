const shortest = 3;

/**
 * What is looked for, in lower case: words, each of which must be found; or the digits of a phone
 * number, however they are grouped, without what a country puts before them. Null: too little to
 * look for.
 */
export function searchTerms(typed: string): string[] | null {
  const text = typed.normalize('NFC').toLowerCase().trim().slice(0, 200);
  if (/^[+\d][\d\s()./-]*$/.test(text)) {
    const digits = text.replace(/\D/g, '').replace(/^0+/, '');
    return digits.length >= shortest ? [digits] : null;
  }
  const terms = text.split(/\s+/).filter(Boolean);
  return terms.some((term) => term.length >= shortest) ? terms.slice(0, 8) : null;
}
