import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { normaliseEmail } from '../../src/intake/contacts.ts';
import { mailLink } from '../../src/slack/richText.ts';
import { lane } from '../support/lane.ts';

const file = join(lane.realDataDir ?? '', 'leads/field_values/email_address_cases_isemail.xml');

const entities: Readonly<Record<string, string>> = { lt: '<', gt: '>', amp: '&', quot: '"' };
const text = (xml: string): string =>
  xml
    .replace(/&#x([0-9a-f]+);/gi, (_, code: string) => String.fromCodePoint(parseInt(code, 16)))
    .replace(/&(lt|gt|amp|quot);/g, (_, name: string) => entities[name] ?? '')
    // Control characters stand there as their pictures.
    .replace(/[\u2400-\u241f]/g, (picture) => String.fromCodePoint(picture.charCodeAt(0) - 0x2400));

/** Addresses with what their author says of them, such as ISEMAIL_ERR. */
const cases = (): { address: string; category: string }[] =>
  [...readFileSync(file, 'utf8').matchAll(/<address>([^]*?)<\/address>[^]*?<category>(\w+)</g)].map(
    ([, address = '', category = '']) => ({ address: text(address), category }),
  );

describe.skipIf(!lane.realDataDir)('e-mail addresses of a well-known collection', () => {
  test('no wrong one is taken for an address', () => {
    const wrong = cases().filter(({ category }) => category === 'ISEMAIL_ERR');
    expect(wrong.length).toBeGreaterThan(30);
    const taken = wrong.filter(({ address }) => normaliseEmail(address) === address.toLowerCase());
    expect(taken).toEqual([]);
  });

  test('those that are written every day are', () => {
    const valid = cases().filter(({ category }) => category === 'ISEMAIL_VALID_CATEGORY');
    const refused = valid.filter(({ address }) => normaliseEmail(address) === null);
    // A top-level domain alone is nobody's in practice.
    expect(refused.map(({ address }) => address)).toEqual(['test@io']);
    expect(valid.length).toBeGreaterThan(5);
  });

  test('whatever is taken becomes a link to that one address and nothing else', () => {
    for (const { address } of cases()) {
      const taken = normaliseEmail(address);
      if (taken === null) continue;
      const link = mailLink(taken);
      const { pathname, search } = new URL(link.type === 'link' ? link.url : '');
      expect([decodeURIComponent(pathname), search]).toEqual([taken, '']);
      expect(pathname).toMatch(/^[^\s"<>|]+$/);
    }
  });
});
