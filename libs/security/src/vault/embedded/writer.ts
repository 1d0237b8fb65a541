/** The vault's writer module: runs in the writer thread of `events.db`. It sees sealed bytes only. */
import type { DatabaseSync } from 'node:sqlite';
import type { WriterModule } from '#sqlite';
import { counterWriter } from './counter-writer.js';
import type { StoredKey, VaultAnswer, VaultRequest } from './requests.js';
import { vaultImport } from './vault-import.js';

const TABLES = `
  CREATE TABLE IF NOT EXISTS vault_secrets (name TEXT NOT NULL PRIMARY KEY, master_key_id TEXT NOT NULL, sealed BLOB NOT NULL);
  CREATE TABLE IF NOT EXISTS vault_keys (
    key_id TEXT NOT NULL PRIMARY KEY, device TEXT NOT NULL, type TEXT NOT NULL, identity TEXT NOT NULL,
    master_key_id TEXT NOT NULL, data_key BLOB NOT NULL, sealed BLOB NOT NULL, UNIQUE (device, type, identity));
  CREATE TABLE IF NOT EXISTS vault_counters (
    device TEXT NOT NULL, key_id TEXT NOT NULL, next INTEGER NOT NULL, known INTEGER NOT NULL, PRIMARY KEY (device, key_id)) WITHOUT ROWID;`;

function open(db: DatabaseSync): (request: VaultRequest) => VaultAnswer {
  const keepSecret = db.prepare('INSERT INTO vault_secrets (name, master_key_id, sealed) VALUES (?, ?, ?) ON CONFLICT (name) DO NOTHING');
  const storeKey = db.prepare(`INSERT INTO vault_keys (key_id, device, type, identity, master_key_id, data_key, sealed) VALUES (?, ?, ?, ?, ?, ?, ?)
    ON CONFLICT (device, type, identity) DO NOTHING`);
  const findKey = db.prepare('SELECT key_id FROM vault_keys WHERE device = ? AND type = ? AND identity = ?');
  const counters = counterWriter(db);
  const importEntries = vaultImport(db);

  return (request) => {
    switch (request.kind) {
      case 'keep-secret': {
        const { name, masterKeyId, sealed } = request.secret;
        keepSecret.run(name, masterKeyId, sealed);
        return undefined;
      }
      case 'store-key': {
        const { keyId, device, type, identity, masterKeyId, dataKey, sealed } = request.key;
        storeKey.run(keyId, device, type, identity, masterKeyId, dataKey, sealed);
        return { keyId: String(findKey.get(device, type, identity)?.['key_id']) } satisfies StoredKey;
      }
      case 'reserve-counters':
        return counters.reserve(request.device, request.keyId, request.count);
      case 'raise-counter':
        return counters.raise(request.device, request.keyId, request.next);
      case 'forget-counter':
        return counters.forget(request.device, request.keyId);
      case 'forget-counters':
        return counters.forgetAll();
      case 'import':
        return importEntries(request.entries);
    }
  };
}

const vaultWriter: WriterModule<VaultRequest, VaultAnswer> = { migrate: (db) => db.exec(TABLES), open };
export default vaultWriter;

/** Give it to `openSqliteFile` as module `vault`. */
export const vaultWriterModule = new URL(import.meta.url);
