import { limits } from './limits.ts';
import {
  boolean,
  type Fault,
  isObject,
  type JsonObject,
  list,
  number,
  object,
  oneOf,
  type Rule,
  string,
} from './rules.ts';
import {
  anyText,
  choiceOption,
  confirm,
  httpUrl,
  id,
  optionGroup,
  overflowOption,
  plainOption,
  plainText,
  richText,
} from './texts.ts';

/** Interactive elements: https://docs.slack.dev/reference/block-kit/block-elements */

const actionable = { action_id: id };
const confirmable = { ...actionable, confirm };
const focusable = { focus_on_load: boolean };
const placeholder = { placeholder: plainText(limits.placeholder) };
const asked = { ...confirmable, ...focusable, ...placeholder };
const several = { max_selected_items: number({ min: 1 }) };
const dispatching = {
  dispatch_action_config: object({
    required: {
      trigger_actions_on: list(oneOf('on_enter_pressed', 'on_character_entered'), { min: 1 }),
    },
  }),
};
const typed = { ...actionable, ...focusable, ...placeholder, ...dispatching };

const date = string({}, /^\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$/);
const time = string({}, /^([01]\d|2[0-3]):[0-5]\d$/);
const conversationFilter = object({
  optional: {
    include: list(oneOf('im', 'mpim', 'private', 'public'), { min: 1 }),
    exclude_external_shared_channels: boolean,
    exclude_bot_users: boolean,
  },
});

const sameOption = (a: unknown, b: unknown) =>
  isObject(a) && isObject(b) && a.value === b.value && sameText(a.text, b.text);
const sameText = (a: unknown, b: unknown) =>
  isObject(a) && isObject(b) && a.type === b.type && a.text === b.text;

function initialAmongOptions(element: JsonObject): Fault[] | undefined {
  const options: unknown[] = [element.options, ...asList(element.option_groups)]
    .flatMap((group) => (isObject(group) ? group.options : group))
    .filter(Boolean);
  const initial = [element.initial_option, ...asList(element.initial_options)].filter(Boolean);
  const stray = initial.find((one) => !options.some((option) => sameOption(one, option)));
  return stray
    ? [{ at: '', reason: 'initial option must exactly match one of the provided options' }]
    : undefined;
}

const asList = (value: unknown): unknown[] => (Array.isArray(value) ? value : []);

function optionsOrGroups(element: JsonObject): Fault[] | undefined {
  if ((element.options === undefined) === (element.option_groups === undefined))
    return [{ at: '', reason: 'must define exactly one of: options, option_groups' }];
  return initialAmongOptions(element);
}

const choices = {
  options: list(plainOption, { min: 1, max: limits.select }),
  option_groups: list(optionGroup, { min: 1, max: limits.optionGroups.groups }),
};

function ordered(low: string, high: string): (element: JsonObject) => Fault[] | undefined {
  return (element) =>
    Number(element[low] ?? -Infinity) > Number(element[high] ?? Infinity)
      ? [{ at: `/${low}`, reason: `must not be more than ${high}` }]
      : undefined;
}

/** `response_url_enabled` and `default_to_current_conversation` mean something in modals only; accepted anywhere. */
export const elements: Record<string, Rule> = {
  button: object({
    required: { text: plainText(limits.button.text) },
    optional: {
      ...confirmable,
      value: string({ min: 1, max: limits.button.value }),
      url: httpUrl,
      style: oneOf('primary', 'danger'),
      accessibility_label: string({ min: 1, max: limits.button.accessibilityLabel }),
    },
  }),
  checkboxes: object({
    required: { options: list(choiceOption, { min: 1, max: limits.choice }) },
    optional: { ...confirmable, ...focusable, initial_options: list(choiceOption, { min: 1 }) },
    whole: initialAmongOptions,
  }),
  radio_buttons: object({
    required: { options: list(choiceOption, { min: 1, max: limits.choice }) },
    optional: { ...confirmable, ...focusable, initial_option: choiceOption },
    whole: initialAmongOptions,
  }),
  overflow: object({
    required: { options: list(overflowOption, { min: 1, max: limits.overflow }) },
    optional: confirmable,
  }),
  static_select: object({
    optional: { ...asked, ...choices, initial_option: plainOption },
    whole: optionsOrGroups,
  }),
  multi_static_select: object({
    optional: { ...asked, ...several, ...choices, initial_options: list(plainOption, { min: 1 }) },
    whole: optionsOrGroups,
  }),
  external_select: object({
    optional: { ...asked, initial_option: plainOption, min_query_length: number({ min: 0 }) },
  }),
  multi_external_select: object({
    optional: {
      ...asked,
      ...several,
      initial_options: list(plainOption, { min: 1 }),
      min_query_length: number({ min: 0 }),
    },
  }),
  users_select: object({ optional: { ...asked, initial_user: id } }),
  multi_users_select: object({ optional: { ...asked, ...several, initial_users: list(id) } }),
  channels_select: object({
    optional: { ...asked, initial_channel: id, response_url_enabled: boolean },
  }),
  multi_channels_select: object({ optional: { ...asked, ...several, initial_channels: list(id) } }),
  conversations_select: object({
    optional: {
      ...asked,
      initial_conversation: id,
      default_to_current_conversation: boolean,
      response_url_enabled: boolean,
      filter: conversationFilter,
    },
  }),
  multi_conversations_select: object({
    optional: {
      ...asked,
      ...several,
      initial_conversations: list(id),
      default_to_current_conversation: boolean,
      filter: conversationFilter,
    },
  }),
  datepicker: object({ optional: { ...asked, initial_date: date } }),
  timepicker: object({ optional: { ...asked, initial_time: time, timezone: string({ min: 1 }) } }),
  datetimepicker: object({
    optional: {
      ...confirmable,
      ...focusable,
      initial_date_time: number({ min: 1_000_000_000, max: 9_999_999_999 }),
    },
  }),
  plain_text_input: object({
    optional: {
      ...typed,
      initial_value: string({ max: limits.input.text }),
      multiline: boolean,
      min_length: number({ min: 0, max: limits.input.text }),
      max_length: number({ min: 1, max: limits.input.text }),
    },
    whole: ordered('min_length', 'max_length'),
  }),
  number_input: object({
    required: { is_decimal_allowed: boolean },
    optional: {
      ...typed,
      initial_value: string({}, /^-?\d+(\.\d+)?$/),
      min_value: string({}, /^-?\d+(\.\d+)?$/),
      max_value: string({}, /^-?\d+(\.\d+)?$/),
    },
    whole: ordered('min_value', 'max_value'),
  }),
  email_text_input: object({ optional: { ...typed, initial_value: string() } }),
  url_text_input: object({ optional: { ...typed, initial_value: string() } }),
  rich_text_input: object({ optional: { ...typed, initial_value: richText } }),
  file_input: object({
    optional: {
      ...actionable,
      filetypes: list(string({ min: 1 }), { min: 1 }),
      max_files: number({ min: 1, max: limits.files }),
    },
  }),
};

const slackFile = object({
  optional: { id, url: string({ min: 1 }) },
  whole: (value) =>
    (value.id === undefined) === (value.url === undefined)
      ? [{ at: '', reason: 'must define exactly one of: id, url' }]
      : undefined,
});

/** An image as an element or a block: a public address or an uploaded file, with a text for those who do not see it. */
export const imageProperties = {
  required: { alt_text: string({ min: 1, max: limits.image.altText }) },
  optional: { image_url: httpUrl, slack_file: slackFile },
  whole: (value: JsonObject): Fault[] | undefined =>
    (value.image_url === undefined) === (value.slack_file === undefined)
      ? [{ at: '', reason: 'must define exactly one of: image_url, slack_file' }]
      : undefined,
};
export const image = object(imageProperties);

const feedbackButton = object({
  required: { text: plainText(limits.button.text), value: string({ max: limits.button.value }) },
  optional: { accessibility_label: string({ max: limits.button.accessibilityLabel }) },
});

export const contextActionElements: Record<string, Rule> = {
  feedback_buttons: object({
    required: { positive_button: feedbackButton, negative_button: feedbackButton },
    optional: actionable,
  }),
  icon_button: object({
    required: { icon: oneOf('trash'), text: plainText(limits.button.text) },
    optional: {
      ...confirmable,
      value: string({ max: limits.button.value }),
      accessibility_label: string({ max: limits.button.accessibilityLabel }),
      visible_to_user_ids: list(id, { max: 10 }),
    },
  }),
};

export const contextElements: Record<string, Rule> = {
  image,
  plain_text: anyText(),
  mrkdwn: anyText(),
};
