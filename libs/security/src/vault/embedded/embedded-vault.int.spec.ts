import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { DatabaseSync } from 'node:sqlite';
import { join } from 'node:path';
import { masterKeyText, TemporaryEventsFile } from '../../../test/events-file.js';
import { embeddedVault, parseMasterKeys } from '../../index.js';

// On a busy machine, too.
jest.setTimeout(60_000);

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
