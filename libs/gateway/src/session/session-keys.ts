import type { KeyInUse } from '#domain';
import type { Vault } from '#security/vault/port.js';
import { SessionSetupError } from '../faults/fault-error.js';

/** Octets of an AES-128 key (security suite 0). */
const KEY_OCTETS = 16;

/** Key bytes for the time of one session: read, used, zeroed. */
export class SessionKeys {
  private readonly held: Uint8Array[] = [];

  constructor(private readonly vault: Pick<Vault, 'read'>) {}

  /** @throws VaultError, SessionSetupError 802 for another length than 16 octets */
  async key({ keyId }: KeyInUse, name: string): Promise<Uint8Array> {
    const bytes = await this.secret({ keyId });
    if (bytes.length !== KEY_OCTETS) throw new SessionSetupError(802, `the ${name} key has ${bytes.length} octets instead of ${KEY_OCTETS}`);
    return bytes;
  }

  /** A secret of any length. @throws VaultError */
  async secret({ keyId }: Pick<KeyInUse, 'keyId'>): Promise<Uint8Array> {
    const bytes = await this.vault.read(keyId);
    this.held.push(bytes);
    return bytes;
  }

  /** Zeroes everything that was read. */
  dispose(): void {
    for (const bytes of this.held.splice(0)) bytes.fill(0);
  }
}
