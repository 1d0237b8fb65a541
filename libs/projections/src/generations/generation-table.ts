import type { ReadStore } from '#readstore/port.js';
import type { GenerationRow } from './generation-row.js';

const TABLE = 'projections';
/** Lost races before it is given up: more than there are processes. */
const TRIES = 20;

/** The rows of {@link GenerationRow}, one per projection, changed by compare-and-set. */
export class GenerationTable {
  constructor(private readonly readStore: ReadStore) {}

  async read(projection: string): Promise<GenerationRow | undefined> {
    return (await this.readStore.getRow<GenerationRow>(TABLE, projection))?.document;
  }

  /**
   * Changes a row; `change` may be called several times, and answers undefined to leave it alone.
   * Answers the row as it stands then.
   */
  async change(projection: string, change: (row: GenerationRow | undefined) => GenerationRow | undefined): Promise<GenerationRow | undefined> {
    for (let tries = 0; tries < TRIES; tries += 1) {
      const row = await this.readStore.getRow<GenerationRow>(TABLE, projection);
      const next = change(row?.document);
      if (next === undefined || next === row?.document) return row?.document;
      if ((await this.readStore.compareAndSet(TABLE, projection, row?.version ?? 0, next)) !== undefined) return next;
    }
    throw new Error(`the generations of projection ${projection} are being changed by others all the time`);
  }
}
