import { z } from 'zod';
import { actions, button } from '../slack/blocks.ts';
import { fallbackText } from '../slack/fallbackText.ts';
import type { Drawing, MessageKind } from '../slack/message.ts';
import { bold, line, oneLine, plain, quote, richText, severalLines } from '../slack/richText.ts';
import { longestText } from './saying.ts';
import type { QuoteAsk } from './quoteStore.ts';
import { readAsk } from './readAsk.ts';

/** Asks a rep what they would say of a source's leads; it shows what they said. */
export const quoteMessage: MessageKind = {
  async draw(ctx, { destination: personId, subject }) {
    const { source: sourceKey, month } = z
      .object({ source: z.string(), month: z.string() })
      .parse(subject);
    const ask = await readAsk(ctx, { sourceKey, month, personId });
    return ask && drawQuoteAsk(ask);
  },
};

export function drawQuoteAsk({
  sourceKey,
  month,
  name,
  body,
}: QuoteAsk & { readonly name: string }): Drawing {
  const blocks = [
    richText([
      line(
        plain('What would you say about the leads of '),
        bold(oneLine(name, 100)),
        plain('? You have done well with them in the last 90 days.'),
      ),
      line(
        plain(
          'What do the good ones have in common? What is usually missing? Whoever makes them reads it with your name, in the source’s weekly scorecard. You can leave it.',
        ),
      ),
      ...(body === null
        ? []
        : [line(bold('You say:')), quote(plain(severalLines(body, longestText)))]),
    ]),
    ...actions([
      button({
        text: body === null ? 'Say something' : 'Change',
        actionId: 'quote:open',
        value: JSON.stringify({ source: sourceKey, month }),
      }),
    ]),
  ];
  return { text: fallbackText(blocks), blocks };
}
