import type { SqliteFile } from '#sqlite';
import { RowReader } from '../../sqlite/row-reader.js';
import { VaultError } from '../port.js';
import type { SealedKey, SealedSecret, VaultAnswer, VaultRequest } from './requests.js';

const MODULE = 'vault';

/** The vault's tables in the file: writes by the writer thread, reads by this thread. Turns the file's errors into the vault's. */
export class VaultFile {
  readonly #file: SqliteFile;
  readonly #rows: RowReader;

  constructor(file: SqliteFile) {
    this.#file = file;
    this.#rows = new RowReader(file);
  }

  async write<Answer extends VaultAnswer>(request: VaultRequest): Promise<Answer> {
    try {
      return await this.#file.write<Answer>(MODULE, request);
    } catch (error) {
      throw failed(error);
    }
  }

  secret(name: string): SealedSecret | undefined {
    const row = this.#row('SELECT master_key_id, sealed FROM vault_secrets WHERE name = ?', name);
    return row === undefined ? undefined : { name, masterKeyId: String(row['master_key_id']), sealed: row['sealed'] as Uint8Array };
  }

  key(keyId: string): Omit<SealedKey, 'identity'> | undefined {
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

  keyIdOf(device: string, type: string, identity: string): string | undefined {
    const row = this.#row('SELECT key_id FROM vault_keys WHERE device = ? AND type = ? AND identity = ?', device, type, identity);
    return row === undefined ? undefined : String(row['key_id']);
  }

  #row(sql: string, ...values: string[]): Record<string, unknown> | undefined {
    try {
      return this.#rows.row(sql, ...values);
    } catch (error) {
      throw failed(error);
    }
  }
}

function failed(error: unknown): VaultError {
  return new VaultError('VAULT_FAILED', error instanceof Error ? error.message : String(error), { cause: error });
}
