import type { EventStore } from '#eventstore/port.js';
import type { ReadStore } from '#readstore/port.js';
import { StoresError } from './stores-error.js';

const TABLE = 'stores';
const ROW = 'events';

/**
 * Checkpoints of read models are positions of one event store: with another one, events would be skipped. The first to open both binds them.
 * @throws StoresError FOREIGN_STORE
 */
export async function bindReadsToEvents(reads: ReadStore, { storeId }: EventStore): Promise<void> {
  await reads.compareAndSet(TABLE, ROW, 0, { storeId });
  const bound = await reads.getRow<{ readonly storeId: string }>(TABLE, ROW);
  if (bound?.document.storeId === storeId) return;
  throw new StoresError(
    'FOREIGN_STORE',
    'the read models were made from another event store: remove them (read.db, or the database in MongoDB), and they are rebuilt from this one',
  );
}
