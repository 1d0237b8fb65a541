import type { Clock, EventRegistry } from '#event-sourcing';
import type { EventStore, StoredEvent } from '#eventstore/port.js';
import type { RebuildProgress } from '../rebuild/rebuild-pace.js';

export interface ProjectionStatus {
  readonly name: string;
  /** Of the generation that is read. */
  readonly version: number;
  readonly generation: number;
  /** LIVE: it follows the events; REBUILDING: another generation is being built beside it; OUTDATED: that, and it is of an older version and follows no more. */
  readonly state: 'LIVE' | 'REBUILDING' | 'OUTDATED';
  readonly position: number;
  /** Events in the store that are not in the read model; an upper bound where positions are not dense. */
  readonly lagEvents: number;
  /** Age of the oldest of them. */
  readonly lagSeconds: number;
  /** Devices whose events are parked. */
  readonly quarantined: number;
  readonly rebuild: RebuildProgress | null;
}

interface Source {
  readonly store: EventStore;
  readonly registry: EventRegistry;
  readonly clock: Clock;
}

export async function lagOf(position: number, head: number, source: Source): Promise<Pick<ProjectionStatus, 'lagEvents' | 'lagSeconds'>> {
  if (head <= position) return { lagEvents: 0, lagSeconds: 0 };
  const { events } = await source.store.readAll({ after: position, limit: 1 });
  const [oldest] = events;
  const now = source.clock.now();
  const recordedAt = oldest === undefined ? now : (recordedAtOf(oldest, source.registry) ?? now);
  return { lagEvents: head - position, lagSeconds: Math.max(0, (now - recordedAt) / 1000) };
}

function recordedAtOf(event: StoredEvent, registry: EventRegistry): number | undefined {
  try {
    return Date.parse(registry.decodeTolerant(event).recordedAt);
  } catch {
    return undefined;
  }
}
