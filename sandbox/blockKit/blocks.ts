import {
  contextActionElements,
  contextElements,
  elements,
  image,
  imageProperties,
} from './elements.ts';
import { limits } from './limits.ts';
import {
  boolean,
  byType,
  list,
  number,
  object,
  oneOf,
  type Rule,
  type Shape,
  string,
} from './rules.ts';
import { anyText, httpUrl, id, plainText, richText, richTextElement } from './texts.ts';

/** Blocks: https://docs.slack.dev/reference/block-kit/blocks. Those that no app of this kind uses are not known here. */

export type Surface = 'message' | 'modal' | 'home';

const pick = (...types: string[]): Record<string, Rule> =>
  Object.fromEntries(Object.entries(elements).filter(([type]) => types.includes(type)));

const selects = ['static', 'external', 'users', 'channels', 'conversations'].flatMap((kind) => [
  `${kind}_select`,
  `multi_${kind}_select`,
]);
const pickers = ['datepicker', 'timepicker', 'checkboxes', 'radio_buttons'];
const typedInputs = ['plain_text_input', 'number_input', 'email_text_input', 'url_text_input'];

const inActions = pick('button', 'overflow', 'datetimepicker', ...pickers, ...selects);
const asAccessory = { ...pick('button', 'overflow', ...pickers, ...selects), image };
const inInput = pick('datetimepicker', 'rich_text_input', ...pickers, ...selects, ...typedInputs);
const inModalInput = { ...inInput, ...pick('file_input') };

const block = ({ required = {}, optional = {}, whole }: Shape) =>
  object({ required, optional: { block_id: id, ...optional }, ...(whole && { whole }) });

const input = (allowed: Record<string, Rule>) =>
  block({
    required: { label: plainText(limits.input.label), element: byType(allowed) },
    optional: {
      hint: plainText(limits.input.hint),
      optional: boolean,
      dispatch_action: boolean,
    },
  });

const cell = byType({
  raw_text: object({ required: { text: string({ min: 1 }) } }),
  raw_number: object({ required: { value: number(), text: string({ min: 1 }) } }),
  rich_text: object({ required: { elements: list(richTextElement) }, optional: { block_id: id } }),
});

const everywhere: Record<string, Rule> = {
  actions: block({
    required: { elements: list(byType(inActions), { min: 1, max: limits.actions }) },
  }),
  context: block({
    required: { elements: list(byType(contextElements), { min: 1, max: limits.context }) },
  }),
  divider: block({}),
  header: block({ required: { text: plainText(limits.header) } }),
  image: block({
    ...imageProperties,
    optional: { ...imageProperties.optional, title: plainText(limits.image.title) },
  }),
  rich_text: richText,
  section: block({
    optional: {
      text: anyText(limits.text),
      fields: list(anyText(limits.field.text), { min: 1, max: limits.field.items }),
      accessory: byType(asAccessory),
      expand: boolean,
    },
    whole: (value) =>
      value.text === undefined && value.fields === undefined
        ? [{ at: '', reason: 'must define at least one of: text, fields' }]
        : undefined,
  }),
  video: block({
    required: {
      video_url: httpUrl,
      thumbnail_url: httpUrl,
      alt_text: string({ min: 1, max: limits.video.altText }),
      title: plainText(limits.video.title),
    },
    optional: {
      title_url: httpUrl,
      author_name: string({ max: limits.video.authorName }),
      provider_name: string({ max: limits.video.providerName }),
      provider_icon_url: httpUrl,
      description: plainText(limits.video.description),
    },
  }),
};

/** Which blocks each surface takes. Inputs in messages, which some of Slack's own sources allow and some do not, are refused. */
export const bySurface: Record<Surface, Rule> = {
  message: byType({
    ...everywhere,
    context_actions: block({
      required: {
        elements: list(byType(contextActionElements), { min: 1, max: limits.contextActions }),
      },
    }),
    markdown: block({
      required: { text: string({ min: 1, max: limits.message.markdownCharacters }) },
    }),
    table: block({
      required: {
        rows: list(list(cell, { min: 1, max: limits.table.columns }), {
          min: 1,
          max: limits.table.rows,
        }),
      },
      optional: {
        column_settings: list(
          object({ optional: { align: oneOf('left', 'center', 'right'), is_wrapped: boolean } }),
          { max: limits.table.columns },
        ),
      },
    }),
  }),
  home: byType({ ...everywhere, input: input(inInput) }),
  modal: byType({
    ...everywhere,
    input: input(inModalInput),
    alert: block({
      required: { text: anyText(limits.alert) },
      optional: { level: oneOf('default', 'info', 'warning', 'error', 'success') },
    }),
  }),
};
