import type { Block } from './block.ts';

interface Holder {
  blocks: Block[];
}

const before = new WeakMap<Holder, Block[]>();

/** Draws a message or a view anew. */
export function replaceBlocks(holder: Holder, blocks: Block[]): void {
  before.set(holder, holder.blocks);
  holder.blocks = blocks;
}

/** How it was drawn before that. */
export const blocksBefore = (holder: Holder): Block[] => before.get(holder) ?? [];
