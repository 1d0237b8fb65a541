/** A secret of the vault itself, sealed under a master key. */
export interface SealedSecret {
  readonly name: string;
  readonly masterKeyId: string;
  readonly sealed: Uint8Array;
}

/** A meter key as it lies at rest: sealed bytes and names, never a key. */
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

/** How far the invocation counter of a device and key was given out. */
export interface CounterMark {
  readonly device: string;
  readonly keyId: string;
  /** The lowest value that was never given out. */
  readonly next: number;
  /** False: must be read from the meter before the next use. */
  readonly known: boolean;
}

export type WrappedVaultEntry =
  | { readonly kind: 'secret'; readonly secret: SealedSecret }
  | { readonly kind: 'key'; readonly key: SealedKey }
  | { readonly kind: 'counter'; readonly counter: CounterMark };

/** How a vault moves house: everything it holds, as it lies at rest. Needs no master key, so it can neither read a key nor check one. */
export interface VaultTransfer {
  /** All entries, in no order that means anything. Nobody may write meanwhile. */
  exportAll(): AsyncIterable<WrappedVaultEntry>;
  /**
   * Takes entries over, durably, before any vault was opened here. Idempotent, so it may be repeated after a crash; counters only ever rise.
   * Answers how many entries were given.
   * @throws TransferError FOREIGN_ENTRY when this vault holds something else under the same name; VaultError VAULT_FAILED
   */
  importAll(entries: AsyncIterable<WrappedVaultEntry> | Iterable<WrappedVaultEntry>): Promise<number>;
  /** After a restore the meters may be ahead of us: every counter must be read from its meter before its next use. Answers how many there are. */
  forgetCounters(): Promise<number>;
}
