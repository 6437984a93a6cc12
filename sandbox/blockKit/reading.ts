import { isObject, type JsonObject } from './rules.ts';

/** What people see of a message, a modal or a Home: the app's blocks and, of messages, the text. */
export interface Readable {
  text?: string;
  blocks: readonly JsonObject[];
}

/** Every object within that holds a text or describes a picture, in the order of the page. */
function texts(value: unknown): JsonObject[] {
  if (Array.isArray(value)) return value.flatMap(texts);
  if (!isObject(value)) return [];
  const own = typeof value.text === 'string' || typeof value.alt_text === 'string' ? [value] : [];
  return [...own, ...Object.values(value).flatMap(texts)];
}

/** The words that are shown, one text a line; of a message without blocks its text. */
export function readAll({ text, blocks }: Readable): string {
  if (blocks.length === 0) return text ?? '';
  return texts(blocks)
    .map(({ text: words, alt_text }) => (typeof words === 'string' ? words : String(alt_text)))
    .join('\n');
}

const mention = /<[!@#][^>]*>/g;
const link = /<(?:https?|mailto|tel|slack):[^>]*>/g;
const bareUrl = /\bhttps?:\/\/[^\s<>|]+/g;
// What Slack makes live by itself in mrkdwn that is not `verbatim`.
const typed = /(?<![\w@#])(?:@(?:here|channel|everyone)\b|#[\w-]*[a-z][\w-]*)/gi;
const formatted = /(?<![\w*_~`])([*_~`])(?=\S)[^\n]*?\S?\1(?![\w*_~`])/g;

/**
 * Everything that Slack would make live: mentions of people, groups and channels, links, formatted runs.
 * Plain text is never live; mrkdwn and a message's own text are.
 */
export function liveIn({ text = '', blocks }: Readable): string[] {
  const live = (words: string, ...patterns: RegExp[]) =>
    patterns.flatMap((one) => words.match(one) ?? []);
  const own = live(text, mention, link, bareUrl);
  const inBlocks = texts(blocks).flatMap(({ type, text: words, verbatim }) => {
    if (type !== 'mrkdwn' || typeof words !== 'string') return [];
    return live(words, mention, link, formatted, ...(verbatim === true ? [] : [bareUrl, typed]));
  });
  return [...own, ...inBlocks, ...richTextParts(blocks)];
}

/** Rich text is live only where it says so. */
function richTextParts(value: unknown): string[] {
  if (Array.isArray(value)) return value.flatMap(richTextParts);
  if (!isObject(value)) return [];
  const parts = ['user', 'channel', 'usergroup', 'broadcast', 'link'];
  const isPart =
    typeof value.type === 'string' &&
    parts.includes(value.type) &&
    !('text' in value && isObject(value.text));
  return [
    ...(isPart
      ? [
          `${String(value.type)} ${String(value.url ?? value.user_id ?? value.channel_id ?? value.range ?? value.usergroup_id)}`,
        ]
      : []),
    ...richTextParts(value.elements),
  ];
}
