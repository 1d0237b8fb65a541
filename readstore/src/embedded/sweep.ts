import type { DatabaseSync } from 'node:sqlite';
import type { SweepOptions } from '../port.js';
import { tableOf } from './layout.js';

/** Keeps a sweep shorter than a batch of writes, which waits for it. */
const PER_CALL = 1_000;

/** Answers how many it removed, at most {@link PER_CALL}. */
export function sweep(db: DatabaseSync, collection: string, { now, tombstonesUpTo }: SweepOptions): number {
  const table = tableOf(collection);
  const remove = (which: string, bound: number, limit: number): number =>
    Number(db.prepare(`DELETE FROM ${table} WHERE rowid IN (SELECT rowid FROM ${table} WHERE ${which} LIMIT ?)`).run(bound, limit).changes);
  const expired = now === undefined ? 0 : remove('expires_at <= ?', now, PER_CALL);
  const left = PER_CALL - expired;
  return expired + (tombstonesUpTo === undefined || left === 0 ? 0 : remove('document IS NULL AND position <= ?', tombstonesUpTo, left));
}
