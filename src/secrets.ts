import {
  createCipheriv,
  createDecipheriv,
  createHash,
  createHmac,
  createSecretKey,
  hkdfSync,
  randomBytes,
} from 'node:crypto';

export type Sealed = { readonly keyId: string; readonly ciphertext: Buffer };

/** Everything that is done with LEAD_NUDGE_KEY. */
export type Secrets = {
  /** AES-256-GCM; the ciphertext is nonce (12 bytes), tag (16), text. */
  seal(text: string): Sealed;
  /** Throws where the text was sealed under another key, or was changed. */
  open(sealed: Sealed): string;
  /** The keyed hash by which one person's arrivals are known to be the same. */
  identityHash(kind: 'external' | 'email' | 'phone', value: string): Buffer;
};

/** `key`: LEAD_NUDGE_KEY, 32 bytes. */
export function createSecrets(key: Buffer): Secrets {
  const derive = (use: string) => Buffer.from(hkdfSync('sha256', key, '', `lead-nudge ${use}`, 32));
  const sealing = derive('seal');
  // As a key object, since node takes 14 µs to make one of a buffer at each use.
  const identity = createSecretKey(derive('identity'));
  const keyId = createHash('sha256').update(sealing).digest('hex').slice(0, 8);
  return {
    seal(text) {
      const nonce = randomBytes(12);
      const cipher = createCipheriv('aes-256-gcm', sealing, nonce);
      const body = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]);
      return { keyId, ciphertext: Buffer.concat([nonce, cipher.getAuthTag(), body]) };
    },
    open(sealed) {
      if (sealed.keyId !== keyId) throw new Error(`sealed under key ${sealed.keyId}, not ${keyId}`);
      const decipher = createDecipheriv('aes-256-gcm', sealing, sealed.ciphertext.subarray(0, 12));
      decipher.setAuthTag(sealed.ciphertext.subarray(12, 28));
      const body = sealed.ciphertext.subarray(28);
      return Buffer.concat([decipher.update(body), decipher.final()]).toString('utf8');
    },
    identityHash: (kind, value) =>
      createHmac('sha256', identity).update(`${kind}\0${value}`).digest(),
  };
}
