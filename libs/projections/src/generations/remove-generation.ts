import type { ReadStore } from '#readstore/port.js';
import type { Projection } from '../projection.js';
import { withoutRetired, type GenerationRow } from './generation-row.js';
import type { GenerationTable } from './generation-table.js';
import { checkpointOf, collectionsIn, type Generation } from './layout.js';

/** Removes a retired generation with everything it has; answers the row without it. A crash in between leaves it in the row: it is removed again. */
export async function removeGeneration(
  projection: Projection,
  generation: Generation,
  readStore: ReadStore,
  table: GenerationTable,
): Promise<GenerationRow | undefined> {
  await readStore.drop(collectionsIn(projection, generation.number).map(({ name }) => name));
  for (let partition = 0; partition < generation.partitions; partition += 1)
    await readStore.forgetCheckpoint(checkpointOf(projection.name, generation, partition));
  return table.change(projection.name, (row) => (row === undefined ? undefined : withoutRetired(row, generation.number)));
}
