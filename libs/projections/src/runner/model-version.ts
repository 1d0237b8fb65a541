import type { CollectionDefinition, ReadStore } from '#readstore/port.js';
import type { Projection } from '../projection.js';
import { quarantineOf } from './quarantine.js';

const MARKERS: CollectionDefinition = { name: 'projectionVersions', indexes: [['version']] };

/** Everything of a read model in the read store. */
export function collectionsOf(projection: Projection): readonly CollectionDefinition[] {
  return [...projection.collections, quarantineOf(projection)];
}

/** Defines the collections; documents of another version of the projection are removed, so that it starts from zero. */
export async function prepareModel(projection: Projection, readStore: ReadStore): Promise<void> {
  await readStore.define([MARKERS, ...collectionsOf(projection)]);
  const marker = await readStore.get<{ readonly version: number }>(MARKERS.name, projection.name);
  if (marker?.document.version !== projection.version) await emptyModel(projection, readStore);
}

/** Removes documents and checkpoint; the collections must have been defined. */
export async function emptyModel(projection: Projection, readStore: ReadStore): Promise<void> {
  const names = collectionsOf(projection).map(({ name }) => name);
  await readStore.reset(projection.name, names);
  // After the reset: a crash in between leaves the old marker and the reset is repeated.
  const marker = await readStore.get(MARKERS.name, projection.name);
  const document = { version: projection.version };
  await readStore.write({ writes: [{ collection: MARKERS.name, id: projection.name, position: (marker?.position ?? 0) + 1, document }] });
}
