import { describe, expect, it } from '@jest/globals';
import { parseMasterKeys } from '../../master-keys/parse-master-keys.js';
import { masterKeyText } from '../../testing/master-keys-of-tests.js';
import type { Vault } from '../port.js';
import { keyOf, type OpenVaultPlace, usePlace } from './harness.js';

/** Wrong, missing, former and new master keys. */
export function masterKeyCompliance(open: OpenVaultPlace): void {
  describe('master keys', () => {
    const place = usePlace(open);
    const opened = async (text: string): Promise<Vault> => place().open(parseMasterKeys(text));
    const first = `first:${masterKeyText}`;
    const wrong = `first:${'5f'.repeat(32)}`;
    const second = `second:${'aa'.repeat(32)}`;

    it('refuses another master key under the same id, when it is opened', async () => {
      await opened(first);
      await place().restart();
      await expect(opened(wrong)).rejects.toMatchObject({ code: 'WRONG_MASTER_KEY', name: 'VaultError' });
    });

    it('refuses when one of several master keys is wrong', async () => {
      await opened(first);
      await expect(opened(`${second},${wrong}`)).rejects.toMatchObject({ code: 'WRONG_MASTER_KEY' });
    });

    it('refuses when a master key is missing', async () => {
      await opened(first);
      await expect(opened(second)).rejects.toMatchObject({ code: 'WRONG_MASTER_KEY' });
    });

    it('lets a master key that has wrapped nothing yet be corrected', async () => {
      await opened(`${first},${second}`);
      await expect(opened(`${first},second:${'bb'.repeat(32)}`)).resolves.toBeDefined();
    });

    it('says nothing of keys in its errors', async () => {
      await opened(first);
      const refused: unknown = await opened(wrong).catch((error: unknown) => error);
      expect(String(refused)).not.toContain('5f5f');
    });

    it('reads under a new master key what was wrapped under the former, and wraps under the new', async () => {
      const before = await (await opened(first)).store('M1', 'AUTHENTICATION', keyOf(1));
      const vault = await opened(`${second},${first}`);
      const after = await vault.store('M2', 'AUTHENTICATION', keyOf(1));
      expect(await vault.read(before.keyId)).toEqual(keyOf(1));
      expect(await vault.read(after.keyId)).toEqual(keyOf(1));
      expect(after.fingerprint).toBe(before.fingerprint);
      const formerOnly = await opened(first);
      expect(await formerOnly.read(before.keyId)).toEqual(keyOf(1));
      await expect(formerOnly.read(after.keyId)).rejects.toMatchObject({ code: 'WRONG_MASTER_KEY' });
    });

    it('opens twice at once where nothing was', async () => {
      const [one, other] = await Promise.all([opened(first), opened(first)]);
      const reference = await one.store('M1', 'AUTHENTICATION', keyOf(1));
      expect(await other.store('M1', 'AUTHENTICATION', keyOf(1))).toEqual(reference);
    });

    it('gives keys of two vaults different fingerprints', async () => {
      const elsewhere = await open();
      try {
        const one = await (await opened(first)).store('M1', 'AUTHENTICATION', keyOf(1));
        const other = await (await elsewhere.open(parseMasterKeys(first))).store('M1', 'AUTHENTICATION', keyOf(1));
        expect(other.fingerprint).not.toBe(one.fingerprint);
      } finally {
        await elsewhere.remove();
      }
    });
  });
}
