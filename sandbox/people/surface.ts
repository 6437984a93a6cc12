import { type Block, type Element, interactive, wordsOf } from '../blockKit/block.ts';
import { blocksBefore } from '../blockKit/replaceBlocks.ts';
import { isObject, type JsonObject } from '../blockKit/rules.ts';
import type { StateValues } from '../contract.ts';
import type { Conversation, Message } from '../conversation.ts';
import type { Core } from '../core.ts';
import { stateOf, type View } from '../view.ts';

/** Where a person looks: a message, their Home, or their top modal. */
export type Place = { channel: string; ts: string } | 'home' | 'modal';

export type Shown =
  | { on: 'message'; conversation: Conversation; message: Message; blocks: Block[] }
  | { on: 'home' | 'modal'; view: View; blocks: Block[] };

/** What stands there for this person; throws when there is nothing they could see. */
export function look({ workspace }: Core, userId: string, place: Place): Shown {
  if (place === 'home') {
    const view = workspace.homes.get(userId);
    if (!view) throw new Error(`${userId} has no Home yet`);
    return { on: 'home', view, blocks: view.blocks };
  }
  if (place === 'modal') {
    const view = workspace.modals.get(userId)?.at(-1);
    if (!view) throw new Error(`${userId} has no modal open`);
    return { on: 'modal', view, blocks: view.blocks };
  }
  const conversation = workspace.channel(place.channel);
  const message = conversation.find(place.ts);
  if (!message || !sees(conversation, message, userId))
    throw new Error(`${userId} sees no message ${place.ts} in ${place.channel}`);
  return { on: 'message', conversation, message, blocks: message.blocks };
}

/** Public channels are seen by everyone, ephemerals by one. */
export const sees = (conversation: Conversation, { visibleTo }: Message, userId: string): boolean =>
  (!visibleTo || visibleTo === userId) &&
  !conversation.isDeleted &&
  (!conversation.isPrivate || conversation.members.has(userId));

export interface Found {
  block: Block;
  element: Element;
}

/**
 * The element with this action_id, block_id, button text or label; an exact one first, else one that begins so.
 * `value` tells buttons of one action_id apart: the whole value or a part of it.
 */
export function findElement(blocks: Block[], name: string, value?: string): Found {
  const all = interactive(blocks);
  const fitting = all.filter(
    ({ element }) => value === undefined || String(element.value).includes(value),
  );
  const exact = fitting.filter((one) => namesOf(one).includes(name));
  const found =
    exact.find(({ element }) => element.value === value) ??
    exact[0] ??
    fitting.find((one) => namesOf(one).some((each) => each.startsWith(name)));
  if (found) return found;
  const there = all.map(
    ({ block, element }) =>
      `${wordsOf(element.text) || wordsOf(block.label)} (${element.action_id})`,
  );
  throw new Error(`there is no ${name} here; there are: ${there.join(', ') || 'no elements'}`);
}

const namesOf = ({ block, element }: Found) => [
  element.action_id,
  block.block_id,
  wordsOf(element.text),
  wordsOf(block.label),
];

/**
 * The element that a person has before them. What they pressed may just have been drawn anew, with
 * other block ids, while their page still showed it as it was: that counts, too.
 */
export function findById(shown: Shown, blockId: string, actionId: string): Found {
  const found = interactive([...shown.blocks, ...blocksBefore(holderOf(shown))]).find(
    ({ block, element }) => block.block_id === blockId && element.action_id === actionId,
  );
  if (!found) throw new Error(`there is no ${actionId} in block ${blockId} any more`);
  return found;
}

const holderOf = (shown: Shown) => (shown.on === 'message' ? shown.message : shown.view);

/** What the elements there hold: views remember it, messages start from their initial values. */
export const stateThere = (shown: Shown): StateValues =>
  shown.on === 'message' ? stateOf(shown.blocks) : shown.view.state;

export const optionsOf = (element: JsonObject): JsonObject[] => {
  const groups = Array.isArray(element.option_groups) ? element.option_groups.filter(isObject) : [];
  return [element.options, ...groups.map((group) => group.options)]
    .flatMap((list) => (Array.isArray(list) ? list : []))
    .filter(isObject);
};
