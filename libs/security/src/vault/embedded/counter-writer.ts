import type { DatabaseSync } from 'node:sqlite';
import { HIGHEST_COUNTER, type Reservation } from '../sealed/vault-storage.js';

export interface CounterWriter {
  reserve(device: string, keyId: string, count: number): Reservation;
  raise(device: string, keyId: string, next: number): undefined;
  forget(device: string, keyId: string): undefined;
  /** Every counter there is; answers how many. */
  forgetAll(): number;
}

/** Counters in the writer thread. One thread writes, so reading and raising a counter needs no further lock. */
export function counterWriter(db: DatabaseSync): CounterWriter {
  const find = db.prepare('SELECT next FROM vault_counters WHERE device = ? AND key_id = ? AND known = 1');
  const move = db.prepare('UPDATE vault_counters SET next = ? WHERE device = ? AND key_id = ?');
  // `next` survives being forgotten: it is the mark below which everything may have been used under this key.
  const put = db.prepare(`INSERT INTO vault_counters (device, key_id, next, known) VALUES (?, ?, ?, 1)
    ON CONFLICT (device, key_id) DO UPDATE SET next = max(next, excluded.next), known = 1`);
  const forget = db.prepare('UPDATE vault_counters SET known = 0 WHERE device = ? AND key_id = ?');
  const forgetAll = db.prepare('UPDATE vault_counters SET known = 0');

  return {
    reserve(device, keyId, count) {
      const row = find.get(device, keyId);
      if (row === undefined) return { kind: 'unknown' };
      const first = Number(row['next']);
      if (first + count - 1 > HIGHEST_COUNTER) return { kind: 'exhausted' };
      move.run(first + count, device, keyId);
      return { kind: 'reserved', first };
    },
    raise(device, keyId, next) {
      put.run(device, keyId, next);
      return undefined;
    },
    forget(device, keyId) {
      forget.run(device, keyId);
      return undefined;
    },
    forgetAll: () => Number(forgetAll.run().changes),
  };
}
