import { type Element, wordsOf } from '../blockKit/block.ts';
import { isObject, type JsonObject } from '../blockKit/rules.ts';
import type { StateOption, StateValue } from '../contract.ts';
import { heldBy } from '../view.ts';
import type { Workspace } from '../workspace.ts';
import { optionsOf } from './surface.ts';

/** What a person gives an element: text, the text or value of an option, a handle, a channel's name, a date; lists where several may be chosen; null to clear. */
export type Given = string | number | null | Given[] | JsonObject;

/** What the element then holds; throws when the element cannot hold it. */
export function valueFor(workspace: Workspace, element: Element, given: Given): StateValue {
  if (element.type === 'overflow')
    return { type: 'overflow', selected_option: option(element, given) };
  const held = heldBy(element.type);
  if (!held) throw new Error(`a ${element.type} holds no value`);
  const choose = chooser(workspace, element, held);
  const many = held.endsWith('s') && held.startsWith('selected_');
  const value = many ? asList(given).map(choose) : given === null ? null : choose(given);
  return { type: element.type, [held]: value };
}

const asList = (given: Given): Given[] =>
  Array.isArray(given) ? given : given === null ? [] : [given];

function chooser(
  workspace: Workspace,
  element: Element,
  held: keyof StateValue,
): (given: Given) => unknown {
  if (held.startsWith('selected_option')) return (given) => option(element, given);
  if (held.startsWith('selected_user')) return (given) => workspace.user(String(given)).id;
  if (held.startsWith('selected_c')) return (given) => workspace.channel(String(given)).id;
  if (held === 'selected_date_time') return Number;
  return String;
}

/** By value or by text; the options of an external select are given whole. */
function option(element: Element, given: Given): StateOption {
  // Options are checked by the validator; one given whole is the test's own business.
  if (isObject(given)) return given as unknown as StateOption;
  const options = optionsOf(element);
  const found = options.find(({ value, text }) => value === given || wordsOf(text) === given);
  if (!found) {
    const there = options.map(({ text }) => wordsOf(text)).join(', ');
    throw new Error(
      `${element.action_id} has no option ${String(given)}; it has: ${there || 'none'}`,
    );
  }
  return found as unknown as StateOption; // of blocks that the validator let through
}

/** What Slack's client says before it sends a form; undefined when the value may go. */
export function complaint(
  element: Element,
  isOptional: boolean,
  value: StateValue | undefined,
): string | undefined {
  const held = heldBy(element.type);
  const holds = held && value?.[held];
  if (
    holds === null ||
    holds === undefined ||
    holds === '' ||
    (Array.isArray(holds) && holds.length === 0)
  )
    return isOptional ? undefined : 'Please complete this required field.';
  return typeof holds === 'string' ? complaints[element.type]?.(holds, element) : undefined;
}

const complaints: Record<
  string,
  ((text: string, element: Element) => string | undefined) | undefined
> = {
  plain_text_input: (text, { min_length, max_length }) => {
    if (typeof min_length === 'number' && text.length < min_length)
      return `Please enter at least ${min_length} characters.`;
    const max = typeof max_length === 'number' ? max_length : 3_000;
    return text.length > max ? `Please enter at most ${max} characters.` : undefined;
  },
  email_text_input: (text) =>
    /^\S+@\S+\.\S+$/.test(text) ? undefined : 'Please enter a valid email address.',
  url_text_input: (text) => (URL.canParse(text) ? undefined : 'Please enter a valid URL.'),
  number_input: (text, { is_decimal_allowed, min_value, max_value }) => {
    const shape = is_decimal_allowed ? /^-?\d+(\.\d+)?$/ : /^-?\d+$/;
    if (!shape.test(text)) return 'Please enter a valid number.';
    if (Number(text) < Number(min_value ?? -Infinity))
      return `Please enter a number of at least ${String(min_value)}.`;
    return Number(text) > Number(max_value ?? Infinity)
      ? `Please enter a number of at most ${String(max_value)}.`
      : undefined;
  },
};
