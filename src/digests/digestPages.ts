import type { ModalView } from '@slack/types';
import { actions, button, context, plainText } from '../slack/blocks.ts';
import { bold, line, plain, richText } from '../slack/richText.ts';
import type { DigestPart } from './digestParts.ts';

const perPage = 20;

/** One list of a digest, page by page, as it stands when it is looked at. `date`: the digest's. */
export function drawDigestPage(part: DigestPart, date: string, page: number): ModalView {
  const pages = Math.max(1, Math.ceil(part.lines.length / perPage));
  const at = Math.min(Math.max(0, page), pages - 1);
  const shown = part.lines.slice(at * perPage, (at + 1) * perPage);
  const beyond = part.count - part.lines.length;
  const to = (text: string, which: 'previous' | 'next', next: number) =>
    button({ text, actionId: `digest:page-${which}`, value: `${part.name}:${date}:${next}` });
  return {
    type: 'modal',
    title: plainText('Digest', 24),
    close: plainText('Close', 24),
    blocks: [
      richText([line(bold(part.title))]),
      context(pages > 1 ? `As it stands now, page ${at + 1} of ${pages}` : 'As it stands now'),
      ...(shown.some(({ buttons }) => buttons)
        ? shown.flatMap(({ words, buttons = [] }) => [
            richText([line(...words)]),
            ...actions(buttons),
          ])
        : shown.length > 0
          ? [richText(shown.map(({ words }) => line(plain('• '), ...words)))]
          : []),
      ...(beyond > 0 && at === pages - 1 ? [context(`And ${beyond} more.`)] : []),
      ...actions([
        ...(at > 0 ? [to('Previous', 'previous', at - 1)] : []),
        ...(at < pages - 1 ? [to('Next', 'next', at + 1)] : []),
      ]),
    ],
  };
}
