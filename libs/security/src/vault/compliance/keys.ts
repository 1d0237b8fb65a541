import { describe, expect, it } from '@jest/globals';
import { keyOf, type OpenVaultPlace, useVault } from './harness.js';

/** Keys and their references. */
export function keyCompliance(open: OpenVaultPlace): void {
  describe('keys', () => {
    const opened = useVault(open);

    it('reads what was stored', async () => {
      const { vault } = opened();
      const { keyId } = await vault.store('M1', 'AUTHENTICATION', keyOf(1));
      expect(await vault.read(keyId)).toEqual(keyOf(1));
    });

    it.each([0, 1, 8, 16, 24, 32, 200])('takes keys of %d bytes', async (length) => {
      const { vault } = opened();
      const key = Uint8Array.from({ length }, (_, index) => index);
      const { keyId } = await vault.store('M1', 'LLS_PASSWORD', key);
      expect(await vault.read(keyId)).toEqual(key);
    });

    it('answers a fresh copy in a buffer of its own each time', async () => {
      const { vault } = opened();
      const { keyId } = await vault.store('M1', 'AUTHENTICATION', keyOf(1));
      const first = await vault.read(keyId);
      expect(first.buffer.byteLength).toBe(16);
      first.fill(0);
      expect(await vault.read(keyId)).toEqual(keyOf(1));
    });

    it('leaves the key of the caller as it is, and does not follow its changes', async () => {
      const { vault } = opened();
      const key = keyOf(1);
      const storing = vault.store('M1', 'AUTHENTICATION', key);
      expect(key).toEqual(keyOf(1));
      key.fill(9);
      expect(await vault.read((await storing).keyId)).toEqual(keyOf(1));
    });

    it('answers the same reference for the same device, type and key', async () => {
      const { vault } = opened();
      const first = await vault.store('M1', 'AUTHENTICATION', keyOf(1));
      await vault.store('M1', 'AUTHENTICATION', keyOf(2));
      expect(await vault.store('M1', 'AUTHENTICATION', keyOf(1))).toEqual(first);
    });

    it('answers one reference when the same key is stored many times at once', async () => {
      const { vault } = opened();
      const references = await Promise.all(Array.from({ length: 20 }, async () => vault.store('M1', 'AUTHENTICATION', keyOf(1))));
      expect(new Set(references.map((reference) => reference.keyId)).size).toBe(1);
      expect(await vault.read(references[7]?.keyId ?? '')).toEqual(keyOf(1));
    });

    it('gives another id to another device, type or key', async () => {
      const { vault } = opened();
      const references = [
        await vault.store('M1', 'AUTHENTICATION', keyOf(1)),
        await vault.store('M2', 'AUTHENTICATION', keyOf(1)),
        await vault.store('M1', 'ENCRYPTION', keyOf(1)),
        await vault.store('M1', 'AUTHENTICATION', keyOf(2)),
      ];
      expect(new Set(references.map((reference) => reference.keyId)).size).toBe(4);
    });

    it('gives equal keys equal fingerprints, wherever they are used, and other keys others', async () => {
      const { vault } = opened();
      const first = await vault.store('M1', 'AUTHENTICATION', keyOf(1));
      const elsewhere = await vault.store('M2', 'ENCRYPTION', keyOf(1));
      const other = await vault.store('M1', 'AUTHENTICATION', keyOf(2));
      const longer = await vault.store('M1', 'AUTHENTICATION', new Uint8Array(17).fill(1));
      expect(elsewhere.fingerprint).toBe(first.fingerprint);
      expect(new Set([first, other, longer].map((reference) => reference.fingerprint)).size).toBe(3);
    });

    it('writes a fingerprint in 16 hexadecimal digits', async () => {
      expect((await opened().vault.store('M1', 'AUTHENTICATION', keyOf(1))).fingerprint).toMatch(/^[0-9a-f]{16}$/);
    });

    it('refuses an id that it does not know', async () => {
      const refused = { code: 'KEY_NOT_PRESENT', name: 'VaultError' };
      await expect(opened().vault.read('00000000-0000-4000-8000-000000000000')).rejects.toMatchObject(refused);
    });

    it('keeps keys, ids and fingerprints over a reopening', async () => {
      const under = opened();
      const reference = await under.vault.store('M1', 'AUTHENTICATION', keyOf(1));
      const vault = await under.reopen();
      expect(await vault.read(reference.keyId)).toEqual(keyOf(1));
      expect(await vault.store('M1', 'AUTHENTICATION', keyOf(1))).toEqual(reference);
      expect((await vault.store('M2', 'AUTHENTICATION', keyOf(1))).fingerprint).toBe(reference.fingerprint);
    });

    it('refuses everything after close, and may be closed twice', async () => {
      const { vault } = opened();
      const { keyId } = await vault.store('M1', 'AUTHENTICATION', keyOf(1));
      await vault.close();
      await vault.close();
      const refused = { code: 'VAULT_FAILED', name: 'VaultError' };
      await expect(vault.read(keyId)).rejects.toMatchObject(refused);
      await expect(vault.store('M1', 'AUTHENTICATION', keyOf(1))).rejects.toMatchObject(refused);
      await expect(vault.reserveCounters('M1', keyId, 1)).rejects.toMatchObject(refused);
      await expect(vault.setCounter('M1', keyId, 1)).rejects.toMatchObject(refused);
      await expect(vault.forgetCounter('M1', keyId)).rejects.toMatchObject(refused);
    });
  });
}
