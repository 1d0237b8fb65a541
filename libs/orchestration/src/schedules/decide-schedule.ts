import type { ScheduledRequest, ScheduleDefinition, ScheduleEvent, ScheduleEventData } from './schedule-events.js';
import type { RunningOccurrence, ScheduleState } from './schedule-state.js';

export interface CreateSchedule {
  readonly kind: 'Create';
  readonly definition: ScheduleDefinition;
  readonly organisation: string;
  readonly reason: string;
}

/** `version`: of the definition that the change was made from. */
export interface ChangeSchedule {
  readonly kind: 'Change';
  readonly definition: ScheduleDefinition;
  readonly version: number;
  readonly reason: string;
}

/** Nothing begins before it is resumed; what has begun is stopped. What falls in a pause never runs. */
export interface PauseSchedule {
  readonly kind: 'Pause';
  readonly reason: string;
}

export interface ResumeSchedule {
  readonly kind: 'Resume';
  readonly reason: string;
}

export interface DeleteSchedule {
  readonly kind: 'Delete';
  readonly reason: string;
}

/** Begins the next occurrence. `at`: epoch ms. */
export interface StartOccurrence {
  readonly kind: 'Start';
  readonly at: number;
  readonly request: ScheduledRequest;
}

/** More devices of the running occurrence have been asked: those up to `after`. `isComplete`: there are no more. */
export interface RecordProgress {
  readonly kind: 'Progress';
  readonly at: number;
  /** Null: there was none to ask. */
  readonly after: string | null;
  readonly accepted: number;
  readonly refused: number;
  readonly isComplete: boolean;
}

/** Ends the running occurrence of a schedule that was paused or deleted. */
export interface StopOccurrence {
  readonly kind: 'Stop';
  readonly at: number;
}

/** The occurrences from `from` to `to` (epoch ms) will not begin. */
export interface SkipOccurrences extends Pick<ScheduleEventData<'OccurrencesSkipped'>, 'count' | 'reason' | 'detail'> {
  readonly kind: 'Skip';
  readonly from: number;
  readonly to: number;
}

export type ScheduleCommand =
  | CreateSchedule
  | ChangeSchedule
  | PauseSchedule
  | ResumeSchedule
  | DeleteSchedule
  | StartOccurrence
  | RecordProgress
  | StopOccurrence
  | SkipOccurrences;

/** There is no schedule of this id, or none any more. */
export class UnknownScheduleError extends Error {
  constructor(id: string) {
    super(`there is no schedule ${id}`);
    this.name = 'UnknownScheduleError';
  }
}

/** Somebody else changed the schedule at the same time. */
export class ScheduleOutdatedError extends Error {
  constructor(id: string) {
    super(`schedule ${id} has been changed meanwhile`);
    this.name = 'ScheduleOutdatedError';
  }
}

/** @param now epoch ms @throws UnknownScheduleError, ScheduleOutdatedError */
export function decideSchedule(command: ScheduleCommand, state: ScheduleState, now: number): readonly ScheduleEvent[] {
  switch (command.kind) {
    case 'Start':
      return started(command, state, now);
    case 'Progress':
      return progressed(command, state);
    case 'Stop':
      return isRunning(state, command.at) && state.status !== 'ACTIVE' ? [finished(state.running, 'STOPPED')] : [];
    case 'Skip':
      return skipped(command, state);
    default:
      return wanted(command, state);
  }
}

/** What people want of a schedule. */
function wanted(
  command: CreateSchedule | ChangeSchedule | PauseSchedule | ResumeSchedule | DeleteSchedule,
  state: ScheduleState,
): readonly ScheduleEvent[] {
  const { reason } = command;
  if (command.kind === 'Create') {
    const { definition, organisation } = command;
    return state.definition === null ? [{ type: 'ScheduleCreated', data: { ...definition, organisation, reason } }] : [];
  }
  if (state.definition === null || state.status === 'DELETED') throw new UnknownScheduleError(state.id);
  switch (command.kind) {
    case 'Change':
      if (command.version !== state.version) throw new ScheduleOutdatedError(state.id);
      return [{ type: 'ScheduleChanged', data: { ...command.definition, reason } }];
    case 'Pause':
      return state.status === 'PAUSED' ? [] : [{ type: 'SchedulePaused', data: { reason } }];
    case 'Resume':
      return state.status === 'ACTIVE' ? [] : [{ type: 'ScheduleResumed', data: { reason } }];
    case 'Delete':
      return [{ type: 'ScheduleDeleted', data: { reason } }];
  }
}

function started({ at, request }: StartOccurrence, state: ScheduleState, now: number): readonly ScheduleEvent[] {
  const { definition, status, running, handledUpTo } = state;
  // Whoever was faster has begun it, or it is not for now: a clock that goes back brings nothing back.
  if (definition === null || status !== 'ACTIVE' || running !== null || at <= handledUpTo || at > now) return [];
  return [{ type: 'OccurrenceStarted', data: { at: iso(at), ...request, filter: definition.filter } }];
}

function progressed({ at, after, accepted, refused, isComplete }: RecordProgress, state: ScheduleState): readonly ScheduleEvent[] {
  if (!isRunning(state, at)) return [];
  const { running } = state;
  // Told twice, by two that asked the same devices: it counts once.
  if (after !== null && running.after !== null && after <= running.after) return [];
  const counted = { ...running, accepted: running.accepted + accepted, refused: running.refused + refused };
  const counts = { accepted: counted.accepted, refused: counted.refused };
  const progress: readonly ScheduleEvent[] = after === null ? [] : [{ type: 'OccurrenceProgressed', data: { at: iso(at), after, ...counts } }];
  return isComplete ? [...progress, finished(counted, 'COMPLETE')] : progress;
}

function skipped({ from, to, count, reason, detail }: SkipOccurrences, state: ScheduleState): readonly ScheduleEvent[] {
  if (state.status !== 'ACTIVE' || state.running !== null || from <= state.handledUpTo) return [];
  const why = detail === undefined ? { reason } : { reason, detail };
  return [{ type: 'OccurrencesSkipped', data: { from: iso(from), to: iso(to), count, ...why } }];
}

function finished({ at, accepted, refused }: RunningOccurrence, outcome: ScheduleEventData<'OccurrenceFinished'>['outcome']): ScheduleEvent {
  return { type: 'OccurrenceFinished', data: { at: iso(at), outcome, accepted, refused } };
}

function isRunning(state: ScheduleState, at: number): state is ScheduleState & { readonly running: RunningOccurrence } {
  return state.running !== null && state.running.at === at;
}

const iso = (at: number): string => new Date(at).toISOString();
