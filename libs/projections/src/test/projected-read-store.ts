import { silentLog, systemClock } from '#event-sourcing';
import type { EventStore } from '#eventstore/port.js';
import type { ReadStore } from '#readstore/port.js';
import type { Projection } from '../projection.js';
import { rebuild } from '../rebuild/rebuild.js';
import { registry } from './device-streams.js';

/** Brings read models from zero to the end of the event store. */
export async function projectAll(projections: readonly Projection[], store: EventStore, readStore: ReadStore): Promise<void> {
  for (const projection of projections) await rebuild(projection, store, readStore, { registry, clock: systemClock, log: silentLog });
}
