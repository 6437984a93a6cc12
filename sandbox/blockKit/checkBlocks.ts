import { bySurface, type Surface } from './blocks.ts';
import { contextActionElements, elements } from './elements.ts';
import { limits } from './limits.ts';
import { type Fault, isObject, type JsonObject, list, type Rule } from './rules.ts';

const lists: Record<Surface, Rule> = {
  message: list(bySurface.message, { max: limits.message.blocks }),
  home: list(bySurface.home, { min: 1, max: limits.view.blocks }),
  modal: list(bySurface.modal, { min: 1, max: limits.view.blocks }),
};

/** Undefined when Slack would take these blocks on that surface; pointers are relative to the list. */
export const checkBlocks = (blocks: unknown, surface: Surface): Fault[] | undefined =>
  lists[surface](blocks) ?? (Array.isArray(blocks) ? checkTogether(blocks) : undefined);

/** Block ids must differ within a surface, action ids within a block; at most one table, one element with the focus. */
function checkTogether(blocks: JsonObject[]): Fault[] | undefined {
  const faults: Fault[] = [];
  const blockIds = new Set<unknown>();
  let tables = 0;
  let focused = 0;
  blocks.forEach((block, i) => {
    if (block.block_id !== undefined && blockIds.has(block.block_id))
      faults.push({ at: `/${i}/block_id`, reason: '`block_id` already exists' });
    blockIds.add(block.block_id);
    if (block.type === 'table' && ++tables > 1)
      faults.push({ at: `/${i}`, reason: 'only_one_table_allowed' });
    const actionIds = new Set<unknown>();
    for (const { action_id, focus_on_load } of elementsOf(block)) {
      if (action_id !== undefined && actionIds.has(action_id))
        faults.push({ at: `/${i}`, reason: '`action_id` already exists' });
      actionIds.add(action_id);
      if (focus_on_load === true && ++focused > 1)
        faults.push({ at: `/${i}`, reason: 'only one element may have `focus_on_load`' });
    }
  });
  return faults.length > 0 ? faults : undefined;
}

/** The elements of one block that a person can act on or fill in. */
export function elementsOf({
  type,
  elements: inside,
  accessory,
  element,
}: JsonObject): JsonObject[] {
  const candidates = Array.isArray(inside) && type !== 'rich_text' ? inside : [accessory, element];
  return candidates.filter((one): one is JsonObject => isObject(one) && isInteractive(one.type));
}

const isInteractive = (type: unknown) =>
  typeof type === 'string' && (type in elements || type in contextActionElements);
