import type { Clock, EventRegistry, Log } from '#event-sourcing';
import type { EventStore } from '#eventstore/port.js';
import type { ReadStore } from '#readstore/port.js';
import type { GenerationTable } from '../generations/generation-table.js';
import type { ProjectionJournal } from '../journal/projection-journal.js';

/** What the hosted projections of one runner share. */
export interface HostContext {
  readonly store: EventStore;
  readonly registry: EventRegistry;
  readonly readStore: ReadStore;
  readonly table: GenerationTable;
  readonly journal: ProjectionJournal;
  readonly clock: Clock;
  readonly log: Log;
  /** Aborts when the projections stop. */
  readonly signal: AbortSignal;
  /** How long a generation stays after nobody reads it any more, ms. */
  readonly graceMs: number;
  /** Of generations that begin. */
  readonly partitions: number;
  /** Runs `work` while no event is handed to any projection: whatever must not be overtaken. */
  exclusive<T>(this: void, work: () => Promise<T>): Promise<T>;
}

/** Who acts where nobody asked. */
export const PROJECTOR = 'meterlog/projector';
