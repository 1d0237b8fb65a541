import type { EventStore } from '#eventstore/port.js';
import type { SignedCheckpoint } from './checkpoint.js';
import type { HeadTable } from './head-table.js';
import type { MerkleTree } from './merkle-tree.js';
import { RecordFold, recordPages } from './record-fold.js';

export type CoverFault =
  /** It covers more events than the store holds: the end of the record is missing. */
  | 'BEYOND_END'
  /** The heads of the streams by then are not those that were signed: something was changed, removed or added. */
  | 'ROOT';

/** The record is not what a checkpoint signed. */
export class CoverError extends Error {
  constructor(
    readonly reason: CoverFault,
    message: string,
  ) {
    super(message);
    this.name = new.target.name;
  }
}

/** The heads of all streams as a checkpoint signed them, and their tree. */
export interface CoveredRecord {
  readonly signed: SignedCheckpoint;
  readonly heads: HeadTable;
  readonly tree: MerkleTree;
}

/** What is wrong when a record of `events` events, whose heads have this tree, is compared with a checkpoint. */
export function coverFault({ checkpoint }: SignedCheckpoint, events: number, tree: MerkleTree): CoverError | undefined {
  if (events < checkpoint.events) return new CoverError('BEYOND_END', `the checkpoint covers ${checkpoint.events} events, the record has ${events}`);
  if (tree.size !== checkpoint.streams)
    return new CoverError('ROOT', `the checkpoint covers ${checkpoint.streams} streams, the record had ${tree.size} by then`);
  return tree.root === checkpoint.root ? undefined : new CoverError('ROOT', 'the record is not the one that the checkpoint signed');
}

/**
 * Reads the store up to where a checkpoint reaches. Events are taken at their word: only their hashes enter the tree, and the signed root
 * says whether they are the right ones. The signature itself is not verified here.
 * @param onEvents hears how many events were read so far
 * @throws CoverError
 */
export async function coveredRecord(store: EventStore, signed: SignedCheckpoint, onEvents?: (events: number) => void): Promise<CoveredRecord> {
  const fold = new RecordFold('claimed');
  const { events } = signed.checkpoint;
  if (events > 0) {
    for await (const page of recordPages(store, 0, [events])) {
      fold.add(page);
      onEvents?.(fold.events);
      if (fold.events >= events) break;
    }
  }
  const tree = await fold.heads.tree();
  const fault = coverFault(signed, fold.events, tree);
  if (fault !== undefined) throw fault;
  return { signed, heads: fold.heads, tree };
}
