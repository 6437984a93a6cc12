import fc from 'fast-check';
import { Webhook } from 'standardwebhooks';
import { expect, test } from 'vitest';
import { newWebhookSecret, verifyStandardWebhook } from '../../src/intake/standardWebhooks.ts';
import { hashOfToken, newUrlToken, verifyUrlToken } from '../../src/intake/urlToken.ts';

const secret = newWebhookSecret();
const other = newWebhookSecret();
const now = new Date('2026-11-23T09:00:00Z');

function signed(body: string, at = now, by = secret) {
  const headers = {
    'webhook-id': 'msg_1',
    'webhook-timestamp': String(Math.floor(at.getTime() / 1000)),
    'webhook-signature': new Webhook(by).sign('msg_1', at, body),
  };
  return { headers, body: Buffer.from(body) };
}

const verify = (post: Parameters<typeof verifyStandardWebhook>[0], keys = [secret]) =>
  verifyStandardWebhook(
    post,
    keys.map((key) => ({ key })),
    now,
  );

test('what another implementation signs is accepted, with either of two secrets', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), (body) => {
      expect(verify(signed(body))).toEqual({ webhookId: 'msg_1' });
    }),
  );
  expect(verify(signed('{}', now, other), [secret, other])).not.toBeNull();
  expect(verify(signed('{}', now, other))).toBeNull();
});

test('one of several signatures is enough', () => {
  const post = signed('{}');
  const signature = `v1,AAAA v1a,BBBB ${post.headers['webhook-signature']}`;
  expect(
    verify({ ...post, headers: { ...post.headers, 'webhook-signature': signature } }),
  ).not.toBeNull();
});

test('five minutes are tolerated, in both directions', () => {
  const seconds = (count: number) => new Date(now.getTime() + count * 1000);
  expect([-300, 300].map((count) => verify(signed('{}', seconds(count))) !== null)).toEqual([
    true,
    true,
  ]);
  expect([-301, 301].map((count) => verify(signed('{}', seconds(count))) !== null)).toEqual([
    false,
    false,
  ]);
});

test('whatever is changed on the way is noticed', () => {
  const body = '{"name":"Jane","email":"jane@example.com"}';
  const post = signed(body);
  const changed = (bytes: Buffer, at: number, to: number) => {
    const copy = Buffer.from(bytes);
    copy[at % copy.length] = to;
    return copy;
  };
  const names = ['webhook-id', 'webhook-timestamp', 'webhook-signature'] as const;
  fc.assert(
    fc.property(fc.nat(), fc.integer({ min: 0x20, max: 0x7e }), fc.nat(3), (at, to, part) => {
      const name = names[part];
      const mutated = name
        ? {
            ...post,
            headers: {
              ...post.headers,
              [name]: changed(Buffer.from(post.headers[name]), at, to).toString(),
            },
          }
        : { ...post, body: changed(post.body, at, to) };
      fc.pre(JSON.stringify(mutated) !== JSON.stringify(post));
      expect(verify(mutated)).toBeNull();
    }),
    { numRuns: 2_000 },
  );
  for (const name of names)
    expect(verify({ ...post, headers: { ...post.headers, [name]: undefined } })).toBeNull();
  const stamp = `${post.headers['webhook-timestamp']}x`;
  expect(verify({ ...post, headers: { ...post.headers, 'webhook-timestamp': stamp } })).toBeNull();
  expect(
    verify({ ...post, headers: { ...post.headers, 'webhook-id': 'm'.repeat(501) } }),
  ).toBeNull();
});

test('a secret address is accepted as it was printed, and as nothing else', () => {
  const token = newUrlToken();
  const known = [{ tokenHash: hashOfToken(token) }];
  expect(verifyUrlToken({ token }, known)).toEqual({});
  fc.assert(
    fc.property(fc.string(), (guess) => {
      expect(verifyUrlToken({ token: guess }, known)).toBeNull();
    }),
  );
  expect(verifyUrlToken({ token: undefined }, known)).toBeNull();
  expect(verifyUrlToken({ token }, [])).toBeNull();
});
