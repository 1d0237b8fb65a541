import { describe } from '@jest/globals';
import { counterCompliance } from './compliance/counters.js';
import type { OpenVault } from './compliance/harness.js';
import { keyCompliance } from './compliance/keys.js';

export type { OpenVault, VaultUnderTest } from './compliance/harness.js';

/** What every adapter of the vault must do. `open` answers an empty vault, anew for each test. */
export function vaultCompliance(name: string, open: OpenVault): void {
  describe(`vault compliance: ${name}`, () => {
    keyCompliance(open);
    counterCompliance(open);
  });
}
