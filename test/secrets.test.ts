import { expect, test } from 'vitest';
import { createSecrets } from '../src/secrets.ts';

test('what is sealed opens under the same key only, and only unchanged', () => {
  const secrets = createSecrets(Buffer.alloc(32, 1));
  const sealed = secrets.seal('whsec_abc');
  expect(sealed.ciphertext.toString('latin1')).not.toContain('whsec');
  expect(secrets.seal('whsec_abc').ciphertext).not.toEqual(sealed.ciphertext);
  expect(secrets.open(sealed)).toBe('whsec_abc');

  expect(() => createSecrets(Buffer.alloc(32, 2)).open(sealed)).toThrow(/sealed under key/);
  const changed = Buffer.from(sealed.ciphertext);
  changed[changed.length - 1]! ^= 1;
  expect(() => secrets.open({ ...sealed, ciphertext: changed })).toThrow(/authenticate/);
});
