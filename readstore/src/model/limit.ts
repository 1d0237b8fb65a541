import type { Query } from '../port.js';

const DEFAULT_LIMIT = 500;

/** @throws RangeError */
export function limitOf(query: Query): number {
  const limit = query.limit ?? DEFAULT_LIMIT;
  if (!Number.isSafeInteger(limit) || limit < 1) throw new RangeError(`limit must be a positive integer, not ${limit}`);
  return limit;
}
