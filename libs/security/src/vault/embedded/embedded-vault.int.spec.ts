import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { DatabaseSync } from 'node:sqlite';
import { join } from 'node:path';
import { masterKeys, masterKeyText, TemporaryEventsFile } from '../../../test/events-file.js';
import { embeddedVault, parseMasterKeys } from '../../index.js';
import { vaultCompliance } from '../compliance.js';

vaultCompliance('embedded', async () => {
  const events = await TemporaryEventsFile.open();
  return {
    vault: await embeddedVault(events.file, { masterKeys }),
    reopen: async () => embeddedVault(await events.reopen(), { masterKeys }),
    close: async () => events.remove(),
  };
});

describe('embedded vault', () => {
  const key = Uint8Array.from({ length: 16 }, (_, index) => 0xa0 + index * 3);
  let events: TemporaryEventsFile;
  beforeEach(async () => {
    events = await TemporaryEventsFile.open();
  });
  afterEach(async () => events.remove());

  const opened = async (text: string): ReturnType<typeof embeddedVault> => embeddedVault(events.file, { masterKeys: parseMasterKeys(text) });
  const altered = (sql: string): void => {
    const db = new DatabaseSync(join(events.dir, 'events.db'));
    db.exec(sql);
    db.close();
  };

  it('is refused at opening with another master key under the same id', async () => {
    await opened(`first:${masterKeyText}`);
    await events.reopen();
    await expect(opened(`first:${'5f'.repeat(32)}`)).rejects.toMatchObject({ code: 'WRONG_MASTER_KEY', name: 'VaultError' });
  });

  it('is refused at opening when one of several master keys is wrong', async () => {
    await opened(`first:${masterKeyText}`);
    await expect(opened(`second:${'aa'.repeat(32)},first:${'5f'.repeat(32)}`)).rejects.toMatchObject({ code: 'WRONG_MASTER_KEY' });
  });

  it('is refused at opening when a master key is missing', async () => {
    await opened(`first:${masterKeyText}`);
    await expect(opened(`second:${'aa'.repeat(32)}`)).rejects.toMatchObject({ code: 'WRONG_MASTER_KEY' });
  });

  it('lets a master key that has wrapped nothing yet be corrected', async () => {
    await opened(`first:${masterKeyText},second:${'aa'.repeat(32)}`);
    await expect(opened(`first:${masterKeyText},second:${'bb'.repeat(32)}`)).resolves.toBeDefined();
  });

  it('says nothing of keys in its errors', async () => {
    await opened(`first:${masterKeyText}`);
    const refused: unknown = await opened(`first:${'5f'.repeat(32)}`).catch((error: unknown) => error);
    expect(String(refused)).not.toContain('5f5f');
  });

  it('reads under a new master key what was wrapped under the former, and wraps under the new', async () => {
    const before = await (await opened(`first:${masterKeyText}`)).store('M1', 'AUTHENTICATION', key);
    const vault = await opened(`second:${'aa'.repeat(32)},first:${masterKeyText}`);
    const after = await vault.store('M2', 'AUTHENTICATION', key);
    expect(await vault.read(before.keyId)).toEqual(key);
    expect(await vault.read(after.keyId)).toEqual(key);
    expect(after.fingerprint).toBe(before.fingerprint);
    const formerOnly = await opened(`first:${masterKeyText}`);
    expect(await formerOnly.read(before.keyId)).toEqual(key);
    await expect(formerOnly.read(after.keyId)).rejects.toMatchObject({ code: 'WRONG_MASTER_KEY' });
  });

  it('opens twice at once on a new file', async () => {
    const [one, other] = await Promise.all([opened(masterKeyText), opened(masterKeyText)]);
    const reference = await one.store('M1', 'AUTHENTICATION', key);
    expect(await other.store('M1', 'AUTHENTICATION', key)).toEqual(reference);
  });

  it('gives keys of two vaults different fingerprints', async () => {
    const second = await TemporaryEventsFile.open();
    try {
      const one = await (await opened(`first:${masterKeyText}`)).store('M1', 'AUTHENTICATION', key);
      const other = await (await embeddedVault(second.file, { masterKeys })).store('M1', 'AUTHENTICATION', key);
      expect(other.fingerprint).not.toBe(one.fingerprint);
    } finally {
      await second.remove();
    }
  });

  it.each([
    ['device', `UPDATE vault_keys SET device = 'M2'`],
    ['type', `UPDATE vault_keys SET type = 'ENCRYPTION'`],
    ['sealed key', 'UPDATE vault_keys SET sealed = zeroblob(length(sealed))'],
    ['data key', 'UPDATE vault_keys SET data_key = zeroblob(length(data_key))'],
  ])('does not open a key whose %s was altered in the file', async (_name, sql) => {
    const vault = await opened(masterKeyText);
    const { keyId } = await vault.store('M1', 'AUTHENTICATION', key);
    altered(sql);
    await expect(vault.read(keyId)).rejects.toMatchObject({ code: 'VAULT_FAILED' });
  });

  it('does not open a key that was put in the place of another', async () => {
    const vault = await opened(masterKeyText);
    const [one, other] = [await vault.store('M1', 'AUTHENTICATION', key), await vault.store('M1', 'AUTHENTICATION', new Uint8Array(16))];
    altered(
      `UPDATE vault_keys SET (data_key, sealed) = (SELECT data_key, sealed FROM vault_keys WHERE key_id = '${other.keyId}') WHERE key_id = '${one.keyId}'`,
    );
    await expect(vault.read(one.keyId)).rejects.toMatchObject({ code: 'VAULT_FAILED' });
  });

  it('leaves no key on the disk, in whatever writing', async () => {
    const vault = await opened(masterKeyText);
    const { keyId } = await vault.store('M1', 'AUTHENTICATION', key);
    await vault.read(keyId);
    const writings = (secret: Buffer): (Buffer | string)[] => [
      secret,
      secret.toString('hex'),
      secret.toString('hex').toUpperCase(),
      secret.toString('base64'),
    ];
    for (const bytes of [await events.bytes(), await events.reopen().then(async () => events.bytes())]) {
      expect(bytes.includes(keyId)).toBe(true);
      for (const written of [...writings(Buffer.from(key)), ...writings(Buffer.from(masterKeyText, 'hex'))])
        expect(bytes.includes(written)).toBe(false);
    }
  });

  it('fails as a vault when its file is closed', async () => {
    const vault = await opened(masterKeyText);
    await events.file.close();
    await expect(vault.read('K1')).rejects.toMatchObject({ code: 'VAULT_FAILED', name: 'VaultError' });
    await expect(vault.setCounter('M1', 'K1', 1)).rejects.toMatchObject({ code: 'VAULT_FAILED', name: 'VaultError' });
  });
});
