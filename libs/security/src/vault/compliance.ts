import { describe } from '@jest/globals';
import { counterCompliance } from './compliance/counters.js';
import type { OpenVaultPlace } from './compliance/harness.js';
import { keyCompliance } from './compliance/keys.js';
import { masterKeyCompliance } from './compliance/master-keys.js';
import { sharingCompliance } from './compliance/sharing.js';
import { transferCompliance } from './compliance/transfer.js';

export type { OpenVaultPlace, VaultPlace } from './compliance/harness.js';

export interface VaultComplianceOptions {
  /** A test server that errs: what it does that no adapter can make good. */
  readonly knownFault?: string;
}

/** What every adapter of the vault must do. `open` answers an empty place, anew for each test. */
export function vaultCompliance(name: string, open: OpenVaultPlace, { knownFault }: VaultComplianceOptions = {}): void {
  describe(`vault compliance: ${name}`, () => {
    keyCompliance(open);
    counterCompliance(open);
    masterKeyCompliance(open);
    sharingCompliance(open, knownFault);
    transferCompliance(open);
  });
}
