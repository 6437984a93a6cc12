import { elementsOf } from './checkBlocks.ts';
import { isObject, type JsonObject } from './rules.ts';

/** A block as Slack stores it: valid, and with its ids filled in. */
export type Block = JsonObject & { type: string; block_id: string };
/** An interactive element as Slack stores it. */
export type Element = JsonObject & { type: string; action_id: string };

let counter = 0;
const newId = () =>
  (++counter).toString(36).padStart(5, 'b') + Math.random().toString(36).slice(2, 5);

/** Fills in missing block and action ids, in place: the values come fresh from JSON.parse. */
export function store(blocks: JsonObject[]): Block[] {
  for (const block of blocks) {
    block.block_id ??= newId();
    for (const element of elementsOf(block)) element.action_id ??= newId();
  }
  // Checked by checkBlocks before, completed just above.
  return blocks as Block[];
}

/** Every interactive element with its block, in reading order. */
export const interactive = (blocks: Block[]): { block: Block; element: Element }[] =>
  // The ids were filled in by store().
  blocks.flatMap((block) =>
    elementsOf(block).map((element) => ({ block, element: element as Element })),
  );

/** The text of a text object, a string, or nothing. */
export const wordsOf = (text: unknown): string =>
  typeof text === 'string'
    ? text
    : isObject(text) && typeof text.text === 'string'
      ? text.text
      : '';
