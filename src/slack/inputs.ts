import type {
  Checkboxes,
  Datepicker,
  DateTimepicker,
  InputBlock,
  MultiStaticSelect,
  PlainTextOption,
  PlainTextInput,
  RadioButtons,
  StaticSelect,
  Timepicker,
  UsersSelect,
} from '@slack/types';
import { z } from 'zod';
import { label, plainText } from './blocks.ts';

const max = { label: 2_000, hint: 2_000, placeholder: 150, option: 75, typed: 3_000 } as const;

/** The block's id names the field: errors and values are found by it. */
export const input = (of: {
  id: string;
  label: string;
  element: InputBlock['element'];
  hint?: string | undefined;
  optional?: boolean;
  /** The app hears of each change. */
  dispatch?: boolean;
}): InputBlock => ({
  type: 'input',
  block_id: of.id,
  label: label(of.label, max.label),
  element: of.element,
  ...(of.hint ? { hint: plainText(of.hint, max.hint) } : {}),
  ...(of.optional ? { optional: true } : {}),
  ...(of.dispatch ? { dispatch_action: true } : {}),
});

export type Choice = { readonly value: string; readonly label: string };

const option = ({ value, label: text }: Choice): PlainTextOption => ({
  text: label(text, max.option),
  value,
});

/** One of at most 100 choices; `initial` is ignored where it is none of them. */
export function select(of: {
  actionId: string;
  choices: readonly Choice[];
  initial?: string | null;
  placeholder?: string;
}): StaticSelect {
  const initial = of.choices.find(({ value }) => value === of.initial);
  return {
    type: 'static_select',
    action_id: of.actionId,
    options: of.choices.slice(0, 100).map(option),
    ...(initial ? { initial_option: option(initial) } : {}),
    ...(of.placeholder ? { placeholder: plainText(of.placeholder, max.placeholder) } : {}),
  };
}

/** Any of at most 100 choices; a label may be a stranger's. */
export function selectSeveral(of: {
  actionId: string;
  choices: readonly Choice[];
  initial: readonly string[];
  placeholder: string;
}): MultiStaticSelect {
  const options = of.choices.slice(0, 100).map(({ value, label: text }) => ({
    text: plainText(text, max.option),
    value,
  }));
  const initial = options.filter(({ value }) => of.initial.includes(value));
  return {
    type: 'multi_static_select',
    action_id: of.actionId,
    options,
    placeholder: plainText(of.placeholder, max.placeholder),
    // Slack refuses an empty list.
    ...(initial.length > 0 ? { initial_options: initial } : {}),
  };
}

export const typedText = (of: {
  actionId: string;
  initial?: string | null;
  multiline?: boolean;
  max?: number;
  placeholder?: string;
}): PlainTextInput => ({
  type: 'plain_text_input',
  action_id: of.actionId,
  max_length: of.max ?? max.typed,
  ...(of.multiline ? { multiline: true } : {}),
  ...(of.initial ? { initial_value: of.initial.slice(0, of.max ?? max.typed) } : {}),
  ...(of.placeholder ? { placeholder: plainText(of.placeholder, max.placeholder) } : {}),
});

export const dayAndTime = (actionId: string, initial: Date | null): DateTimepicker => ({
  type: 'datetimepicker',
  action_id: actionId,
  ...(initial ? { initial_date_time: Math.floor(initial.getTime() / 1000) } : {}),
});

/** Any member of the workspace. */
export const personSelect = (of: {
  actionId: string;
  initial?: string | null;
  placeholder: string;
}): UsersSelect => ({
  type: 'users_select',
  action_id: of.actionId,
  placeholder: plainText(of.placeholder, max.placeholder),
  ...(of.initial ? { initial_user: of.initial } : {}),
});

/** The instant that is picked in one, in seconds: what Date can hold, until the year 9999. */
export const pickedSeconds = z.int().min(0).max(253_402_300_799);

/** `initial`: YYYY-MM-DD. */
export const day = (actionId: string, initial: string | null): Datepicker => ({
  type: 'datepicker',
  action_id: actionId,
  ...(initial ? { initial_date: initial } : {}),
});

/** `initial`: HH:MM. */
export const timeOfDay = (actionId: string, initial: string): Timepicker => ({
  type: 'timepicker',
  action_id: actionId,
  initial_time: initial,
});

/** One of at most ten choices, all of them to be seen. */
export function radios(of: {
  actionId: string;
  choices: readonly Choice[];
  initial: string | null;
}): RadioButtons {
  const initial = of.choices.find(({ value }) => value === of.initial);
  return {
    type: 'radio_buttons',
    action_id: of.actionId,
    options: of.choices.map(option),
    ...(initial ? { initial_option: option(initial) } : {}),
  };
}

/** Any of at most ten choices. */
export function ticks(of: {
  actionId: string;
  choices: readonly Choice[];
  initial: readonly string[];
}): Checkboxes {
  const ticked = of.choices.filter(({ value }) => of.initial.includes(value));
  return {
    type: 'checkboxes',
    action_id: of.actionId,
    options: of.choices.map(option),
    // Slack refuses an empty list.
    ...(ticked.length > 0 ? { initial_options: ticked.map(option) } : {}),
  };
}
