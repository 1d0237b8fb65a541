import type { SqliteFile } from '#sqlite';
import { RowReader } from '../../sqlite/row-reader.js';
import { VaultError } from '../port.js';
import type { Reservation, VaultStorage } from '../sealed/vault-storage.js';
import type { SealedKey, SealedSecret } from '../transfer.js';
import type { StoredKey, VaultAnswer, VaultRequest } from './requests.js';

const MODULE = 'vault';

/** The vault's tables in the file: writes by the writer thread, reads by this thread. Turns the file's errors into the vault's. */
export class VaultFile implements VaultStorage {
  readonly #file: SqliteFile;
  readonly #rows: RowReader;

  constructor(file: SqliteFile) {
    this.#file = file;
    this.#rows = new RowReader(file);
  }

  async secret(name: string): Promise<SealedSecret | undefined> {
    const row = this.#row('SELECT master_key_id, sealed FROM vault_secrets WHERE name = ?', name);
    return row === undefined ? undefined : { name, masterKeyId: String(row['master_key_id']), sealed: row['sealed'] as Uint8Array };
  }

  async keepSecret(secret: SealedSecret): Promise<void> {
    await this.#write<undefined>({ kind: 'keep-secret', secret });
  }

  async key(keyId: string): Promise<Omit<SealedKey, 'identity'> | undefined> {
    const row = this.#row('SELECT device, type, master_key_id, data_key, sealed FROM vault_keys WHERE key_id = ?', keyId);
    if (row === undefined) return undefined;
    return {
      keyId,
      device: String(row['device']),
      type: String(row['type']),
      masterKeyId: String(row['master_key_id']),
      dataKey: row['data_key'] as Uint8Array,
      sealed: row['sealed'] as Uint8Array,
    };
  }

  async keyIdOf(device: string, type: string, identity: string): Promise<string | undefined> {
    const row = this.#row('SELECT key_id FROM vault_keys WHERE device = ? AND type = ? AND identity = ?', device, type, identity);
    return row === undefined ? undefined : String(row['key_id']);
  }

  async storeKey(key: SealedKey): Promise<string> {
    return (await this.#write<StoredKey>({ kind: 'store-key', key })).keyId;
  }

  async reserveCounters(device: string, keyId: string, count: number): Promise<Reservation> {
    return this.#write<Reservation>({ kind: 'reserve-counters', device, keyId, count });
  }

  async raiseCounter(device: string, keyId: string, next: number): Promise<void> {
    await this.#write<undefined>({ kind: 'raise-counter', device, keyId, next });
  }

  async forgetCounter(device: string, keyId: string): Promise<void> {
    await this.#write<undefined>({ kind: 'forget-counter', device, keyId });
  }

  async #write<Answer extends VaultAnswer>(request: VaultRequest): Promise<Answer> {
    try {
      return await this.#file.write<Answer>(MODULE, request);
    } catch (error) {
      throw vaultFailed(error);
    }
  }

  #row(sql: string, ...values: string[]): Record<string, unknown> | undefined {
    try {
      return this.#rows.row(sql, ...values);
    } catch (error) {
      throw vaultFailed(error);
    }
  }
}

export function vaultFailed(error: unknown): VaultError {
  return new VaultError('VAULT_FAILED', error instanceof Error ? error.message : String(error), { cause: error });
}
