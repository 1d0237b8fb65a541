import type { DeviceEvent, RecordedDeviceEvent } from '#domain';
import type { CollectionDefinition, Document } from '#readstore/port.js';

/** A collection and, for the compiler only, the shape of its documents. */
export interface Collection<D extends Document = Document> extends CollectionDefinition {
  /** Never set. */
  readonly shape?: D;
}

/**
 * Every document has the field `deviceIdentification` and every collection an index that starts with it: that is how the documents of a
 * quarantined device are found.
 */
export function collection<D extends Document & { readonly deviceIdentification: string }>(
  name: string,
  indexes: readonly (readonly (keyof D & string)[])[],
): Collection<D> {
  if (!indexes.some(([first]) => first === 'deviceIdentification')) throw new TypeError(`collection ${name} has no index on deviceIdentification`);
  return { name, indexes };
}

export interface DocumentKey {
  readonly collection: string;
  readonly id: string;
}

/** What a projection sees of its documents while it applies one event. Changes take effect when `apply` returns, and not at all when it throws. */
export interface Documents {
  /** Only documents named by {@link Projection.reads}. */
  get<D extends Document>(collection: Collection<D>, id: string): D | undefined;
  put<D extends Document>(collection: Collection<D>, id: string, document: D): void;
  remove(collection: Collection, id: string): void;
}

/**
 * A read model as a fold of device events into documents. Pure: the same events give the same documents, whatever the time, the order of batches
 * or the number of repetitions. An event may depend on the documents it changes only (each document is guarded by its own position).
 */
export interface Projection {
  /** Stable: names the checkpoint. */
  readonly name: string;
  /** Raised when the documents change shape: the next start builds a new generation beside the one that is read. */
  readonly version: number;
  readonly collections: readonly Collection[];
  /** Types of the events that it applies; others only move its position. */
  readonly handles: readonly DeviceEvent['type'][];
  /** Events of several devices can meet in one document: their order counts, so the read model is not split into partitions. */
  readonly sharesDocuments?: true;
  /** Documents that `apply` reads for this event. */
  reads(event: RecordedDeviceEvent): readonly DocumentKey[];
  /** Throws only for an event that cannot be understood: the device is quarantined for this projection then. */
  apply(event: RecordedDeviceEvent, documents: Documents): void;
}

export const keyOf = (of: Collection, id: string): DocumentKey => ({ collection: of.name, id });

/** A document that misses events of its quarantined device says so. */
export type MaybeStale = { readonly stale?: true };
