import { HeadTable, type SavedHeads, type StreamHead } from '#event-sourcing';
import type { GuardedWrite, ReadStore } from '#readstore/port.js';

const COLLECTION = 'streamHeads';
/** Rows of one transaction or page. */
const ROWS = 5_000;

interface HeadDocument extends Record<string, unknown> {
  readonly revision: number;
  readonly hash: string;
}

/** Heads of streams as rows of the read store: the stream's name is the id, the position that of the save. */
export async function savedStreamHeads(reads: ReadStore): Promise<SavedHeads> {
  await reads.define([{ name: COLLECTION, indexes: [] }]);

  const load = async () => {
    const position = await reads.checkpoint(COLLECTION);
    if (position === 0) return undefined;
    const heads = new HeadTable();
    for (let after: string | undefined, atEnd = false; !atEnd;) {
      const page = await reads.find<HeadDocument>(COLLECTION, { limit: ROWS, ...(after === undefined ? {} : { after }) });
      for (const { id, document } of page.items) heads.set(id, document);
      after = page.next ?? undefined;
      atEnd = page.next === null;
    }
    return { position, heads };
  };

  /** The checkpoint comes with the last rows: after a crash the rows do not fit it, which the signed root shows. */
  const save = async (position: number, heads: Iterable<StreamHead>): Promise<void> => {
    let writes: GuardedWrite[] = [];
    for (const { stream, revision, hash } of heads) {
      writes.push({ collection: COLLECTION, id: stream, position, document: { revision, hash } });
      if (writes.length < ROWS) continue;
      await reads.write({ writes });
      writes = [];
    }
    await reads.write({ writes, checkpoint: { projection: COLLECTION, position } });
  };

  return { load, save, clear: () => reads.reset(COLLECTION, [COLLECTION]) };
}
