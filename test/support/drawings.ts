import { checkMessageBlocks } from '../../sandbox/blockKit/checkMessage.ts';
import { checkView } from '../../sandbox/blockKit/checkView.ts';

type Message = { readonly text: string; readonly blocks: readonly unknown[] };
type View = { readonly type: 'modal' | 'home'; readonly blocks: readonly unknown[] };

/** What Slack would parse of it: the texts of every mrkdwn object in there. */
export function parsedTexts(value: unknown): string[] {
  if (Array.isArray(value)) return value.flatMap(parsedTexts);
  if (typeof value !== 'object' || value === null) return [];
  if ('type' in value && value.type === 'mrkdwn' && 'text' in value) return [String(value.text)];
  return Object.values(value).flatMap(parsedTexts);
}

/**
 * What is wrong with a message, a modal or a Home: that Slack would not take it, that it says nothing
 * without its blocks, or that something in it links or mentions which we did not make.
 */
export function faultsOf(drawing: Message | View): string[] {
  const texts = parsedTexts(drawing.blocks);
  if ('type' in drawing) {
    const refusal = checkView(drawing, drawing.type, JSON.stringify(drawing).length);
    return [...reasons(refusal), ...texts.filter(linksOrMentions)];
  }
  const { text } = drawing;
  return [
    ...reasons(checkMessageBlocks(drawing.blocks)),
    ...(text.trim() === '' ? ['no text'] : []),
    ...(text.length > 4_000 ? [`a text of ${text.length} characters`] : []),
    ...[text, ...texts].filter(linksOrMentions),
  ];
}

const reasons = (refusal: ReturnType<typeof checkView>): string[] =>
  refusal ? (refusal.reasons ?? [refusal.error]) : [];

const ours =
  /<(?:!date\^\d+\^[^|<>]*\|[^<>]*|@U(?:ANA|BEN|MIA|MAX)|#C1|(?:mailto|tel):[^<>|]*\|[^<>]*)>/g;

const linksOrMentions = (text: string): boolean => /[<>]/.test(text.replace(ours, ''));
