import { randomUUID } from 'node:crypto';
import { DatabaseSync } from 'node:sqlite';

/**
 * Gives the event store in a file that nobody has open a new `storeId`. What went back to an earlier state is another store from there on:
 * its positions will name other events than those that checkpoints and clients remember.
 */
export function renewStoreId(path: string): void {
  const db = new DatabaseSync(path);
  try {
    db.prepare('UPDATE event_store SET id = ?').run(randomUUID());
  } finally {
    db.close();
  }
}
