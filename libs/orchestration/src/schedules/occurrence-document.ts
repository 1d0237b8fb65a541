import { uuidv5 } from '#event-sourcing';
import type { CollectionDefinition } from '#readstore/port.js';
import type { OccurrenceOutcome, RecordedScheduleEvent, SkipReason } from './schedule-events.js';

export const OCCURRENCE_STATUSES = ['RUNNING', 'COMPLETE', 'STOPPED', 'SKIPPED'] as const satisfies readonly (
  OccurrenceOutcome | 'RUNNING' | 'SKIPPED'
)[];

/** An occurrence, or several in a row that were skipped. Instants are ISO 8601 in UTC. */
export type OccurrenceView = {
  readonly at: string;
  readonly status: (typeof OCCURRENCE_STATUSES)[number];
  readonly startedAt: string | null;
  readonly finishedAt: string | null;
  /** Commands that were accepted and refused up to now. */
  readonly accepted: number;
  readonly refused: number;
  /** Of what was skipped: the last one, how many, and why. */
  readonly skipped: { readonly to: string; readonly count: number; readonly reason: SkipReason; readonly detail: string | null } | null;
};

export type OccurrenceDocument = OccurrenceView & { readonly scheduleId: string };

export const OCCURRENCES: CollectionDefinition & { readonly name: 'scheduleOccurrences' } = {
  name: 'scheduleOccurrences',
  indexes: [['scheduleId', 'at']],
};

/** Id of the document that an event is about; undefined when it is about the schedule. */
export function occurrenceIdOf(scheduleId: string, event: RecordedScheduleEvent): string | undefined {
  if (event.type === 'OccurrencesSkipped') return uuidv5(scheduleId, `occurrence/${event.data.from}`);
  return 'at' in event.data ? uuidv5(scheduleId, `occurrence/${event.data.at}`) : undefined;
}

/** What an event makes of its occurrence's document. */
export function occurrenceAfter(
  document: OccurrenceDocument | undefined,
  scheduleId: string,
  event: RecordedScheduleEvent,
): OccurrenceDocument | undefined {
  const { occurredAt } = event;
  switch (event.type) {
    case 'OccurrenceStarted':
      return { ...began(scheduleId, event.data.at), startedAt: occurredAt };
    case 'OccurrenceProgressed': {
      const { at, accepted, refused } = event.data;
      return { ...(document ?? began(scheduleId, at)), accepted, refused };
    }
    case 'OccurrenceFinished': {
      const { at, outcome: status, accepted, refused } = event.data;
      return { ...(document ?? began(scheduleId, at)), status, accepted, refused, finishedAt: occurredAt };
    }
    case 'OccurrencesSkipped': {
      const { from, to, count, reason, detail = null } = event.data;
      return { ...began(scheduleId, from), status: 'SKIPPED', skipped: { to, count, reason, detail } };
    }
    default:
      return undefined;
  }
}

function began(scheduleId: string, at: string): OccurrenceDocument {
  return { scheduleId, at, status: 'RUNNING', startedAt: null, finishedAt: null, accepted: 0, refused: 0, skipped: null };
}
