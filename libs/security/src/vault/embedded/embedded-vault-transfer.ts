import { type SqliteFile, WriteRejectedError } from '#sqlite';
import { batchesOf } from '../../batches.js';
import { TransferError } from '../../transfer-error.js';
import type { VaultTransfer, WrappedVaultEntry } from '../transfer.js';
import type { VaultAnswer, VaultRequest } from './requests.js';
import { vaultFailed } from './vault-file.js';
import { FOREIGN } from './vault-import.js';

const MODULE = 'vault';
const BATCH = 500;

/** Carries the vault of `events.db` out of it or into it. `file` holds the module `vault`: `vaultWriterModule`. */
export function embeddedVaultTransfer(file: SqliteFile): VaultTransfer {
  const write = async (request: VaultRequest): Promise<VaultAnswer> => {
    try {
      return await file.write<VaultAnswer>(MODULE, request);
    } catch (error) {
      if (error instanceof WriteRejectedError && error.code === FOREIGN) throw new TransferError(error.message);
      throw vaultFailed(error);
    }
  };
  return {
    exportAll: () => entries(file),
    async importAll(given) {
      let count = 0;
      for await (const batch of batchesOf(given, BATCH)) {
        await write({ kind: 'import', entries: batch });
        count += batch.length;
      }
      return count;
    },
    async forgetCounters() {
      return Number(await write({ kind: 'forget-counters' }));
    },
  };
}

async function* entries(file: SqliteFile): AsyncGenerator<WrappedVaultEntry, void, undefined> {
  const db = file.reader();
  for (const row of db.prepare('SELECT name, master_key_id, sealed FROM vault_secrets').iterate()) {
    const sealed = row['sealed'] as Uint8Array;
    yield { kind: 'secret', secret: { name: String(row['name']), masterKeyId: String(row['master_key_id']), sealed } };
  }
  for (const row of db.prepare('SELECT key_id, device, type, identity, master_key_id, data_key, sealed FROM vault_keys').iterate()) {
    yield {
      kind: 'key',
      key: {
        keyId: String(row['key_id']),
        device: String(row['device']),
        type: String(row['type']),
        identity: String(row['identity']),
        masterKeyId: String(row['master_key_id']),
        dataKey: row['data_key'] as Uint8Array,
        sealed: row['sealed'] as Uint8Array,
      },
    };
  }
  for (const row of db.prepare('SELECT device, key_id, next, known FROM vault_counters').iterate()) {
    const mark = { device: String(row['device']), keyId: String(row['key_id']), next: Number(row['next']), known: row['known'] === 1 };
    yield { kind: 'counter', counter: mark };
  }
}
