import { describe, expect, it } from 'vitest';
import { liveIn, readAll } from '../../sandbox/blockKit/reading.ts';

const mrkdwn = (text: string, extra: object = {}) => ({
  type: 'section',
  text: { type: 'mrkdwn', text, ...extra },
});
const plain = (text: string) => ({ type: 'section', text: { type: 'plain_text', text } });
const link = (url: string) => ({
  type: 'rich_text',
  elements: [{ type: 'rich_text_section', elements: [{ type: 'link', url, text: 'call' }] }],
});

describe('what Slack makes live', () => {
  it.each([
    ['a mention', mrkdwn('hi <@U1> and <!here>'), ['<@U1>', '<!here>']],
    [
      'a link',
      mrkdwn('<https://example.com|x>'),
      ['<https://example.com|x>', 'https://example.com'],
    ],
    ['a bare address', mrkdwn('see https://example.com now'), ['https://example.com']],
    ['what is typed like a mention', mrkdwn('@channel #leads'), ['@channel', '#leads']],
    ['formatting', mrkdwn('a *bold* and `code` claim'), ['*bold*', '`code`']],
    ['formatting in verbatim text', mrkdwn('*bold* @here', { verbatim: true }), ['*bold*']],
    ['nothing in escaped text', mrkdwn('&lt;@U1&gt; 2*3*4 snake_case_name L-1 #1'), []],
    ['nothing in plain text', plain('<!channel> @here *x* https://example.com'), []],
    ['rich text that says so', link('tel:+49'), ['link tel:+49']],
  ])('%s', (_, block, live) => {
    expect(liveIn({ blocks: [block] })).toEqual(live);
  });
  it('finds it in the text of a message', () => {
    expect(liveIn({ text: '<!channel> https://example.com', blocks: [] })).toEqual([
      '<!channel>',
      'https://example.com',
    ]);
  });
});

describe('reading', () => {
  it('gives every text in order', () => {
    const image = { type: 'image', image_url: 'https://example.com/x.png', alt_text: 'a chart' };
    expect(
      readAll({ text: 'unseen', blocks: [plain('one'), { ...mrkdwn('two'), accessory: image }] }),
    ).toBe('one\ntwo\na chart');
    expect(readAll({ text: 'seen', blocks: [] })).toBe('seen');
  });
});
