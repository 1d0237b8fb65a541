import { randomUUID } from 'node:crypto';
import { DeciderRepository, EventRegistry, type Clock } from '#event-sourcing';
import type { EventStore } from '#eventstore/port.js';
import type { QuarantineRow } from '../quarantine/quarantine-rows.js';
import { entryOf, evolveJournal, type JournalState } from './journal-state.js';
import { projectionEventTypes, type ProjectionEvent, type ProjectionEventData } from './projection-events.js';

const STREAM = 'projections';
/** A projection that quarantines more than this has one fault, not thousands: its row and the metrics count on. */
export const MOST_RECORDED = 1_000;
/** Events of one append. */
const MOST_AT_ONCE = 200;

/** How a read model stands. */
export interface JournalFacts {
  readonly projection: string;
  readonly generation: number;
  readonly version: number;
  readonly building: { readonly number: number; readonly version: number } | null;
  readonly quarantined: readonly QuarantineRow[];
}

/**
 * Keeps stream `projections` in step with the read models. Those are the truth: after a crash between an act and its record, the record is
 * completed at the next occasion.
 */
export class ProjectionJournal {
  private readonly repository: DeciderRepository<JournalState, ProjectionEvent>;

  constructor(options: { readonly store: EventStore; readonly clock: Clock }) {
    const registry = new EventRegistry(projectionEventTypes);
    const stream = (): string => STREAM;
    this.repository = new DeciderRepository({
      ...options,
      registry,
      stream,
      initialState: () => ({}),
      evolve: evolveJournal,
      unknownTypes: 'tolerant',
    });
  }

  /** Records what of these facts is not recorded yet. */
  async note(facts: JournalFacts, actor: string): Promise<void> {
    for (;;) {
      const { events } = await this.append(actor, (state) => missing(state, facts).slice(0, MOST_AT_ONCE));
      if (events.length < MOST_AT_ONCE) return;
    }
  }

  /** Answers the position of the record: everything that the store held before stands below it. */
  async replayed(data: ProjectionEventData<'QuarantineReplayed'>, actor: string): Promise<number> {
    return (await this.append(actor, () => [{ type: 'QuarantineReplayed', data }])).position;
  }

  async discarded(data: ProjectionEventData<'QuarantineDiscarded'>, actor: string): Promise<number> {
    return (await this.append(actor, () => [{ type: 'QuarantineDiscarded', data }])).position;
  }

  private async append(actor: string, decide: (state: JournalState) => readonly ProjectionEvent[]) {
    const commandId = randomUUID();
    return this.repository.decide(STREAM, { commandId, correlationUid: commandId, causationId: null, actor }, decide);
  }
}

function missing(state: JournalState, { projection, generation, version, building, quarantined }: JournalFacts): readonly ProjectionEvent[] {
  const known = entryOf(state, projection);
  const events: ProjectionEvent[] = [];
  const isSwapped = known.generation !== generation;
  if (isSwapped) events.push({ type: 'ProjectionSwapped', data: { projection, generation, version, previous: known.generation } });
  else if (known.building !== null && known.building !== building?.number)
    events.push({ type: 'ProjectionRebuildCancelled', data: { projection, generation: known.building } });
  if (building !== null && building.number !== (isSwapped ? null : known.building)) {
    const reason = building.version === version ? 'REQUESTED' : 'NEW_VERSION';
    events.push({ type: 'ProjectionRebuildStarted', data: { projection, generation: building.number, version: building.version, reason } });
  }
  const recorded = isSwapped ? new Set<string>() : known.quarantined;
  for (const { deviceIdentification, revision, type, error = '' } of quarantined.slice(0, Math.max(0, MOST_RECORDED - recorded.size)))
    if (!recorded.has(deviceIdentification))
      events.push({ type: 'DeviceQuarantined', data: { projection, generation, deviceIdentification, revision, eventType: type, error } });
  return events;
}
