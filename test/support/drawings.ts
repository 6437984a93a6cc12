import { expect } from 'vitest';
import { checkMessageBlocks } from '../../sandbox/blockKit/checkMessage.ts';
import { checkView } from '../../sandbox/blockKit/checkView.ts';

type View = { readonly type: 'modal' | 'home'; readonly blocks: readonly unknown[] };

/** What Slack would parse of it: the texts of every mrkdwn object in there. */
export function parsedTexts(value: unknown): string[] {
  if (Array.isArray(value)) return value.flatMap(parsedTexts);
  if (typeof value !== 'object' || value === null) return [];
  if ('type' in value && value.type === 'mrkdwn' && 'text' in value) return [String(value.text)];
  return Object.values(value).flatMap(parsedTexts);
}

/** Slack takes the message, and nothing in it links or mentions but what we made ourselves. */
export function expectMessage(drawn: { text: string; blocks: readonly unknown[] }): void {
  expect(checkMessageBlocks(drawn.blocks)).toBeUndefined();
  expect(drawn.text.trim()).not.toBe('');
  expect(drawn.text.length).toBeLessThanOrEqual(4_000);
  expectNoMarkup([drawn.text, ...parsedTexts(drawn.blocks)]);
}

/** The same of a modal or a Home. */
export function expectView(view: View): void {
  expect(checkView(view, view.type, JSON.stringify(view).length)).toBeUndefined();
  expectNoMarkup(parsedTexts(view));
}

const ours = /<(?:!date\^\d+\^[^|<>]*\|[^<>]*|@UANA|(?:mailto|tel):[^<>|]*\|[^<>]*)>/g;

function expectNoMarkup(texts: readonly string[]): void {
  for (const text of texts) expect(text.replace(ours, '')).not.toMatch(/[<>]/);
}
