import { describe, expect, it } from '@jest/globals';
import { inspect } from 'node:util';
import { decodeMeterKey } from './meter-key.js';

const plain = '000102030405060708090A0b0c0d0e0f';
const cipher = 'aB'.repeat(384);

describe('a meter key in a request', () => {
  it('is 16 plain bytes where plain keys are accepted', () => {
    const decoded = decodeMeterKey(plain, { plainKeys: 'accept' });
    expect(decoded).toEqual({ kind: 'plain', key: Uint8Array.from({ length: 16 }, (_, index) => index) });
  });

  it('is cipher text as long as the modulus, wherever plain keys are accepted or not', () => {
    const expected = { kind: 'cipher', cipherHex: cipher.toLowerCase() };
    expect(decodeMeterKey(cipher, { plainKeys: 'accept' })).toEqual(expected);
    expect(decodeMeterKey(cipher, { plainKeys: 'reject' })).toEqual(expected);
  });

  it.each([
    ['a plain key where they are rejected', plain, 'reject', 'PLAIN_KEY_REFUSED'],
    ['nothing', '', 'accept', 'WRONG_LENGTH'],
    ['half a byte', plain.slice(1), 'accept', 'NOT_HEX'],
    ['other characters', `${plain.slice(2)}0x`, 'accept', 'NOT_HEX'],
    ['white space', ` ${plain}`, 'accept', 'NOT_HEX'],
    ['a key of 15 bytes', plain.slice(2), 'accept', 'WRONG_LENGTH'],
    ['a key of 32 bytes', plain + plain, 'accept', 'WRONG_LENGTH'],
    ['cipher text of another key size', cipher.slice(256), 'reject', 'WRONG_LENGTH'],
  ] as const)('is not %s, and the error does not say what was sent', (_name, text, plainKeys, code) => {
    const refused = caught(() => decodeMeterKey(text, { plainKeys }));
    expect(refused).toMatchObject({ code, name: 'MeterKeyError' });
    if (text !== '') expect(inspect(refused)).not.toContain(text.slice(0, 12).trim());
  });
});

function caught(act: () => unknown): unknown {
  try {
    act();
  } catch (error) {
    return error;
  }
  return undefined;
}
