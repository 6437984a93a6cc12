import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { useWorld } from '../support/world.ts';

const here = useWorld();

/** What `/lead …` answered: always a sentence, of which nothing is live but what we wrote ourselves. */
async function answerTo(text: string): Promise<string> {
  const { sandbox } = here.world;
  const { acked, body } = await sandbox.command('ana', 'leads', `/lead ${text}`);
  expect([text, acked]).toEqual([text, true]);
  const { text: answer = '', blocks = [] } = body as { text?: string; blocks?: [] };
  expect(sandbox.liveIn({ text: answer, blocks })).toEqual([]);
  return answer;
}

test.each([
  'x'.repeat(10_000),
  'L-1001 '.repeat(1_400),
  `note L-1001 ${'"'.repeat(5_000)}`,
  '( '.repeat(5_000),
  'mon tue wed '.repeat(800),
  `L-1001 connected ${'tomorrow '.repeat(1_000)}`,
  `L-1001 quoted ${'9'.repeat(9_000)}`,
])('however long it is, it is answered: %.20s', async (text) => {
  expect(await answerTo(text)).not.toMatch(/^(Something went wrong|$)/);
});

test.each([
  '__proto__',
  'constructor',
  'toString L-1001',
  'L-1001 __proto__',
  'L-1001 constructor',
  'L-1001 lost __proto__',
  'L-1001 connected hasOwnProperty',
  'L-0',
  'L--5',
  'L-1e3',
  'L-2147483648',
  'L-99999999999999999999',
  'claim 2147483648',
  '💥 🫥 👩‍👩‍👧‍👦',
  '\u202eLD-1001 dnoces\u202c',
  'שלום L-1001',
  'مرحبا',
  '\u0000',
  'help\u0000me',
  'L-\u0661\u0662',
  '\ud800',
  '\u200b',
  '<!channel> <!here>',
  '<@U0ANA|ana> <#C0LEADS|leads>',
  '*bold* _it_ ~no~ `code` https://example.org',
  '&lt;!channel&gt; &amp;lt;!channel&amp;gt;',
  "'; drop table leads; --",
  '${process.env.SLACK_BOT_TOKEN}',
])('whatever it is, it is answered: %s', async (text) => {
  expect(await answerTo(text)).not.toMatch(/^(Something went wrong|$)/);
});

test('whatever characters a note holds, it is kept without those that cannot be', async () => {
  const { world } = here;
  const { id } = await world.lead();
  await answerTo(`claim ${id}`).catch(() => {}); // what is live there is the link to the customer
  const { acked } = await world.sandbox.command(
    'ana',
    'leads',
    `/lead note L-${id} "one\u0000two\ud800three 👩‍👩‍👧‍👦 \u202efour"`,
  );
  expect(acked).toBe(true);
  const notes = await world.ctx.db.selectFrom('notes').select('body').execute();
  expect(notes.map(({ body }) => body)).toEqual(['onetwo\ufffdthree 👩‍👩‍👧‍👦 \u202efour']);
});

test('anything at all is answered', { timeout: 60_000 }, async () => {
  const words = fc.constantFrom(
    ...[
      'L-1001',
      'claim',
      'note',
      'postpone',
      'release',
      'lost',
      'disqualified',
      'nurture',
      'quoted',
    ],
    ...[
      'money',
      'call',
      'tomorrow',
      '10am',
      '"',
      "'",
      '<!channel>',
      '5000 eur',
      '31 feb',
      '-1',
      '0',
    ],
  );
  const line = fc.array(fc.oneof(words, fc.string({ unit: 'binary', maxLength: 12 })), {
    maxLength: 8,
  });
  await fc.assert(
    fc.asyncProperty(line, async (parts) => {
      const { acked, body } = await here.world.sandbox.command(
        'ben',
        'leads',
        `/lead ${parts.join(' ')}`,
      );
      expect(acked).toBe(true);
      expect(JSON.stringify(body ?? {})).not.toContain('Something went wrong');
    }),
    { numRuns: 150 },
  );
});

describe('a flood', () => {
  // A slow machine may answer the last of them after Slack's three seconds, which Bolt calls an error.
  const flooded = useWorld({ expectErrors: ['within 3 seconds', 'ERR_HTTP_HEADERS_SENT'] });

  test('five hundred at once do no harm', { timeout: 60_000 }, async () => {
    const { world } = flooded;
    const { id } = await world.lead();
    const lines = [`/lead claim ${id}`, '/lead help', `/lead L-${id}`, '/lead mine'];
    const answers = await Promise.all(
      Array.from({ length: 500 }, (_, i) =>
        world.sandbox.command(i % 3 ? 'ana' : 'ben', 'leads', lines[i % 4] ?? ''),
      ),
    );
    const failed = answers.filter(
      ({ acked, problem, status }) => !acked && problem !== 'timeout' && status !== 404,
    );
    expect(failed).toEqual([]);
    await world.settled();
    const claims = await world.ctx.db
      .selectFrom('lead_events')
      .where('lead_id', '=', id)
      .where('kind', '=', 'claimed')
      .select('id')
      .execute();
    expect(claims).toHaveLength(1);
    expect((await world.card(id)).text).toContain('Claimed');
  });
});
