import { afterEach, beforeEach } from '@jest/globals';
import { masterKeysOfTests } from '../../testing/master-keys-of-tests.js';
import type { MasterKeys } from '../../master-keys/master-keys.js';
import type { Vault } from '../port.js';
import type { VaultTransfer } from '../transfer.js';

/** Where a vault can lie, empty at first. */
export interface VaultPlace {
  /** The vault that lies here. Several may be open at once, as in several processes. */
  open(masterKeys: MasterKeys): Promise<Vault>;
  transfer(): VaultTransfer;
  /** As after a new start of the process: what was opened before is gone, what was written is there. */
  restart(): Promise<void>;
  /** Releases everything, also when the test closed the vault itself. */
  remove(): Promise<void>;
}

export type OpenVaultPlace = () => Promise<VaultPlace>;

export interface VaultUnderTest {
  readonly place: VaultPlace;
  readonly vault: Vault;
  /** Opens the vault on what it kept. */
  reopen(): Promise<Vault>;
}

/** A place of its own for each test of the surrounding `describe`. */
export function usePlace(open: OpenVaultPlace): () => VaultPlace {
  let current: VaultPlace | undefined;
  beforeEach(async () => {
    current = await open();
  });
  afterEach(async () => {
    await current?.remove();
    current = undefined;
  });
  return () => {
    if (current === undefined) throw new Error('there is no place outside a test');
    return current;
  };
}

/** Opens a vault before each test of the surrounding `describe`. */
export function useVault(open: OpenVaultPlace): () => VaultUnderTest {
  const place = usePlace(open);
  let current: Vault | undefined;
  beforeEach(async () => {
    current = await place().open(masterKeysOfTests);
  });
  return () => {
    if (current === undefined) throw new Error('no vault is open outside a test');
    const reopen = async (): Promise<Vault> => {
      await place().restart();
      return place().open(masterKeysOfTests);
    };
    return { place: place(), vault: current, reopen };
  };
}

/** A key of 16 bytes, each `fill`. */
export function keyOf(fill: number): Uint8Array {
  return new Uint8Array(16).fill(fill);
}
