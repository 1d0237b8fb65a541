import type { Reservation } from '../sealed/vault-storage.js';
import type { SealedKey, SealedSecret, WrappedVaultEntry } from '../transfer.js';

/** What crosses to the writer thread: sealed bytes and names, never a key. */
export type VaultRequest =
  | { readonly kind: 'keep-secret'; readonly secret: SealedSecret }
  | { readonly kind: 'store-key'; readonly key: SealedKey }
  | { readonly kind: 'reserve-counters'; readonly device: string; readonly keyId: string; readonly count: number }
  | { readonly kind: 'raise-counter'; readonly device: string; readonly keyId: string; readonly next: number }
  | { readonly kind: 'forget-counter'; readonly device: string; readonly keyId: string }
  | { readonly kind: 'forget-counters' }
  | { readonly kind: 'import'; readonly entries: readonly WrappedVaultEntry[] };

/** The key that stands for (device, type, identity) now: the one sent, or the one that was there. */
export interface StoredKey {
  readonly keyId: string;
}

export type VaultAnswer = StoredKey | Reservation | number | undefined;
