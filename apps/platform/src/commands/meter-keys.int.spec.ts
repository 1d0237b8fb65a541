import { constants, publicEncrypt } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import type { SecretType } from '#contract';
import { silentLog } from '#event-sourcing';
import { parseMasterKeys } from '#security';
import { openStores, type Stores } from '#stores';
import { storeMeterKeys } from './meter-keys.js';

// Making an RSA key pair takes its time on a busy machine.
jest.setTimeout(60_000);

let directory: string;
let stores: Stores;
beforeAll(async () => {
  directory = mkdtempSync(join(tmpdir(), 'meterlog-keys-'));
  stores = await openStores({ data: directory, masterKeys: parseMasterKeys('5a'.repeat(32)), log: silentLog });
});
afterAll(async () => {
  await stores.close();
  rmSync(directory, { recursive: true, force: true });
});

const secret = (hex: string, type: SecretType = 'E_METER_MASTER_KEY') => [{ type, field: 'data.device.masterKey', hex }];
const store = (given: ReturnType<typeof secret>, plainKeys: 'accept' | 'reject' = 'reject') =>
  storeMeterKeys('TEST1024000000001', given, { ...stores, plainKeys });

function cipher(bytes: Uint8Array): string {
  const key = { key: stores.keyTransport.publicKeyPem(), padding: constants.RSA_PKCS1_OAEP_PADDING, oaepHash: 'sha256' };
  return publicEncrypt(key, bytes).toString('hex');
}

describe('meter keys of a request', () => {
  it('go to the vault, encrypted or plain: the same key is the same reference', async () => {
    const key = Buffer.from('00112233445566778899aabbccddeeff', 'hex');
    const [encrypted] = (await store(secret(cipher(key)))) as readonly { keyId: string }[];
    const plain = await store(secret('00112233445566778899AABBCCDDEEFF'), 'accept');
    expect(plain).toEqual([encrypted]);
    expect(Buffer.from(await stores.vault.read(encrypted?.keyId ?? ''))).toEqual(key);
  });

  it.each([
    ['cipher text for another key pair', 'ab'.repeat(384), 804],
    ['cipher text of another length', 'ab'.repeat(256), 804],
    ['a plain key where none is accepted', 'ab'.repeat(16), 804],
  ])('refuse %s', async (_what, hex, code) => {
    expect(await store(secret(hex))).toMatchObject({ code, parameters: { field: 'data.device.masterKey' } });
  });

  it('refuse cipher text that holds no key of 16 bytes', async () => {
    expect(await store(secret(cipher(new Uint8Array(15))))).toMatchObject({ code: 802 });
  });

  it('may be a password of another length', async () => {
    expect(await store(secret(cipher(new Uint8Array(8)), 'LLS_PASSWORD'))).toHaveLength(1);
    expect(await store(secret('31323334', 'LLS_PASSWORD'), 'accept')).toHaveLength(1);
    expect(await store(secret('31323334', 'LLS_PASSWORD'))).toMatchObject({ code: 804 });
  });
});
