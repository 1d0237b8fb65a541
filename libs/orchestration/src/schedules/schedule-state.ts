import type {
  OccurrenceOutcome,
  RecordedScheduleEvent,
  ScheduledRequest,
  ScheduleDefinition,
  ScheduleEventData,
  ScheduleFilter,
} from './schedule-events.js';

export const SCHEDULE_STATUSES = ['ACTIVE', 'PAUSED', 'DELETED'] as const;
export type ScheduleStatus = (typeof SCHEDULE_STATUSES)[number];

/** An occurrence whose devices are being asked. */
export interface RunningOccurrence {
  /** Epoch ms. */
  readonly at: number;
  readonly startedAt: number;
  /** Of the event that began it: what caused its commands. */
  readonly eventId: string;
  readonly request: ScheduledRequest;
  readonly filter: ScheduleFilter;
  /** The last device that was asked; null before the first. */
  readonly after: string | null;
  readonly accepted: number;
  readonly refused: number;
}

export interface FinishedOccurrence {
  readonly at: number;
  readonly outcome: OccurrenceOutcome;
  readonly accepted: number;
  readonly refused: number;
}

/** Fold of one schedule's stream. Instants are epoch ms. */
export interface ScheduleState {
  readonly id: string;
  readonly organisation: string;
  /** Principal who made it: "organisation/application/user". */
  readonly owner: string;
  /** Null: there is no such schedule. */
  readonly definition: ScheduleDefinition | null;
  /** Counts changes of the definition. */
  readonly version: number;
  readonly status: ScheduleStatus;
  readonly createdAt: number;
  readonly changedAt: number;
  /** Occurrences up to here have begun, were skipped, or were none of this schedule's: none of them will begin any more. */
  readonly handledUpTo: number;
  readonly running: RunningOccurrence | null;
  readonly last: FinishedOccurrence | null;
}

/** Raised whenever the same events fold to another state. */
export const SCHEDULE_STATE_VERSION = 1;

export function initialState(id: string): ScheduleState {
  const nothing = {
    organisation: '',
    owner: '',
    definition: null,
    version: 0,
    createdAt: 0,
    changedAt: 0,
    handledUpTo: 0,
    running: null,
    last: null,
  };
  return { id, status: 'ACTIVE', ...nothing };
}

export function evolve(state: ScheduleState, event: RecordedScheduleEvent): ScheduleState {
  const now = Date.parse(event.occurredAt);
  switch (event.type) {
    case 'ScheduleCreated': {
      const { organisation, reason: _why, ...definition } = event.data;
      return { ...state, organisation, owner: event.actor, definition, createdAt: now, changedAt: now, handledUpTo: now };
    }
    case 'ScheduleChanged':
      return changed(state, event.data, now);
    case 'SchedulePaused':
      return { ...state, status: 'PAUSED' };
    case 'ScheduleResumed':
      return { ...state, status: 'ACTIVE', handledUpTo: Math.max(state.handledUpTo, now) };
    case 'ScheduleDeleted':
      return { ...state, status: 'DELETED' };
    case 'OccurrencesSkipped':
      return { ...state, handledUpTo: Math.max(state.handledUpTo, Date.parse(event.data.to)) };
    default:
      return occurring(state, event, now);
  }
}

/** What another timing would have had before now is not made up for. */
function changed(state: ScheduleState, { reason: _why, ...definition }: ScheduleEventData<'ScheduleChanged'>, now: number): ScheduleState {
  const isRetimed = definition.cron !== state.definition?.cron || definition.timezone !== state.definition.timezone;
  const handledUpTo = isRetimed ? Math.max(state.handledUpTo, now) : state.handledUpTo;
  return { ...state, definition, version: state.version + 1, changedAt: now, handledUpTo };
}

type OccurrenceEvent = Extract<RecordedScheduleEvent, { readonly type: `Occurrence${'Started' | 'Progressed' | 'Finished'}` }>;

function occurring(state: ScheduleState, event: OccurrenceEvent, now: number): ScheduleState {
  const at = Date.parse(event.data.at);
  switch (event.type) {
    case 'OccurrenceStarted': {
      const { filter, operation, data, options } = event.data;
      // The operation's contract was asked before this was written.
      const request = { operation, data, options } as ScheduledRequest;
      const running = { at, startedAt: now, eventId: event.eventId, request, filter, after: null, accepted: 0, refused: 0 };
      return { ...state, handledUpTo: Math.max(state.handledUpTo, at), running };
    }
    case 'OccurrenceProgressed': {
      const { after, accepted, refused } = event.data;
      return { ...state, running: state.running === null ? null : { ...state.running, after, accepted, refused } };
    }
    case 'OccurrenceFinished': {
      const { outcome, accepted, refused } = event.data;
      return { ...state, running: null, last: { at, outcome, accepted, refused } };
    }
  }
}
