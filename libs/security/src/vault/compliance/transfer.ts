import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { collected } from '../../testing/collected.js';
import { masterKeysOfTests } from '../../testing/master-keys-of-tests.js';
import type { Vault } from '../port.js';
import type { WrappedVaultEntry } from '../transfer.js';
import { keyOf, type OpenVaultPlace, usePlace, type VaultPlace } from './harness.js';

async function entriesOf(place: VaultPlace): Promise<WrappedVaultEntry[]> {
  return collected(place.transfer().exportAll());
}

/** What a vault holds, for comparison: entries have no order. */
const spelled = (entries: readonly WrappedVaultEntry[]): string[] =>
  entries
    .map((entry) => JSON.stringify(entry, (_, value: unknown) => (value instanceof Uint8Array ? Buffer.from(value).toString('hex') : value)))
    .toSorted();

/** Moving house: entries come out as they lie at rest and go in again. */
export function transferCompliance(open: OpenVaultPlace): void {
  describe('transfer', () => {
    const from = usePlace(open);
    let to: VaultPlace;
    let vault: Vault;
    beforeEach(async () => {
      to = await open();
      vault = await from().open(masterKeysOfTests);
    });
    afterEach(async () => to.remove());

    it('carries keys, references, fingerprints and counters', async () => {
      const stored = await Promise.all([1, 2, 3].map(async (fill) => vault.store(`M${fill}`, 'AUTHENTICATION', keyOf(fill))));
      await vault.setCounter('M1', 'K1', 100);
      await vault.reserveCounters('M1', 'K1', 64);
      await vault.setCounter('M2', 'K2', 7);
      await vault.forgetCounter('M2', 'K2');
      const entries = await entriesOf(from());
      expect(await to.transfer().importAll(entries)).toBe(entries.length);
      expect(spelled(await entriesOf(to))).toEqual(spelled(entries));
      const moved = await to.open(masterKeysOfTests);
      for (const [index, { keyId }] of stored.entries()) expect(await moved.read(keyId)).toEqual(keyOf(index + 1));
      expect(await moved.store('M2', 'AUTHENTICATION', keyOf(2))).toEqual(stored[1]);
      expect(await moved.reserveCounters('M1', 'K1', 1)).toEqual({ first: 164 });
      expect(await moved.reserveCounters('M2', 'K2', 1)).toBeUndefined();
    });

    it('exports nothing that is not wrapped', async () => {
      await vault.store('M1', 'AUTHENTICATION', keyOf(0xa7));
      const entries = await entriesOf(from());
      expect(entries.filter(({ kind }) => kind === 'key')).toHaveLength(1);
      expect(spelled(entries).join('\n')).not.toContain('a7a7a7a7');
    });

    it('may be repeated, and never lowers a counter', async () => {
      await vault.store('M1', 'AUTHENTICATION', keyOf(1));
      await vault.setCounter('M1', 'K1', 100);
      const entries = await entriesOf(from());
      await to.transfer().importAll(entries);
      const moved = await to.open(masterKeysOfTests);
      await moved.reserveCounters('M1', 'K1', 500);
      await to.transfer().importAll(entries);
      expect(await moved.reserveCounters('M1', 'K1', 1)).toEqual({ first: 600 });
      expect(await entriesOf(to)).toHaveLength(entries.length);
    });

    it('raises a counter when it is repeated', async () => {
      await vault.setCounter('M1', 'K1', 100);
      await to.transfer().importAll(await entriesOf(from()));
      await vault.reserveCounters('M1', 'K1', 64);
      await vault.forgetCounter('M1', 'K1');
      await to.transfer().importAll(await entriesOf(from()));
      expect(spelled(await entriesOf(to))).toEqual(spelled(await entriesOf(from())));
    });

    it('refuses a place where a vault of its own was opened', async () => {
      await to.open(masterKeysOfTests);
      const refused = { code: 'FOREIGN_ENTRY', name: 'TransferError' };
      await expect(to.transfer().importAll(await entriesOf(from()))).rejects.toMatchObject(refused);
    });

    it('refuses a key that stands there under another id', async () => {
      const { keyId } = await vault.store('M1', 'AUTHENTICATION', keyOf(1));
      const entries = await entriesOf(from());
      await to.transfer().importAll(entries);
      const other = entries.flatMap((entry) => (entry.kind === 'key' ? [{ ...entry, key: { ...entry.key, keyId: `${keyId}-other` } }] : []));
      await expect(to.transfer().importAll(other)).rejects.toMatchObject({ code: 'FOREIGN_ENTRY' });
    });

    it('forgets all counters at once, for a restore', async () => {
      await vault.setCounter('M1', 'K1', 100);
      await vault.setCounter('M2', 'K2', 200);
      await vault.reserveCounters('M1', 'K1', 64);
      expect(await from().transfer().forgetCounters()).toBe(2);
      expect(await vault.reserveCounters('M1', 'K1', 1)).toBeUndefined();
      expect(await vault.reserveCounters('M2', 'K2', 1)).toBeUndefined();
      await vault.setCounter('M1', 'K1', 120);
      expect(await vault.reserveCounters('M1', 'K1', 1)).toEqual({ first: 164 });
    });
  });
}
