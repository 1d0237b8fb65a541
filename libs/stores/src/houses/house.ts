import type { EventStore } from '#eventstore/port.js';
import type { ResultsTransfer, VaultTransfer } from '#security';

/** Where a record lives, or is to live. */
export type HouseAddress =
  | { readonly kind: 'directory'; readonly directory: string }
  /** Events in an EventStoreDB, vault and results in a MongoDB; connection strings. */
  | { readonly kind: 'servers'; readonly eventStore: string; readonly mongo: string };

/** Says in a house that a copy into it has begun and is not finished. Durable. */
export interface CopyMark {
  /** The `storeId` of the events that are being copied; undefined: no copy is under way. */
  read(): Promise<string | undefined>;
  set(storeId: string): Promise<void>;
  clear(): Promise<void>;
}

/** All that can never be rebuilt, opened for moving: sealed things stay sealed. */
export interface House {
  /** For people; without secrets. */
  readonly name: string;
  readonly events: EventStore;
  readonly vault: VaultTransfer;
  readonly results: ResultsTransfer;
  readonly copyMark: CopyMark;
  /** Appends stand in the order of the calls, also when the next one is sent before the last one was answered. */
  readonly keepsCallOrder: boolean;
  close(): Promise<void>;
}
