import type {
  ActionsBlock,
  ActionsBlockElement,
  Button,
  ContextBlock,
  DividerBlock,
  HeaderBlock,
  Overflow,
  MrkdwnElement,
  PlainTextElement,
  SectionBlock,
  SectionBlockAccessory,
} from '@slack/types';
import { escape } from './escape.ts';

/** Slack's limits, in characters and in counts. */
const limits = {
  header: 150,
  text: 3_000,
  actions: 25,
  context: 10,
  button: 75,
  buttonValue: 2_000,
  option: 75,
  confirmTitle: 100,
  confirmText: 300,
  confirmButton: 30,
} as const;

/** At most `max` characters, the last one an ellipsis where something was left out. Splits no emoji. */
export function cut(text: string, max: number): string {
  if (text.length <= max) return text;
  const kept = text.slice(0, max - 1).replace(/[\ud800-\udbff]$/, '');
  return `${kept.trimEnd()}…`;
}

/** Text in which nothing is parsed: for labels, and for what strangers wrote. Slack refuses an empty one. */
export const plainText = (text: string, max: number = limits.text): PlainTextElement => ({
  type: 'plain_text',
  text: cut(text, max) || '–',
  emoji: false,
});

/** A label of our own, in which `:icon:` is drawn. */
export const label = (text: string, max: number = limits.text): PlainTextElement => ({
  ...plainText(text, max),
  emoji: true,
});

/** Slack's markup, made by `markup`, `slackDate` and the like only. */
export type Markup = { readonly markup: string };

/** `markup\`*Overdue* since ${slackDate(at)} by ${name}\``: our own words format, what is put in is escaped. */
export function markup(
  words: TemplateStringsArray,
  ...values: (string | number | Markup)[]
): Markup {
  const parts = values.map((value) =>
    typeof value === 'object' ? value.markup : escape(String(value)),
  );
  return { markup: String.raw({ raw: words }, ...parts) };
}

/** Verbatim: Slack looks for no links, channels or mentions of its own accord. */
export const mrkdwn = ({ markup: text }: Markup): MrkdwnElement => {
  if (text.length > limits.text) throw new RangeError(`markup of ${text.length} characters`);
  return { type: 'mrkdwn', text: text || '–', verbatim: true };
};

/** An instant in the reader's own time; `fallback` is for where Slack cannot show that. */
export const slackDate = (
  at: Date,
  format = '{date_short_pretty} {time}',
  fallback = `${at.toISOString().slice(0, 16).replace('T', ' ')} UTC`,
): Markup => ({
  markup: `<!date^${Math.floor(at.getTime() / 1000)}^${format}|${escape(fallback)}>`,
});

export const person = (id: string): Markup => ({ markup: `<@${id}>` });

const textObject = (text: string | Markup, max: number) =>
  typeof text === 'string' ? plainText(text, max) : mrkdwn(text);

export const header = (text: string): HeaderBlock => ({
  type: 'header',
  text: label(text, limits.header),
});

export const divider = (): DividerBlock => ({ type: 'divider' });

export const section = (
  text: string | Markup,
  accessory?: SectionBlockAccessory,
): SectionBlock => ({
  type: 'section',
  text: textObject(text, limits.text),
  ...(accessory ? { accessory } : {}),
});

/** Small grey text. */
export const context = (...texts: (string | Markup)[]): ContextBlock => ({
  type: 'context',
  elements: texts.slice(0, limits.context).map((text) => textObject(text, limits.text)),
});

/** Rows of buttons and menus: none where there are none, several blocks where they are too many for one. */
export function actions(elements: readonly ActionsBlockElement[]): ActionsBlock[] {
  return elements.length === 0
    ? []
    : [
        { type: 'actions', elements: elements.slice(0, limits.actions) },
        ...actions(elements.slice(limits.actions)),
      ];
}

/** `value` is what the listener gets. `spoken` is read out in place of the text where that says too little. */
export function button(of: {
  text: string;
  actionId: string;
  value: string;
  style?: 'primary' | 'danger';
  spoken?: string;
  confirm?: { title: string; text: string; yes: string; no: string };
}): Button {
  if (of.value.length > limits.buttonValue) throw new RangeError(`the value of ${of.actionId}`);
  return {
    type: 'button',
    text: label(of.text, limits.button),
    action_id: of.actionId,
    value: of.value,
    ...(of.style ? { style: of.style } : {}),
    ...(of.spoken ? { accessibility_label: cut(of.spoken, limits.button) } : {}),
    ...(of.confirm
      ? {
          confirm: {
            title: plainText(of.confirm.title, limits.confirmTitle),
            text: plainText(of.confirm.text, limits.confirmText),
            confirm: plainText(of.confirm.yes, limits.confirmButton),
            deny: plainText(of.confirm.no, limits.confirmButton),
            ...(of.style ? { style: of.style } : {}),
          },
        }
      : {}),
  };
}

/** What is rarely needed, behind three dots: at most five. */
export const menu = (of: {
  actionId: string;
  options: readonly { readonly text: string; readonly value: string }[];
}): Overflow => ({
  type: 'overflow',
  action_id: of.actionId,
  options: of.options.map(({ text, value }) => ({
    text: plainText(text, limits.option),
    value,
  })),
});
