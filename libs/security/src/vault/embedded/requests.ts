/** What crosses to the writer thread: sealed bytes and names, never a key. */
export interface SealedSecret {
  readonly name: string;
  readonly masterKeyId: string;
  readonly sealed: Uint8Array;
}

export interface SealedKey {
  readonly keyId: string;
  readonly device: string;
  readonly type: string;
  /** Keyed hash of the key bytes, hexadecimal: what makes storing idempotent. */
  readonly identity: string;
  readonly masterKeyId: string;
  /** The key's own data key, sealed under the master key. */
  readonly dataKey: Uint8Array;
  /** The meter key, sealed under its data key. */
  readonly sealed: Uint8Array;
}

export type VaultRequest =
  | { readonly kind: 'keep-secret'; readonly secret: SealedSecret }
  | { readonly kind: 'store-key'; readonly key: SealedKey }
  | { readonly kind: 'reserve-counters'; readonly device: string; readonly keyId: string; readonly count: number }
  | { readonly kind: 'set-counter'; readonly device: string; readonly keyId: string; readonly next: number }
  | { readonly kind: 'forget-counter'; readonly device: string; readonly keyId: string };

/** The key that stands for (device, type, identity) now: the one sent, or the one that was there. */
export interface StoredKey {
  readonly keyId: string;
}

export type Reservation = { readonly kind: 'reserved'; readonly first: number } | { readonly kind: 'unknown' } | { readonly kind: 'exhausted' };

export type VaultAnswer = StoredKey | Reservation | undefined;
