import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { variableNames } from '../src/config.ts';
import { firstWords } from '../src/commands/leadCommand.ts';
import { obstacleKeys } from '../src/leads/obstacles.ts';
import { updateStatuses } from '../src/leads/statuses.ts';
import { jobs } from '../src/schedule.ts';
import { settingsSchema } from '../src/settings/settings.ts';

const reference = readFileSync(new URL('../docs/reference.md', import.meta.url), 'utf8');
const named = new Set([...reference.matchAll(/`([^`\n]+)`/g)].map(([, name]) => name));

/** 'windows.claimed', 'channels.<id>.managers': every setting of the document. */
function settingNames(schema: z.core.JSONSchema.BaseSchema, path: string[] = []): string[] {
  const children = Object.entries(schema.properties ?? {});
  const more = schema.additionalProperties;
  const keyed = typeof more === 'object' && path.length > 0 ? more : undefined;
  if (children.length === 0 && !keyed) return [path.join('.')];
  const key = path[0] === 'channels' ? '<id>' : '<key>';
  return [
    ...children.flatMap(([name, child]) =>
      typeof child === 'object' ? settingNames(child, [...path, name]) : [],
    ),
    ...(keyed ? settingNames(keyed, [...path, key]) : []),
  ];
}

test('the reference lists every setting', () => {
  const names = settingNames(
    z.toJSONSchema(settingsSchema, { io: 'input', unrepresentable: 'any' }),
  );
  expect(names.length).toBeGreaterThan(30);
  const listed = (name: string) =>
    // A channel's own working time is one entry.
    named.has(name) || named.has(name.replace(/^(channels\.<id>\.workingTime)\..*/, '$1'));
  expect(names.filter((name) => !listed(name))).toEqual([]);
});

test('the reference lists every variable, job, status, obstacle and word of /lead', () => {
  for (const name of [...variableNames, ...Object.keys(jobs), ...updateStatuses, ...obstacleKeys]) {
    expect(named).toContain(name);
  }
  const lines = [...named].filter((name) => name?.startsWith('/lead')).join('\n');
  for (const word of firstWords) expect(`${lines}\n${reference}`).toContain(word);
});
