import type { Operation } from './strace-reader.js';

const LOG = 'events.db-wal';
/** A frame of the log is written as its header, then its page; bytes 4–7 of the header are not zero in the last frame of a commit. */
const FRAME_HEADER = 24;
const UUID = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/g;

export interface SyncOrder {
  readonly acknowledged: number;
  /** Events that were acknowledged before the log had been synced behind the end of the commit that holds them. */
  readonly early: readonly string[];
}

/** Looks for each acknowledged event in what was written to the log, and for a sync behind the end of its commit. */
export function syncOrder(operations: readonly Operation[]): SyncOrder {
  const durable = new Set<string>();
  const early: string[] = [];
  let acknowledged = 0;
  /** Pages of the log since the last commit that was synced. */
  let pages: Buffer[] = [];
  let endsCommit = false;
  for (const operation of operations) {
    if (operation.kind === 'acknowledge') {
      acknowledged++;
      if (!durable.has(operation.id)) early.push(operation.id);
    } else if (operation.kind === 'write' && operation.file === LOG) {
      if (operation.bytes.length === FRAME_HEADER) endsCommit = operation.bytes.readUInt32BE(4) !== 0;
      else pages.push(operation.bytes);
    } else if (operation.kind === 'sync' && operation.file === LOG && endsCommit) {
      for (const page of pages) for (const [id] of page.toString('latin1').matchAll(UUID)) durable.add(id);
      pages = [];
    }
  }
  return { acknowledged, early };
}
