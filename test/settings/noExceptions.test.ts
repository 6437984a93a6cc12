import { expect, test } from 'vitest';
import { z } from 'zod';
import { settingsShape } from '../../src/settings/settings.ts';

/** Parts that say who somebody is: roles, and whose leads are whose. Rules are all the others. */
const roles = [
  'admins.*',
  'channels.*.managers.*',
  'channels.*.roster.*',
  'channels.*.fallback',
  'sources.*.owner',
  'sources.*.manager',
  'routing.*.to',
];

type Schema = z.core.JSONSchema.BaseSchema;

const isSchema = (one: unknown): one is Schema => typeof one === 'object' && one !== null;

/** Every part of the document that takes a text, keys included, with the pattern that it has to have. */
function texts(schema: Schema, path: readonly string[] = []): [path: string, pattern: string][] {
  const under = (one: unknown, name: string) => (isSchema(one) ? texts(one, [...path, name]) : []);
  const isText = schema.type === 'string' && !schema.enum && schema.const === undefined;
  return [
    ...(isText ? [[path.join('.'), schema.pattern ?? ''] satisfies [string, string]] : []),
    ...Object.entries(schema.properties ?? {}).flatMap(([name, one]) => under(one, name)),
    ...under(schema.propertyNames, '<key>'),
    ...under(schema.additionalProperties, '*'),
    ...[schema.items].flat().flatMap((one) => under(one, '*')),
    ...[schema.anyOf, schema.oneOf, schema.allOf]
      .flat()
      .flatMap((one) => (isSchema(one) ? texts(one, path) : [])),
  ];
}

const ofSettings = (shape: z.ZodType) =>
  texts(z.toJSONSchema(shape, { io: 'input', unrepresentable: 'any' }));

const person = 'U024BE7LH';
const takesPersons = (all: readonly [string, string][]) =>
  all.flatMap(([path, pattern]) =>
    pattern !== '' && new RegExp(pattern).test(person) ? [path] : [],
  );
/** What takes any text at all names something else: itself, a source, a field; a zone is checked by its rule. */
const anyText = [
  'timezone',
  'channels.*.timezone',
  'awayStatuses.*',
  'channels.*.name',
  'sources.*.name',
  'segments.*.name',
  'helpful.*',
];
/** What a condition asks of a lead. */
const condition = /^(hot\.\*|.*\.when)\.(source|segment|language|custom\.(\*|<key>))$/;

test('no rule can name a person', () => {
  const all = ofSettings(settingsShape);
  expect(all.length).toBeGreaterThan(60);
  expect(takesPersons(all).filter((path) => !roles.includes(path))).toEqual([]);
  expect(roles.filter((path) => !takesPersons(all).includes(path))).toEqual([]);
});

test('nor can a text that may be anything', () => {
  const free = ofSettings(settingsShape).filter(([, pattern]) => pattern === '');
  const unknown = free
    .map(([path]) => path)
    .filter((path) => !anyText.includes(path))
    .filter((path) => !condition.test(path));
  expect(unknown).toEqual([]);
});

test('a rule that did would be found', () => {
  const rule = z.strictObject({ pay: z.strictObject({ except: z.array(z.string().regex(/^U/)) }) });
  expect(takesPersons(ofSettings(rule))).toEqual(['pay.except.*']);
  const open = z.strictObject({ windows: z.array(z.strictObject({ rep: z.string() })) });
  expect(ofSettings(open)).toEqual([['windows.*.rep', '']]);
});
