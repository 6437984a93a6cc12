/** A sum as people write it. */
export type Amount = {
  readonly value: number;
  /** Null: none was written, or a sign that is several currencies'. */
  readonly currency: string | null;
};

const currencies = new Set(Intl.supportedValuesOf('currency'));
const signs: Readonly<Record<string, string>> = { '€': 'EUR', '£': 'GBP', '₹': 'INR' };
const shape = /^([a-z]{3}|[$€£¥₹])? ?(\d[\d.,'’ ]{0,20}) ?(k?) ?([a-z]{3}|[$€£¥₹])?$/i;

/** `5000`, `1,250.50 EUR`, `€5k`, `1.250,50`; null where it is not one amount below a trillion. */
export function readAmount(written: string): Amount | null {
  const match = shape.exec(written.normalize('NFKC').trim());
  if (!match) return null;
  const [, before, digits = '', thousand, after] = match;
  const unit = (before ?? after ?? '').toUpperCase();
  if (unit.length === 3 && !currencies.has(unit)) return null;
  const value = Number(plainNumber(digits.replace(/[ '’]/g, ''))) * (thousand ? 1000 : 1);
  if (!Number.isFinite(value) || value >= 1e12) return null;
  const currency = signs[unit] ?? (unit.length === 3 ? unit : null);
  return { value: Math.round(value * 100) / 100, currency };
}

/** A last separator that is not before three digits is the decimal one; all others group. */
function plainNumber(digits: string): string {
  const [, whole = '', cents] = /^(.*?)(?:[.,](\d{1,2}|\d{4,}))?$/.exec(digits) ?? [];
  return `${whole.replace(/[.,]/g, '')}.${cents ?? '0'}`;
}
