import type { ReadStore } from '#readstore/port.js';
import type { Projection } from '../projection.js';
import { collectionsOf } from './layout.js';

/** Versions of projections stood here before there were generations. */
const MARKERS = 'projectionVersions';

/**
 * Before there were generations, documents lay under the names that are aliases now. They are removed, and the read model begins anew from
 * the events: that costs a start, and there is one way of building only.
 */
export async function removeOldLayout(projection: Projection, readStore: ReadStore): Promise<void> {
  const there = new Set(await readStore.collections());
  const old = [MARKERS, ...collectionsOf(projection).map(({ name }) => name)].filter((name) => there.has(name));
  if (old.length > 0) await readStore.drop(old);
  await readStore.forgetCheckpoint(projection.name);
}
