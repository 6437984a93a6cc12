import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { View } from '../../sandbox/view.ts';
import { useWorld } from '../support/world.ts';

// What no form of ours could hold ends in an error on the log, and in a sentence for whoever sent it.
const here = useWorld({ expectErrors: ['a listener failed'] });

let id: number;
beforeEach(async () => {
  const { world } = here;
  const lead = await world.lead();
  id = lead.id;
  await world.sandbox.click('ana', lead.card, 'Claim');
  await world.sandbox.click('ana', await world.card(id), 'Update');
});
afterEach(() => here.world.sandbox.closeModal('ana', { all: true }).catch(() => {}));

/** The open form, as Slack holds it. */
function form(): View {
  const view = here.world.sandbox.modal('ana');
  if (!view) throw new Error('no form is open');
  return view;
}

const remember = (change: Record<string, unknown>) => {
  const memory = JSON.parse(form().privateMetadata) as Record<string, unknown>;
  form().privateMetadata = JSON.stringify({ ...memory, ...change });
};

const leadRow = (leadId: number) =>
  here.world.ctx.db
    .selectFrom('leads')
    .where('id', '=', leadId)
    .selectAll()
    .executeTakeFirstOrThrow();

describe('a form whose memory was tampered with', () => {
  test.each([
    ['no JSON', 'not json'],
    ['empty', ''],
    ['null', 'null'],
    ['a list', '[]'],
    ['a prototype', '{"__proto__":{"lead":1}}'],
    ['a lead that is a text', '{"lead":"1 or 1=1","version":1,"fromHome":false}'],
    ['a lead that is too large', '{"lead":1e300,"version":1,"fromHome":false}'],
  ])('%s: nothing happens, and they are told', async (_, memory) => {
    const before = await leadRow(id);
    form().privateMetadata = memory;
    const { acked, errors } = await here.world.sandbox.submit('ana', { Note: 'typed with care' });
    expect(acked).toBe(true);
    expect(Object.values(errors ?? {}).join()).toMatch(
      /^Something went wrong in Lead Nudge\. Nothing was changed/,
    );
    expect(await leadRow(id)).toEqual(before);
    expect(JSON.stringify(form().state)).toContain('typed with care');
  });

  test('somebody else’s lead stays theirs', async () => {
    const { world } = here;
    const other = await world.lead();
    await world.sandbox.click('ben', other.card, 'Claim');
    const before = await leadRow(other.id);
    remember({ lead: other.id, version: before.version });
    await world.sandbox.submit('ana', { Note: 'mine now' });
    expect(await leadRow(other.id)).toEqual(before);
    expect(world.sandbox.read(form())).toContain(`L-${other.id} belongs to`);
  });

  test.each([2_147_483_647, 0, -1])('the lead %i is not there', async (lead) => {
    remember({ lead });
    const answer = await here.world.sandbox.submit('ana');
    expect(answer.acked).toBe(true);
    expect(here.world.sandbox.unexpected).toEqual([]);
  });

  test('a version of the future changes nothing, and is asked about', async () => {
    const before = await leadRow(id);
    remember({ version: before.version + 100 });
    await here.world.sandbox.submit('ana', { Note: 'from tomorrow' });
    expect(await leadRow(id)).toEqual(before);
    expect(here.world.sandbox.read(form())).toContain('It changed while this was open');
  });
});

describe('a form with fields that it does not have', () => {
  const submitWith = (values: Record<string, unknown>) => {
    // The client's own check looks at what the fields on the screen hold.
    form().state = { ...form().state, ...(values as View['state']) };
    return here.world.sandbox.submit('ana');
  };

  test.each([
    ['of another kind', { note: { typed: { type: 'plain_text_input', value: 5 } } }],
    ['without a value', { touch: {} }],
    ['that is a list', { occurredAt: [] }],
    [
      'in the far future',
      { nextStepAt: { chosen: { type: 'datetimepicker', selected_date_time: 9e12 } } },
    ],
    [
      'before all time',
      { occurredAt: { chosen: { type: 'datetimepicker', selected_date_time: -9e12 } } },
    ],
    [
      'at no second',
      { nextStepAt: { chosen: { type: 'datetimepicker', selected_date_time: 1.5 } } },
    ],
    [
      'of another status',
      {
        status: {
          'lead:update-form-status': {
            type: 'static_select',
            selected_option: { value: 'merged' },
          },
        },
      },
    ],
    [
      'of an obstacle that is none',
      {
        obstacle: { chosen: { type: 'static_select', selected_option: { value: 'constructor' } } },
      },
    ],
  ])('%s: nothing is half done, and they are told', async (_, values) => {
    const before = await leadRow(id);
    const { acked, errors } = await submitWith(values);
    expect(acked).toBe(true);
    expect(Object.values(errors ?? {}).join()).not.toBe('');
    expect(await leadRow(id)).toEqual(before);
  });

  test('unknown ones are left alone', async () => {
    await submitWith({
      __proto__x: { typed: { type: 'plain_text_input', value: 'x' } },
      owner: { typed: { type: 'plain_text_input', value: 'U0BEN' } },
    });
    expect(await leadRow(id)).toMatchObject({
      owner_id: here.world.ids.people('ana'),
      touch_count: 1,
    });
  });
});

test('a form that is sent after its lead was closed says so, and keeps what was typed', async () => {
  const { world } = here;
  await world.sandbox.command('mia', 'leads', `/lead L-${id} won`);
  await world.sandbox.submit('ana', { Note: 'too late, perhaps' });
  expect(await leadRow(id)).toMatchObject({ status: 'won' });
  expect(world.sandbox.read(form())).toContain('It changed while this was open');
  expect(JSON.stringify(form().state)).toContain('too late, perhaps');
});

test('a form that is sent after its lead was given to somebody else says whose it is', async () => {
  const { world } = here;
  await world.sandbox.command('mia', 'leads', `/lead release L-${id} "ana is away"`);
  await world.sandbox.command('ben', 'leads', `/lead claim L-${id}`);
  await world.sandbox.submit('ana', { Note: 'too late' });
  expect(await leadRow(id)).toMatchObject({ owner_id: world.ids.people('ben'), touch_count: 0 });
  expect(world.sandbox.read(form())).toContain(`L-${id} belongs to`);
});
