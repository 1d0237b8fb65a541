import type { HeadTable } from './head-table.js';
import type { StreamHead } from './stream-head.js';

/**
 * Keeps the heads of all streams over a restart, so that the record need not be read from the start again. It is trusted as far as the
 * signed root of a checkpoint says that it is right, and no further: it may lose or spoil everything at any time.
 */
export interface SavedHeads {
  /** What was saved last; undefined when there is nothing. `position`: up to which event of the store. */
  load(): Promise<{ readonly position: number; readonly heads: HeadTable } | undefined>;
  /** Adds to what was saved: those heads that changed up to `position`. */
  save(position: number, heads: Iterable<StreamHead>): Promise<void>;
  clear(): Promise<void>;
}
