import { describe, expect, it } from '@jest/globals';
import { createSecretKey, randomBytes } from 'node:crypto';
import { seal, unseal } from './aead.js';

const key = createSecretKey(randomBytes(32));
const plain = new TextEncoder().encode('sixteen bytes ok');

describe('sealing', () => {
  it('gives back what was sealed, in a buffer of its own', () => {
    const opened = unseal(key, seal(key, plain, ['a', 'b']), ['a', 'b']);
    expect(opened).toEqual(plain);
    expect(opened.buffer.byteLength).toBe(plain.length);
  });

  it('seals nothing at all too', () => {
    expect(unseal(key, seal(key, new Uint8Array(0), []), [])).toHaveLength(0);
  });

  it('never gives the same bytes twice', () => {
    expect(seal(key, plain, ['a'])).not.toEqual(seal(key, plain, ['a']));
  });

  it('refuses another purpose, also one that reads the same when joined', () => {
    const sealed = seal(key, plain, ['ab', 'c']);
    expect(() => unseal(key, sealed, ['a', 'bc'])).toThrow();
    expect(() => unseal(key, sealed, ['ab', 'c', ''])).toThrow();
  });

  it('refuses another key', () => {
    expect(() => unseal(createSecretKey(randomBytes(32)), seal(key, plain, []), [])).toThrow();
  });

  it('refuses a change of any byte and any shortening', () => {
    const sealed = seal(key, plain, ['a']);
    for (let index = 0; index < sealed.length; index += 1) {
      const altered = sealed.slice();
      altered[index] = (altered[index] ?? 0) ^ 1;
      expect(() => unseal(key, altered, ['a'])).toThrow();
      expect(() => unseal(key, sealed.subarray(0, index), ['a'])).toThrow();
    }
  });
});
