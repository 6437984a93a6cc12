import { describe, expect, it } from 'vitest';
import { checkMessageBlocks, checkMetadata } from '../../sandbox/blockKit/checkMessage.ts';
import { checkView } from '../../sandbox/blockKit/checkView.ts';

const plain = (text: string) => ({ type: 'plain_text', text });
const mrkdwn = (text: string) => ({ type: 'mrkdwn', text });
const section = (extra: object = {}) => ({ type: 'section', text: mrkdwn('hello'), ...extra });
const button = (extra: object = {}) => ({
  type: 'button',
  text: plain('Go'),
  action_id: 'go',
  ...extra,
});
const actions = (...elements: object[]) => ({ type: 'actions', elements });
const option = (text: string, value = text) => ({ text: plain(text), value });
const select = (extra: object = {}) => ({
  type: 'static_select',
  action_id: 'pick',
  options: [option('a'), option('b')],
  ...extra,
});
const many = <T>(count: number, make: (i: number) => T) =>
  Array.from({ length: count }, (_, i) => make(i));
const row = (cells: number) => many(cells, () => ({ type: 'raw_text', text: 'x' }));
const table = (rows: object[][]) => ({ type: 'table', rows });
const input = (element: object, extra: object = {}) => ({
  type: 'input',
  label: plain('Name'),
  element,
  ...extra,
});
const text = (extra: object = {}) => ({ type: 'plain_text_input', action_id: 'text', ...extra });

const good: [string, object[]][] = [
  ['a section', [section()]],
  [
    'a section of fields',
    [{ type: 'section', fields: many(10, () => plain('x'.repeat(2_000))).slice(0, 5) }],
  ],
  ['verbatim mrkdwn', [{ type: 'section', text: { ...mrkdwn('@here'), verbatim: true } }]],
  [
    'a card',
    [{ type: 'header', text: plain('L-1') }, section({ accessory: button() }), { type: 'divider' }],
  ],
  [
    'a context',
    [
      {
        type: 'context',
        elements: [
          mrkdwn('new'),
          plain('3 min'),
          { type: 'image', image_url: 'https://example.com/a.png', alt_text: 'a' },
        ],
      },
    ],
  ],
  [
    'buttons',
    [
      actions(
        button({
          style: 'primary',
          value: 'x',
          confirm: {
            title: plain('Sure?'),
            text: mrkdwn('Really'),
            confirm: plain('Yes'),
            deny: plain('No'),
          },
        }),
        button({ action_id: 'b', url: 'https://example.com' }),
      ),
    ],
  ],
  ['the same action_id in two blocks', [actions(button()), actions(button())]],
  [
    'selects',
    [
      actions(select({ initial_option: option('b'), placeholder: plain('Pick') }), {
        type: 'overflow',
        action_id: 'more',
        options: [option('x')],
      }),
    ],
  ],
  [
    'rich text',
    [
      {
        type: 'rich_text',
        elements: [
          {
            type: 'rich_text_section',
            elements: [
              { type: 'text', text: 'call ', style: { bold: true } },
              { type: 'link', url: 'tel:+4930123456', text: '+49 30 123456' },
            ],
          },
          {
            type: 'rich_text_list',
            style: 'bullet',
            elements: [{ type: 'rich_text_section', elements: [{ type: 'user', user_id: 'U1' }] }],
          },
        ],
      },
    ],
  ],
  ['a table', [table([row(20), row(20)])]],
  ['fifty blocks', many(50, () => ({ type: 'divider' }))],
];

const bad: [string, unknown, string][] = [
  [
    '51 blocks',
    many(51, () => ({ type: 'divider' })),
    'no more than 50 items allowed [json-pointer:/blocks]',
  ],
  [
    'an unknown block',
    [{ type: 'bogus' }],
    'unsupported type: bogus [json-pointer:/blocks/0/type]',
  ],
  [
    'a block without type',
    [{ text: plain('x') }],
    'missing required field: type [json-pointer:/blocks/0]',
  ],
  ['a string for a block', ['divider'], 'must provide an object [json-pointer:/blocks/0]'],
  [
    'an unknown property',
    [section({ colour: 'red' })],
    'invalid additional property: colour [json-pointer:/blocks/0]',
  ],
  [
    'an empty section',
    [{ type: 'section' }],
    'must define at least one of: text, fields [json-pointer:/blocks/0]',
  ],
  [
    'a text as a string',
    [{ type: 'section', text: 'hi' }],
    'must provide an object [json-pointer:/blocks/0/text]',
  ],
  [
    'an empty text',
    [{ type: 'section', text: mrkdwn('') }],
    'must be more than 0 characters [json-pointer:/blocks/0/text/text]',
  ],
  [
    'a long section',
    [{ type: 'section', text: mrkdwn('x'.repeat(3_001)) }],
    'must be less than 3001 characters [json-pointer:/blocks/0/text/text]',
  ],
  [
    'eleven fields',
    [{ type: 'section', fields: many(11, () => plain('x')) }],
    'no more than 10 items allowed [json-pointer:/blocks/0/fields]',
  ],
  [
    'a long field',
    [{ type: 'section', fields: [plain('x'.repeat(2_001))] }],
    'must be less than 2001 characters [json-pointer:/blocks/0/fields/0/text]',
  ],
  [
    'mrkdwn in a header',
    [{ type: 'header', text: mrkdwn('x') }],
    'unsupported type: mrkdwn [json-pointer:/blocks/0/text/type]',
  ],
  [
    'a long header',
    [{ type: 'header', text: plain('x'.repeat(151)) }],
    'must be less than 151 characters [json-pointer:/blocks/0/text/text]',
  ],
  [
    'verbatim on plain text',
    [{ type: 'header', text: { ...plain('x'), verbatim: true } }],
    'invalid additional property: verbatim [json-pointer:/blocks/0/text]',
  ],
  ['no elements', [actions()], 'no less than 1 items allowed [json-pointer:/blocks/0/elements]'],
  [
    '26 buttons',
    [actions(...many(26, (i) => button({ action_id: `a${i}` })))],
    'no more than 25 items allowed [json-pointer:/blocks/0/elements]',
  ],
  [
    '11 context elements',
    [{ type: 'context', elements: many(11, () => plain('x')) }],
    'no more than 10 items allowed [json-pointer:/blocks/0/elements]',
  ],
  [
    'a button in a context',
    [{ type: 'context', elements: [button()] }],
    'unsupported type: button [json-pointer:/blocks/0/elements/0/type]',
  ],
  [
    'mrkdwn on a button',
    [actions(button({ text: mrkdwn('x') }))],
    'unsupported type: mrkdwn [json-pointer:/blocks/0/elements/0/text/type]',
  ],
  [
    'a long button',
    [actions(button({ text: plain('x'.repeat(76)) }))],
    'must be less than 76 characters [json-pointer:/blocks/0/elements/0/text/text]',
  ],
  [
    'a long value',
    [actions(button({ value: 'x'.repeat(2_001) }))],
    'must be less than 2001 characters [json-pointer:/blocks/0/elements/0/value]',
  ],
  [
    'a made-up style',
    [actions(button({ style: 'warning' }))],
    'must be one of: primary, danger [json-pointer:/blocks/0/elements/0/style]',
  ],
  [
    'a script as url',
    [actions(button({ url: 'javascript:alert(1)' }))],
    'must provide a valid format [json-pointer:/blocks/0/elements/0/url]',
  ],
  [
    'a long action_id',
    [actions(button({ action_id: 'x'.repeat(256) }))],
    'must be less than 256 characters [json-pointer:/blocks/0/elements/0/action_id]',
  ],
  [
    'the same action_id twice in a block',
    [actions(button(), button())],
    '`action_id` already exists [json-pointer:/blocks/0]',
  ],
  [
    'the same block_id twice',
    [section({ block_id: 'a' }), section({ block_id: 'a' })],
    '`block_id` already exists [json-pointer:/blocks/1/block_id]',
  ],
  [
    'a long confirmation',
    [actions(button({ confirm: { text: plain('x'.repeat(301)) } }))],
    'must be less than 301 characters [json-pointer:/blocks/0/elements/0/confirm/text/text]',
  ],
  [
    '101 options',
    [actions(select({ options: many(101, (i) => option(`o${i}`)) }))],
    'no more than 100 items allowed [json-pointer:/blocks/0/elements/0/options]',
  ],
  [
    'a long option',
    [actions(select({ options: [option('x'.repeat(76), 'v')] }))],
    'must be less than 76 characters [json-pointer:/blocks/0/elements/0/options/0/text/text]',
  ],
  [
    'no options at all',
    [actions({ type: 'static_select', action_id: 's' })],
    'must define exactly one of: options, option_groups [json-pointer:/blocks/0/elements/0]',
  ],
  [
    'an initial option that is none',
    [actions(select({ initial_option: option('z') }))],
    'initial option must exactly match one of the provided options [json-pointer:/blocks/0/elements/0]',
  ],
  [
    'six in an overflow',
    [actions({ type: 'overflow', options: many(6, (i) => option(`${i}`)) })],
    'no more than 5 items allowed [json-pointer:/blocks/0/elements/0/options]',
  ],
  [
    'an impossible date',
    [actions({ type: 'datepicker', initial_date: '2026-13-01' })],
    'must provide a valid format [json-pointer:/blocks/0/elements/0/initial_date]',
  ],
  [
    'an image without alt text',
    [{ type: 'image', image_url: 'https://example.com/a.png' }],
    'missing required field: alt_text [json-pointer:/blocks/0]',
  ],
  [
    'an image from nowhere',
    [{ type: 'image', alt_text: 'x' }],
    'must define exactly one of: image_url, slack_file [json-pointer:/blocks/0]',
  ],
  [
    'an input in a message',
    [input(text())],
    'unsupported type: input [json-pointer:/blocks/0/type]',
  ],
  [
    'an alert in a message',
    [{ type: 'alert', text: plain('x') }],
    'unsupported type: alert [json-pointer:/blocks/0/type]',
  ],
  [
    'two tables',
    [table([row(1)]), table([row(1)])],
    'only_one_table_allowed [json-pointer:/blocks/1]',
  ],
  [
    '101 rows',
    [table(many(101, () => row(1)))],
    'no more than 100 items allowed [json-pointer:/blocks/0/rows]',
  ],
  ['21 cells', [table([row(21)])], 'no more than 20 items allowed [json-pointer:/blocks/0/rows/0]'],
  [
    'a wild link in rich text',
    [
      {
        type: 'rich_text',
        elements: [
          { type: 'rich_text_section', elements: [{ type: 'link', url: 'javascript:1' }] },
        ],
      },
    ],
    'must provide a valid format [json-pointer:/blocks/0/elements/0/elements/0/url]',
  ],
  [
    'null for a text',
    [{ type: 'section', text: null }],
    'must provide an object [json-pointer:/blocks/0/text]',
  ],
];

describe('blocks of a message', () => {
  it.each(good)('takes %s', (_, blocks) => {
    expect(checkMessageBlocks(blocks)).toBeUndefined();
  });
  it.each(bad)('refuses %s', (_, blocks, reason) => {
    expect(checkMessageBlocks(blocks)).toEqual({ error: 'invalid_blocks', reasons: [reason] });
  });
  it('names every fault', () => {
    expect(
      checkMessageBlocks([{ type: 'header' }, section({ colour: 1, size: 2 })])?.reasons,
    ).toHaveLength(3);
  });
  it('refuses what is no list', () => {
    expect(checkMessageBlocks({})).toEqual({ error: 'invalid_blocks_format' });
  });
  it('refuses more than 12,000 characters together', () => {
    const blocks = many(5, () => ({ type: 'section', text: plain('x'.repeat(2_500)) }));
    expect(checkMessageBlocks(blocks)).toEqual({ error: 'msg_blocks_too_long' });
    expect(checkMessageBlocks(blocks.slice(1))).toBeUndefined();
  });
});

const modal = (extra: object = {}) => ({
  type: 'modal',
  title: plain('Lead'),
  blocks: [section()],
  ...extra,
});
const home = (extra: object = {}) => ({ type: 'home', blocks: [section()], ...extra });

const badViews: [string, 'modal' | 'home', unknown, string][] = [
  ['nothing', 'modal', undefined, 'must provide an object [json-pointer:/view]'],
  [
    'a modal without title',
    'modal',
    { type: 'modal', blocks: [section()] },
    'missing required field: title [json-pointer:/view]',
  ],
  [
    'a long title',
    'modal',
    modal({ title: plain('x'.repeat(25)) }),
    'must be less than 25 characters [json-pointer:/view/title/text]',
  ],
  [
    'a long submit',
    'modal',
    modal({ submit: plain('x'.repeat(25)) }),
    'must be less than 25 characters [json-pointer:/view/submit/text]',
  ],
  [
    'inputs without submit',
    'modal',
    modal({ blocks: [input(text())] }),
    'missing required field: submit (the view has input blocks) [json-pointer:/view]',
  ],
  [
    'long private metadata',
    'modal',
    modal({ private_metadata: 'x'.repeat(3_001) }),
    'must be less than 3001 characters [json-pointer:/view/private_metadata]',
  ],
  [
    '101 blocks',
    'modal',
    modal({ blocks: many(101, () => ({ type: 'divider' })) }),
    'no more than 100 items allowed [json-pointer:/view/blocks]',
  ],
  [
    'a view that came back',
    'modal',
    modal({ id: 'V1' }),
    'invalid additional property: id [json-pointer:/view]',
  ],
  [
    'a table in a modal',
    'modal',
    modal({ blocks: [table([row(1)])] }),
    'unsupported type: table [json-pointer:/view/blocks/0/type]',
  ],
  [
    'two that want the focus',
    'modal',
    modal({
      submit: plain('Go'),
      blocks: [input(text({ focus_on_load: true })), input(text({ focus_on_load: true }))],
    }),
    'only one element may have `focus_on_load` [json-pointer:/view/blocks/1]',
  ],
  [
    'min over max',
    'modal',
    modal({ submit: plain('Go'), blocks: [input(text({ min_length: 9, max_length: 3 }))] }),
    'must not be more than max_length [json-pointer:/view/blocks/0/element/min_length]',
  ],
  [
    'a button as an input',
    'modal',
    modal({ submit: plain('Go'), blocks: [input(button())] }),
    'unsupported type: button [json-pointer:/view/blocks/0/element/type]',
  ],
  [
    'a title on Home',
    'home',
    home({ title: plain('x') }),
    'invalid additional property: title [json-pointer:/view]',
  ],
  ['a modal for a Home', 'home', modal(), 'must be one of: home [json-pointer:/view/type]'],
  [
    'an empty Home',
    'home',
    home({ blocks: [] }),
    'no less than 1 items allowed [json-pointer:/view/blocks]',
  ],
  [
    'an alert on Home',
    'home',
    home({ blocks: [{ type: 'alert', text: plain('x') }] }),
    'unsupported type: alert [json-pointer:/view/blocks/0/type]',
  ],
];

describe('views', () => {
  it('takes a modal with every kind of input, and a Home', () => {
    const elements = [
      text({ multiline: true, max_length: 500, initial_value: '' }),
      { type: 'number_input', is_decimal_allowed: true },
      { type: 'email_text_input' },
      { type: 'url_text_input' },
      { type: 'datepicker', initial_date: '2026-11-22' },
      { type: 'timepicker', initial_time: '09:30' },
      { type: 'datetimepicker', initial_date_time: 1_795_000_000 },
      { type: 'radio_buttons', options: [{ text: mrkdwn('*a*'), value: 'a' }] },
      { type: 'checkboxes', options: [option('a')], initial_options: [option('a')] },
      { type: 'users_select' },
      { type: 'multi_channels_select', max_selected_items: 2 },
      { type: 'external_select', min_query_length: 0 },
      select(),
    ];
    expect(
      checkView(
        modal({ submit: plain('Save'), blocks: elements.map((one) => input(one)) }),
        'modal',
        9,
      ),
    ).toBeUndefined();
    expect(
      checkView(home({ blocks: many(100, () => ({ type: 'divider' })) }), 'home', 9),
    ).toBeUndefined();
  });
  it.each(badViews)('refuses %s', (_, kind, view, reason) => {
    const refusal = checkView(view, kind, 9);
    expect(refusal?.error).toBe('invalid_arguments');
    expect(refusal?.reasons).toContain(reason);
  });
  it('refuses more than 250 kB', () => {
    expect(checkView(modal(), 'modal', 250_001)).toEqual({ error: 'view_too_large' });
  });
});

describe('metadata', () => {
  it.each([
    [{ event_type: 'lead_posted', event_payload: { id: 'x', n: 1, list: ['a'] } }, undefined],
    [{ event_type: 'lead_posted' }, 'invalid_metadata_format'],
    [{ event_type: 'lead posted!', event_payload: {} }, 'invalid_metadata_format'],
    [{ event_type: 'a', event_payload: {}, more: 1 }, 'invalid_metadata_format'],
    [{ event_type: 'a', event_payload: { deep: { deeper: { x: 1 } } } }, 'invalid_metadata_schema'],
    [{ event_type: 'a', event_payload: { nothing: null } }, 'invalid_metadata_schema'],
    [{ event_type: 'a', event_payload: { x: 'x'.repeat(9_000) } }, 'metadata_too_large'],
  ])('%j', (metadata, error) => {
    expect(checkMetadata(metadata)?.error).toBe(error);
  });
});
