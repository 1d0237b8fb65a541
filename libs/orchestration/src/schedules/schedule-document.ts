import type { CollectionDefinition } from '#readstore/port.js';
import { dueAt } from './plan-occurrences.js';
import type { ScheduleDefinition } from './schedule-events.js';
import type { FinishedOccurrence, RunningOccurrence, ScheduleState, ScheduleStatus } from './schedule-state.js';

type Shown<T extends { readonly at: number }> = Omit<T, 'at'> & { readonly at: string };

/** A schedule as clients see it. Instants are ISO 8601 in UTC. */
export type ScheduleView = ScheduleDefinition & {
  readonly id: string;
  readonly organisation: string;
  readonly status: ScheduleStatus;
  /** Principal from whom its commands are accepted: "organisation/application/user". */
  readonly createdBy: string;
  readonly createdAt: string;
  readonly changedAt: string;
  /** Null while it is paused. */
  readonly nextOccurrence: string | null;
  readonly running: Shown<Pick<RunningOccurrence, 'at' | 'accepted' | 'refused'>> | null;
  readonly lastOccurrence: Shown<FinishedOccurrence> | null;
};

/** The same as it lies in the read store, with what the scheduler looks for. */
export type ScheduleDocument = ScheduleView & {
  /** When something has to be done about it: epoch ms, 0 for at once; null: nothing. */
  readonly dueAt: number | null;
};

export const SCHEDULES: CollectionDefinition & { readonly name: 'schedules' } = {
  name: 'schedules',
  indexes: [['dueAt'], ['organisation', 'status', 'createdAt']],
};

/** Undefined when there is no such schedule. */
export function viewOf(state: ScheduleState): ScheduleView | undefined {
  const { id, organisation, definition, status, owner, createdAt, changedAt, running, last } = state;
  if (definition === null) return undefined;
  const next = status === 'ACTIVE' ? dueAt({ ...state, running: null }) : null;
  return {
    id,
    organisation,
    ...definition,
    status,
    createdBy: owner,
    createdAt: iso(createdAt),
    changedAt: iso(changedAt),
    nextOccurrence: next === null ? null : iso(next),
    running: running === null ? null : { at: iso(running.at), accepted: running.accepted, refused: running.refused },
    lastOccurrence: last === null ? null : { ...last, at: iso(last.at) },
  };
}

/** Null: there is nothing to show or to do any more. */
export function documentOf(state: ScheduleState): ScheduleDocument | null {
  const view = viewOf(state);
  const due = dueAt(state);
  return view === undefined || (view.status === 'DELETED' && due === null) ? null : { ...view, dueAt: due };
}

const iso = (at: number): string => new Date(at).toISOString();
