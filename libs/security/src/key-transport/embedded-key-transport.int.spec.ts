import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { constants, createPublicKey, publicEncrypt } from 'node:crypto';
import { masterKeys, TemporaryEventsFile } from '../../test/events-file.js';
import { decodeMeterKey, embeddedKeyTransport, type KeyTransport, openMeterKey, parseMasterKeys } from '../index.js';

// On a busy machine, too.
jest.setTimeout(60_000);

const key = Uint8Array.from({ length: 16 }, (_, index) => 0xa0 + index * 3);

/** As a client does it. */
function encrypted(pem: string, plain: Uint8Array, oaepHash = 'sha256'): string {
  return publicEncrypt({ key: pem, padding: constants.RSA_PKCS1_OAEP_PADDING, oaepHash }, plain).toString('hex');
}

describe('key transport', () => {
  let events: TemporaryEventsFile;
  let transport: KeyTransport;
  beforeAll(async () => {
    events = await TemporaryEventsFile.open();
    transport = await embeddedKeyTransport(events.file, { masterKeys });
  }, 30_000);
  afterAll(async () => events.remove());

  it('has a public key of 3072 bits in PEM', () => {
    const pem = transport.publicKeyPem();
    expect(pem).toMatch(/^-----BEGIN PUBLIC KEY-----\n/);
    expect(createPublicKey(pem).asymmetricKeyDetails?.modulusLength).toBe(3072);
  });

  it('opens what was encrypted for it, in any case of hexadecimal digits', async () => {
    const cipherHex = encrypted(transport.publicKeyPem(), key);
    expect(await transport.decrypt(cipherHex)).toEqual(key);
    expect(await transport.decrypt(cipherHex.toUpperCase())).toEqual(key);
  });

  it('refuses everything else with one and the same error', async () => {
    const good = encrypted(transport.publicKeyPem(), key);
    const wrong = [
      '',
      'zz',
      good.slice(2),
      `${good}00`,
      `${good.slice(0, -2)}${good.endsWith('00') ? '01' : '00'}`,
      encrypted(transport.publicKeyPem(), key, 'sha1'),
    ];
    const errors = await Promise.all(wrong.map(async (cipherHex) => transport.decrypt(cipherHex).catch((error: unknown) => error)));
    for (const error of errors) expect(error).toMatchObject({ code: 'INVALID_CIPHERTEXT', name: 'KeyTransportError' });
    expect(new Set(errors.map(String)).size).toBe(1);
  });

  it('opens a meter key however it comes', async () => {
    const cipher = decodeMeterKey(encrypted(transport.publicKeyPem(), key), { plainKeys: 'reject' });
    expect(await openMeterKey(cipher, transport)).toEqual(key);
    const plain = decodeMeterKey(Buffer.from(key).toString('hex'), { plainKeys: 'accept' });
    expect(await openMeterKey(plain, transport)).toEqual(key);
  });

  it('refuses cipher text of a key that is no AES-128 key', async () => {
    const cipher = decodeMeterKey(encrypted(transport.publicKeyPem(), key.subarray(1)), { plainKeys: 'reject' });
    await expect(openMeterKey(cipher, transport)).rejects.toMatchObject({ code: 'WRONG_LENGTH', name: 'MeterKeyError' });
  });

  it('keeps its key pair over a reopening, and no private key on the disk', async () => {
    const cipherHex = encrypted(transport.publicKeyPem(), key);
    const again = await embeddedKeyTransport(await events.reopen(), { masterKeys });
    expect(again.publicKeyPem()).toBe(transport.publicKeyPem());
    expect(await again.decrypt(cipherHex)).toEqual(key);
    const bytes = await events.bytes();
    // The object identifier of RSA encryption, which stands in every unsealed PKCS #8 key.
    expect(bytes.includes(Buffer.from('2a864886f70d010101', 'hex'))).toBe(false);
    expect(bytes.includes('PRIVATE KEY')).toBe(false);
  });

  it('does not open under another master key', async () => {
    const wrong = parseMasterKeys(`first:${'00'.repeat(32)}`);
    await expect(embeddedKeyTransport(events.file, { masterKeys: wrong })).rejects.toMatchObject({ code: 'WRONG_MASTER_KEY', name: 'VaultError' });
  });
});
