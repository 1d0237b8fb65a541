import type { AnyBulkWriteOperation, Collection, UpdateFilter } from 'mongodb';
import { isOnlyDuplicateKeys } from '#mongodb';
import { ReadStoreError } from '../port.js';

/** What may be written under the guard of its position. */
export interface Guarded {
  readonly _id: string;
  readonly position: number;
}

export interface GuardedUpdate<T extends Guarded> {
  readonly _id: string;
  readonly position: number;
  readonly update: UpdateFilter<T>;
}

/** A document that so many writers get before us at, one after the other, is not written this time. */
const MAX_ROUNDS = 20;

/**
 * Applies each update whose position is higher than the stored one; several of one `_id`: the highest, of equal ones the first. Safe to repeat,
 * also after an error that left a part applied.
 * @throws what the driver throws; ReadStoreError STORE_UNAVAILABLE when others are always faster
 */
export async function guardedUpsert<T extends Guarded>(
  collection: Collection<T>,
  updates: readonly GuardedUpdate<T>[],
  perCommand: number,
): Promise<void> {
  const highest = new Map<string, GuardedUpdate<T>>();
  for (const update of updates) {
    const known = highest.get(update._id);
    if (known === undefined || known.position < update.position) highest.set(update._id, update);
  }
  const all = [...highest.values()];
  for (let start = 0; start < all.length; start += perCommand) await oneCommand(collection, all.slice(start, start + perCommand));
}

async function oneCommand<T extends Guarded>(collection: Collection<T>, updates: readonly GuardedUpdate<T>[]): Promise<void> {
  let left = updates;
  for (let round = 0; round < MAX_ROUNDS; round += 1) {
    try {
      await collection.bulkWrite(left.map(operation), { ordered: false });
      return;
    } catch (error) {
      if (!isOnlyDuplicateKeys(error)) throw error;
      // Either it stands at the same or a higher position, or it was inserted at the same moment at a lower one, or the server stopped at the
      // first error and did not try the others: only the stored positions tell.
      left = await notYetApplied(collection, left);
      if (left.length === 0) return;
    }
  }
  throw new ReadStoreError('STORE_UNAVAILABLE', `other writers of ${collection.collectionName} are always faster`);
}

function operation<T extends Guarded>({ _id, position, update }: GuardedUpdate<T>): AnyBulkWriteOperation<T> {
  return { updateOne: { filter: { _id, position: { $lt: position } } as never, update, upsert: true } };
}

async function notYetApplied<T extends Guarded>(collection: Collection<T>, updates: readonly GuardedUpdate<T>[]): Promise<GuardedUpdate<T>[]> {
  const ids = updates.map(({ _id }) => _id);
  // Local, because what refused us may not have reached a majority yet. What is written next, the checkpoint, comes after it in the server's log.
  const found = collection.find<Guarded>({ _id: { $in: ids } } as never, { projection: { position: 1 }, readConcern: { level: 'local' } });
  const positions = new Map<string, number>();
  for await (const { _id, position } of found) positions.set(_id, position);
  return updates.filter(({ _id, position }) => (positions.get(_id) ?? -1) < position);
}
