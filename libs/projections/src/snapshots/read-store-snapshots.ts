import type { Snapshot, SnapshotStore } from '#event-sourcing';
import type { Document, ReadStore } from '#readstore/port.js';

const TABLE = 'snapshots';

/** What stands in the table is of unknown origin: it is looked at as a whole before any of it is used. */
function isSnapshot(document: Document): document is Document & Snapshot {
  const { version, revision, position, hash, state, digest } = document;
  return [version, revision, position].every((each) => typeof each === 'number') && [hash, state, digest].every((each) => typeof each === 'string');
}

/**
 * Snapshots as rows of the read store. Rows and not guarded documents: a snapshot of a longer past than the record now has (the record was put
 * back to an earlier state) must not stand in the way of a right one.
 */
export function readStoreSnapshots(reads: ReadStore): SnapshotStore {
  return {
    async get(stream) {
      const row = await reads.getRow(TABLE, stream);
      return row !== undefined && isSnapshot(row.document) ? row.document : undefined;
    },
    async put(stream, snapshot) {
      const row = await reads.getRow(TABLE, stream);
      // Another process was faster: its snapshot is as good.
      await reads.compareAndSet(TABLE, stream, row?.version ?? 0, { ...snapshot });
    },
  };
}
