import type { DatabaseSync } from 'node:sqlite';
import type { Reservation } from './requests.js';

/** The invocation counter is an unsigned 32 bit number (DLMS Green Book, security header). */
export const HIGHEST_COUNTER = 0xffffffff;

export interface CounterWriter {
  reserve(device: string, keyId: string, count: number): Reservation;
  set(device: string, keyId: string, next: number): undefined;
  forget(device: string, keyId: string): undefined;
}

/** Counters in the writer thread. One thread writes, so reading and raising a counter needs no further lock. */
export function counterWriter(db: DatabaseSync): CounterWriter {
  const find = db.prepare('SELECT next FROM vault_counters WHERE device = ? AND key_id = ? AND known = 1');
  const move = db.prepare('UPDATE vault_counters SET next = ? WHERE device = ? AND key_id = ?');
  // `next` survives being forgotten: it is the mark below which everything may have been used under this key.
  const raise = db.prepare(`INSERT INTO vault_counters (device, key_id, next, known) VALUES (?, ?, ?, 1)
    ON CONFLICT (device, key_id) DO UPDATE SET next = max(next, excluded.next), known = 1`);
  const forget = db.prepare('UPDATE vault_counters SET known = 0 WHERE device = ? AND key_id = ?');

  return {
    reserve(device, keyId, count) {
      const row = find.get(device, keyId);
      if (row === undefined) return { kind: 'unknown' };
      const first = Number(row['next']);
      if (first + count - 1 > HIGHEST_COUNTER) return { kind: 'exhausted' };
      move.run(first + count, device, keyId);
      return { kind: 'reserved', first };
    },
    set(device, keyId, next) {
      raise.run(device, keyId, next);
      return undefined;
    },
    forget(device, keyId) {
      forget.run(device, keyId);
      return undefined;
    },
  };
}
