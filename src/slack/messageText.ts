import { z } from 'zod';

const attachment = z.object({
  pretext: z.string().optional(),
  title: z.string().optional(),
  text: z.string().optional(),
  fallback: z.string().optional(),
  fields: z
    .array(z.object({ title: z.string().default(''), value: z.string().default('') }))
    .default([]),
});

/** A message as a shortcut's payload carries it. */
export const slackMessage = z.object({
  ts: z.string(),
  text: z.string().nullish(),
  attachments: z.array(attachment).default([]).catch([]),
});

/**
 * What a reader sees of a message, as plain text: Slack's escapes undone, links by what they show.
 * Form tools post into attachments, whose fields become lines such as `Email: jane@example.org`.
 */
export function messageText({ text, attachments }: z.infer<typeof slackMessage>): string {
  const parts = attachments.flatMap(({ pretext, title, text: body, fallback, fields }) => {
    const shown = [pretext, title, body, ...fields.map((one) => `${one.title}: ${one.value}`)];
    const given = shown.filter((part): part is string => Boolean(part));
    return given.length > 0 ? given : [fallback ?? ''];
  });
  return [text ?? '', ...parts]
    .filter((part) => part.trim() !== '')
    .map(unescaped)
    .join('\n')
    .trim();
}

const unescaped = (text: string): string =>
  text
    .replace(/<mailto:([^|>]*)(?:\|[^>]*)?>/g, '$1')
    .replace(/<tel:[^|>]*\|([^>]*)>/g, '$1')
    .replace(/<tel:([^|>]*)>/g, '$1')
    .replace(/<https?:[^|>]*\|([^>]*)>/g, '$1')
    .replace(/<(https?:[^|>]*)>/g, '$1')
    .replace(/<[@#!][A-Z0-9a-z^]+\|([^>]*)>/g, '$1')
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&amp;', '&');
