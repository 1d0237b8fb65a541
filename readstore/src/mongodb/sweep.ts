import type { Collection } from 'mongodb';
import type { SweepOptions } from '../port.js';
import type { DocumentFilter } from './filter.js';
import type { StoredDocument } from './stored-document.js';

const PER_CALL = 1_000;

/** Answers how many it removed, at most {@link PER_CALL}. Throws what the driver throws. */
export async function sweep(collection: Collection<StoredDocument>, { now, tombstonesUpTo }: SweepOptions): Promise<number> {
  const expired = now === undefined ? 0 : await remove(collection, { expiresAt: { $lte: now } }, PER_CALL);
  const left = PER_CALL - expired;
  if (tombstonesUpTo === undefined || left === 0) return expired;
  return expired + (await remove(collection, { live: false, position: { $lte: tombstonesUpTo } }, left));
}

async function remove(collection: Collection<StoredDocument>, which: DocumentFilter, limit: number): Promise<number> {
  const found = await collection.find<{ readonly _id: string }>(which, { projection: { _id: 1 }, limit }).toArray();
  if (found.length === 0) return 0;
  // Asked once more: what was written again meanwhile stays.
  const { deletedCount } = await collection.deleteMany({ ...which, _id: { $in: found.map(({ _id }) => _id) } });
  return deletedCount;
}
