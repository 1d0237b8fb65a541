import type { ReadStore } from '#readstore/port.js';
import type { Projection } from '../projection.js';
import { GenerationTable } from './generation-table.js';
import { collectionsIn } from './layout.js';

/** Makes the generations that are read known to a read store that was just opened, for whoever queries it without running projections. */
export async function openReadModels(readStore: ReadStore, projections: readonly Projection[]): Promise<void> {
  const table = new GenerationTable(readStore);
  for (const projection of projections) {
    const row = await table.read(projection.name);
    if (row !== undefined) await readStore.define(collectionsIn(projection, row.live.number));
  }
}
