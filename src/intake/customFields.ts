import { cleanText } from '../db/cleanText.ts';

/** Fields that are not ours are kept as they were sent, within these limits. */
const deepest = 5;
const mostValues = 500;
const longest = 65_536;

/** Why these cannot be kept: nested too deeply, too many, too large. Null: they can. */
export function customProblem(
  custom: ReadonlyMap<string, unknown>,
): { field: string; why: string } | null {
  let values = 0;
  let length = 0;
  for (const [field, value] of custom) {
    const problem = measure(value, 1);
    length += field.length;
    if (problem) return { field, why: `${field.slice(0, 100)} ${problem}.` };
  }
  return null;

  function measure(value: unknown, depth: number): string | null {
    values += 1;
    if (values > mostValues) return `is one of more than ${mostValues} values`;
    if (depth > deepest) return `is nested more than ${deepest} levels deep`;
    length += typeof value === 'string' ? value.length : 8;
    if (typeof value === 'object' && value !== null)
      for (const [key, inner] of Object.entries(value)) {
        length += key.length;
        const problem = measure(inner, depth + 1);
        if (problem) return problem;
      }
    return length > longest ? 'makes the other fields larger than 64 KiB' : null;
  }
}

/** A copy that can be stored and spread safely. A key `__proto__` is nobody's field and is left out. */
export function keepCustom(custom: ReadonlyMap<string, unknown>): Record<string, unknown> {
  return copyEntries(custom.entries());
}

function copyEntries(entries: Iterable<[string, unknown]>): Record<string, unknown> {
  const kept: Record<string, unknown> = {};
  for (const [name, value] of entries) {
    const key = cleanText(name);
    if (key !== '__proto__') kept[key] = copy(value);
  }
  return kept;
}

function copy(value: unknown): unknown {
  if (typeof value === 'string') return cleanText(value);
  if (Array.isArray(value)) return value.map(copy);
  if (typeof value === 'object' && value !== null) return copyEntries(Object.entries(value));
  return value;
}
