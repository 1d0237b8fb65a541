import { afterEach, beforeEach } from '@jest/globals';
import type { Vault } from '../port.js';

/** An empty vault of its own for each test. */
export interface VaultUnderTest {
  readonly vault: Vault;
  /** Closes the vault and opens it on what it kept. */
  reopen(): Promise<Vault>;
  /** Releases everything, also when the test closed the vault itself. */
  close(): Promise<void>;
}

export type OpenVault = () => Promise<VaultUnderTest>;

/** Opens a vault before each test of the surrounding `describe`, closes it after. */
export function useVault(open: OpenVault): () => VaultUnderTest {
  let current: VaultUnderTest | undefined;
  beforeEach(async () => {
    current = await open();
  });
  afterEach(async () => {
    await current?.close();
    current = undefined;
  });
  return () => {
    if (current === undefined) throw new Error('no vault is open outside a test');
    return current;
  };
}

/** A key of 16 bytes, each `fill`. */
export function keyOf(fill: number): Uint8Array {
  return new Uint8Array(16).fill(fill);
}
