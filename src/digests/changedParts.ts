import type { Settings } from '../settings/settings.ts';

/** A part of the settings that was changed. */
export type ChangedPart = {
  readonly path: readonly string[];
  /** Of a rule: what it was and is now. Null: there was or is none; both: they are not told. */
  readonly from: string | null;
  readonly to: string | null;
};

/** Parts whose values are rules, and no person's, channel's or source's. */
const rules = [
  'windows',
  'ladder',
  'hotLadder',
  'lease',
  'limits',
  'workingTime',
  'digest',
  'scorecard',
  'pay',
  'feedback',
];

/** What two documents differ in, each time as deep as both have it. */
export function changedParts(before: Settings, after: Settings): ChangedPart[] {
  return differences(before, after, []);
}

function differences(before: unknown, after: unknown, path: readonly string[]): ChangedPart[] {
  if (JSON.stringify(before) === JSON.stringify(after)) return [];
  if (isRecord(before) && isRecord(after)) {
    const keys = [...new Set([...Object.keys(before), ...Object.keys(after)])];
    return keys.flatMap((key) => differences(before[key], after[key], [...path, key]));
  }
  const told = rules.includes(path[0] ?? '');
  return [{ path, from: told ? scalar(before) : null, to: told ? scalar(after) : null }];
}

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const scalar = (value: unknown): string | null =>
  ['string', 'number', 'boolean'].includes(typeof value) ? String(value) : null;
