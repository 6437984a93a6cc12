import { limits } from './limits.ts';
import { boolean, byType, list, number, object, oneOf, type Rule, string } from './rules.ts';

/** Text and composition objects: https://docs.slack.dev/reference/block-kit/composition-objects */

const plainShape = (max: number) =>
  object({ required: { text: string({ min: 1, max }) }, optional: { emoji: boolean } });
const mrkdwnShape = (max: number) =>
  object({ required: { text: string({ min: 1, max }) }, optional: { verbatim: boolean } });

export const plainText = (max: number = limits.text): Rule =>
  byType({ plain_text: plainShape(max) });
export const anyText = (max: number = limits.text): Rule =>
  byType({ plain_text: plainShape(max), mrkdwn: mrkdwnShape(max) });

export const id = string({ min: 1, max: limits.id });
export const httpUrl = string({ min: 1, max: limits.url }, /^https?:\/\/[^\s/]+/);
export const linkUrl = string(
  { min: 1, max: limits.url },
  /^(https?:\/\/[^\s/]|mailto:\S|tel:\S|slack:\/\/)/,
);

export const confirm = object({
  required: { text: anyText(limits.confirm.text) },
  optional: {
    title: plainText(limits.confirm.title),
    confirm: plainText(limits.confirm.button),
    deny: plainText(limits.confirm.button),
    style: oneOf('primary', 'danger'),
  },
});

const optionShape = (text: Rule, extra: Record<string, Rule> = {}) =>
  object({
    required: { text, value: string({ min: 1, max: limits.option.value }) },
    optional: { description: anyText(limits.option.description), ...extra },
  });

/** An option of a select. */
export const plainOption = optionShape(plainText(limits.option.text));
/** An option of checkboxes and radio buttons, whose text may be mrkdwn. */
export const choiceOption = optionShape(anyText(limits.option.text));
export const overflowOption = optionShape(plainText(limits.option.text), { url: httpUrl });

export const optionGroup = object({
  required: {
    label: plainText(limits.optionGroups.label),
    options: list(plainOption, { min: 1, max: limits.select }),
  },
});

const style = object({
  optional: { bold: boolean, italic: boolean, strike: boolean, code: boolean, underline: boolean },
});

const inline = byType({
  text: object({ required: { text: string({ min: 1 }) }, optional: { style } }),
  link: object({
    required: { url: linkUrl },
    optional: { text: string(), unsafe: boolean, style },
  }),
  emoji: object({ required: { name: string({ min: 1 }) }, optional: { unicode: string(), style } }),
  user: object({ required: { user_id: id }, optional: { style } }),
  channel: object({ required: { channel_id: id }, optional: { style } }),
  usergroup: object({ required: { usergroup_id: id }, optional: { style } }),
  broadcast: object({
    required: { range: oneOf('here', 'channel', 'everyone') },
    optional: { style },
  }),
  date: object({
    required: { timestamp: number(), format: string({ min: 1 }) },
    optional: { fallback: string(), url: httpUrl, style },
  }),
});

const inlines = { elements: list(inline) };
const border = oneOf(0, 1);
const section = byType({ rich_text_section: object({ required: inlines }) });

/** The elements of a rich_text block. */
export const richTextElement = byType({
  rich_text_section: object({ required: inlines }),
  rich_text_quote: object({ required: inlines, optional: { border } }),
  rich_text_preformatted: object({ required: inlines, optional: { border, language: string() } }),
  rich_text_list: object({
    required: { elements: list(section), style: oneOf('bullet', 'ordered') },
    optional: { indent: number({ min: 0, max: 8 }), offset: number({ min: 0 }), border },
  }),
});

export const richText = byType({
  rich_text: object({
    required: { elements: list(richTextElement) },
    optional: { block_id: id },
  }),
});
