import type { DatabaseSync } from 'node:sqlite';
import { higherMark } from '../sealed/vault-storage.js';
import type { CounterMark, SealedKey, SealedSecret, WrappedVaultEntry } from '../transfer.js';

export const FOREIGN = 'FOREIGN_ENTRY';

class ForeignEntryError extends Error {
  readonly code = FOREIGN;
}

/** Takes over what another vault exported, in the writer thread; all entries of a request or none. */
export function vaultImport(db: DatabaseSync): (entries: readonly WrappedVaultEntry[]) => undefined {
  const secret = secretImport(db);
  const key = keyImport(db);
  const counter = counterImport(db);
  return (entries) => {
    for (const entry of entries) {
      if (entry.kind === 'secret') secret(entry.secret);
      else if (entry.kind === 'key') key(entry.key);
      else counter(entry.counter);
    }
    return undefined;
  };
}

function secretImport(db: DatabaseSync): (secret: SealedSecret) => void {
  const insert = db.prepare('INSERT INTO vault_secrets (name, master_key_id, sealed) VALUES (?, ?, ?) ON CONFLICT (name) DO NOTHING');
  const find = db.prepare('SELECT sealed FROM vault_secrets WHERE name = ?');
  return ({ name, masterKeyId, sealed }) => {
    if (insert.run(name, masterKeyId, sealed).changes !== 0) return;
    const standing = find.get(name)?.['sealed'] as Uint8Array;
    if (Buffer.compare(standing, sealed) !== 0) throw new ForeignEntryError(`the vault has a secret ${name} of its own`);
  };
}

function keyImport(db: DatabaseSync): (key: SealedKey) => void {
  const insert = db.prepare(`INSERT INTO vault_keys (key_id, device, type, identity, master_key_id, data_key, sealed) VALUES (?, ?, ?, ?, ?, ?, ?)
    ON CONFLICT DO NOTHING`);
  const find = db.prepare('SELECT key_id FROM vault_keys WHERE device = ? AND type = ? AND identity = ?');
  return ({ keyId, device, type, identity, masterKeyId, dataKey, sealed }) => {
    if (insert.run(keyId, device, type, identity, masterKeyId, dataKey, sealed).changes !== 0) return;
    if (find.get(device, type, identity)?.['key_id'] !== keyId) throw new ForeignEntryError(`the vault holds key ${keyId} differently`);
  };
}

function counterImport(db: DatabaseSync): (counter: CounterMark) => void {
  const find = db.prepare('SELECT next, known FROM vault_counters WHERE device = ? AND key_id = ?');
  const put = db.prepare(`INSERT INTO vault_counters (device, key_id, next, known) VALUES (?, ?, ?, ?)
    ON CONFLICT (device, key_id) DO UPDATE SET next = excluded.next, known = excluded.known`);
  return ({ device, keyId, next, known }) => {
    const row = find.get(device, keyId);
    if (row !== undefined && !higherMark({ next: Number(row['next']), known: row['known'] === 1 }, { next, known })) return;
    put.run(device, keyId, next, known ? 1 : 0);
  };
}
