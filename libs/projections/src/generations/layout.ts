import type { CollectionDefinition } from '#readstore/port.js';
import type { Projection } from '../projection.js';

/** A build of a read model. Several can stand side by side: each has collections and checkpoints of its own. */
export interface Generation {
  /** From 1, never used twice. */
  readonly number: number;
  /** Of the projection that built it. */
  readonly version: number;
  /** Each partition holds the devices of one hash and has a checkpoint of its own. */
  readonly partitions: number;
}

/** Where a projection keeps what it could not apply: part of its read model, so a new generation starts without it. */
export function quarantineOf(projection: Projection): CollectionDefinition {
  return { name: `${projection.name}Quarantine`, indexes: [['kind', 'deviceIdentification'], ['deviceIdentification']] };
}

/** Everything of a read model under the names that queries use. */
export function collectionsOf(projection: Projection): readonly CollectionDefinition[] {
  return [...projection.collections, quarantineOf(projection)];
}

/** Where a generation keeps the documents that queries find as `collection`. */
export const nameIn = (generation: number, collection: string): string => `${collection}@${generation}`;

/** The collections of a generation as they lie in the read store. */
export function collectionsIn(projection: Projection, generation: number): readonly CollectionDefinition[] {
  return collectionsOf(projection).map(({ name, indexes }) => ({ name: nameIn(generation, name), indexes }));
}

/** What the names of queries have to point at for a generation to be the one that is read. */
export function aliasesOf(projection: Projection, generation: number): Readonly<Record<string, string>> {
  return Object.fromEntries(collectionsOf(projection).map(({ name }) => [name, nameIn(generation, name)]));
}

/** Name of the checkpoint of one partition. */
export function checkpointOf(projection: string, { number, partitions }: Generation, partition: number): string {
  return partitions === 1 ? `${projection}@${number}` : `${projection}@${number}/${partition}`;
}

/** The partition that holds a device: FNV-1a over UTF-16 code units. */
export function partitionOf(device: string, partitions: number): number {
  if (partitions === 1) return 0;
  let hash = 0x811c9dc5;
  for (let index = 0; index < device.length; index += 1) hash = Math.imul(hash ^ device.charCodeAt(index), 0x01000193);
  return (hash >>> 0) % partitions;
}
