import { describe, expect, test } from 'vitest';
import { fallbackText } from '../../src/slack/fallbackText.ts';
import { faultsOf } from '../support/drawings.ts';
import { phoneHeight, phoneLines } from './phoneLines.ts';
import { drawPreviewPage } from './previewPage.ts';
import { samples } from './samples.ts';

const all = Object.values(samples).flat();

/** Every text in there, without Slack's own marks. */
function textsIn(value: unknown): string[] {
  if (typeof value === 'string') return [value.replace(/<!date[^>]*>/g, '')];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(textsIn) : [];
}

describe.each(Object.entries(samples))('%s', (_, group) => {
  test.each(group.map((sample) => [sample.name, sample] as const))('%s', (_name, { drawing }) => {
    expect(faultsOf(drawing)).toEqual([]);
    expect(textsIn(drawing.blocks).filter((text) => text.includes('!'))).toEqual([]);
    expect(
      textsIn(drawing.blocks).filter((text) => /undefined|null|NaN|\[object/.test(text)),
    ).toEqual([]);
  });
});

const messages = all.flatMap(({ name, on, drawing }) =>
  on === 'modal' || on === 'home' ? [] : [{ name, on, drawing }],
);

test.each(messages)('its fallback text says all that it shows: $name', ({ drawing }) => {
  expect(drawing.text).toBe(fallbackText(drawing.blocks));
});

test('every state has a name of its own', () => {
  expect(new Set(all.map(({ name }) => name)).size).toBe(all.length);
});

/** What nobody asked for, about three leads at most. More are in the order of their urgency. */
const unsolicited = messages.filter(
  ({ on, drawing }) => on !== 'whisper' && new Set(drawing.text.match(/L-\d+/g)).size <= 3,
);

test.each(unsolicited)('a phone shows it without scrolling: $name', ({ drawing }) => {
  expect(phoneLines(drawing.blocks)).toBeLessThanOrEqual(phoneHeight);
});

test('what is long is seen as long', () => {
  const long = messages.filter(({ name }) => name.endsWith('twelve leads'));
  expect(long).toHaveLength(2);
  for (const { drawing } of long) expect(phoneLines(drawing.blocks)).toBeGreaterThan(phoneHeight);
});

test('the page is one file, with every state and its link to Block Kit Builder', async () => {
  const page = await drawPreviewPage();
  for (const { name } of all) expect(page).toContain(JSON.stringify(name).slice(1, -1));
  expect(page.match(/app\.slack\.com\/block-kit-builder\/#%7B/g)).toHaveLength(all.length);
  expect(page).not.toMatch(/(?:src|href)="(?!#)[^"]*\.(?:js|css)"/);
});
