import { type Field, fieldNamed } from './fields.ts';

/** A field as it was sent. `rank`: how good its name was, 0 or less for ours. */
export type GivenField = { readonly name: string; readonly value: unknown; readonly rank: number };

/** What was sent, sorted: our fields, and the rest. */
export type Given = {
  readonly fields: ReadonlyMap<Field, GivenField>;
  readonly custom: ReadonlyMap<string, unknown>;
};

/**
 * Sorts a JSON object that was sent: by our names and their common spellings. Where two names mean
 * one field, the better name that is filled gives it, and the other is kept as a custom field. An
 * envelope `{type, data}` is opened, and `custom` taken for more custom fields.
 */
export function sortBody(body: Readonly<Record<string, unknown>>): Given {
  const { data, type } = body;
  const sent = typeof type === 'string' && isObject(data) ? data : body;
  const fields = new Map<Field, GivenField>();
  const custom = new Map<string, unknown>();
  for (const [name, value] of Object.entries(sent)) {
    if (isBlank(value) || (name === 'custom' && isObject(value))) continue;
    const named = fieldNamed(name);
    const before = named && fields.get(named.field);
    if (!named || (before && before.rank <= named.rank)) {
      custom.set(name, value);
      continue;
    }
    if (before) custom.set(before.name, before.value);
    fields.set(named.field, { name, value, rank: named.rank });
  }
  if (isObject(sent['custom']))
    for (const [name, value] of Object.entries(sent['custom'])) custom.set(name, value);
  return { fields, custom };
}

const isBlank = (value: unknown): boolean =>
  value === null || value === undefined || (typeof value === 'string' && value.trim() === '');

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
