import type { RecordedOf } from '#event-sourcing';
import type { ProjectionEvent } from './projection-events.js';

/** What the stream `projections` says of one projection. */
export interface JournalEntry {
  /** The generation that is read. */
  readonly generation: number;
  readonly building: number | null;
  readonly quarantined: ReadonlySet<string>;
}

export type JournalState = Readonly<Record<string, JournalEntry>>;

/** As long as nothing was recorded. */
const NOTHING: JournalEntry = { generation: 1, building: null, quarantined: new Set() };

export const entryOf = (state: JournalState, projection: string): JournalEntry => state[projection] ?? NOTHING;

export function evolveJournal(state: JournalState, event: RecordedOf<ProjectionEvent>): JournalState {
  const { projection } = event.data;
  return { ...state, [projection]: evolved(entryOf(state, projection), event) };
}

function evolved(entry: JournalEntry, event: RecordedOf<ProjectionEvent>): JournalEntry {
  switch (event.type) {
    case 'ProjectionRebuildStarted':
      return { ...entry, building: event.data.generation };
    case 'ProjectionRebuildCancelled':
      return { ...entry, building: null };
    case 'ProjectionSwapped':
      return { generation: event.data.generation, building: null, quarantined: new Set() };
    case 'DeviceQuarantined':
      return { ...entry, quarantined: new Set([...entry.quarantined, event.data.deviceIdentification]) };
    case 'QuarantineReplayed':
      return event.data.outcome === 'KEPT' ? entry : without(entry, event.data.deviceIdentification);
    case 'QuarantineDiscarded':
      return without(entry, event.data.deviceIdentification);
  }
}

function without(entry: JournalEntry, device: string): JournalEntry {
  return { ...entry, quarantined: new Set([...entry.quarantined].filter((other) => other !== device)) };
}
