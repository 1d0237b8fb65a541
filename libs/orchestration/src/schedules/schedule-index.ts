import { EventRegistryError, type Clock, type EventRegistry, type Log } from '#event-sourcing';
import type { EventStore, StoredEvent } from '#eventstore/port.js';
import type { GuardedWrite, ReadStore } from '#readstore/port.js';
import { DurableSubscription } from '../subscription/durable-subscription.js';
import { occurrenceAfter, occurrenceIdOf, OCCURRENCES, type OccurrenceDocument } from './occurrence-document.js';
import { documentOf, SCHEDULES } from './schedule-document.js';
import type { RecordedScheduleEvent } from './schedule-events.js';
import { SCHEDULE_STREAM_PREFIX, type ScheduleRepository } from './schedule-repository.js';

/** Raised when the documents change shape: they are all written anew then. */
const VERSION = 1;

export interface ScheduleIndexOptions {
  readonly store: EventStore;
  readonly readStore: ReadStore;
  readonly registry: EventRegistry;
  readonly schedules: ScheduleRepository;
  readonly clock: Clock;
  readonly log: Log;
}

/** Keeps a document per schedule, the fold of its stream, and one per occurrence, each guarded by its position. */
export class ScheduleIndex extends DurableSubscription {
  /** The collections must be defined. */
  constructor(options: ScheduleIndexOptions) {
    super({
      ...options,
      name: `${SCHEDULES.name}/${VERSION}`,
      filter: { streamPrefix: SCHEDULE_STREAM_PREFIX },
      handle: async (events) => writeDocuments(events, options),
    });
  }
}

async function writeDocuments(events: readonly StoredEvent[], options: ScheduleIndexOptions): Promise<void> {
  const byStream = Map.groupBy(events, ({ stream }) => stream.slice(SCHEDULE_STREAM_PREFIX.length));
  const writes = await Promise.all([...byStream].map(async ([id, ofOne]) => writesOf(id, ofOne, options)));
  await options.readStore.write({ writes: writes.flat() });
}

async function writesOf(id: string, stored: readonly StoredEvent[], options: ScheduleIndexOptions): Promise<readonly GuardedWrite[]> {
  const { registry, schedules, log } = options;
  try {
    const { state, position } = await schedules.load(id);
    const schedule = { collection: SCHEDULES.name, id, position, document: documentOf(state) };
    return [schedule, ...(await occurrencesOf(id, (await registry.decodeAll(stored)) as readonly RecordedScheduleEvent[], options))];
  } catch (error) {
    // It harms this schedule alone.
    if (!(error instanceof EventRegistryError)) throw error;
    log.error({ err: error, schedule: id }, 'a schedule cannot be read');
    return [];
  }
}

async function occurrencesOf(
  scheduleId: string,
  events: readonly RecordedScheduleEvent[],
  { readStore }: ScheduleIndexOptions,
): Promise<readonly GuardedWrite[]> {
  const ids = [...new Set(events.map((event) => occurrenceIdOf(scheduleId, event)).filter((id) => id !== undefined))];
  const known = new Map(await readStore.getMany<OccurrenceDocument>(OCCURRENCES.name, ids));
  for (const event of events) {
    const id = occurrenceIdOf(scheduleId, event);
    const before = id === undefined ? undefined : known.get(id);
    if (id === undefined || (before !== undefined && before.position >= event.position)) continue;
    const document = occurrenceAfter(before?.document, scheduleId, event);
    if (document !== undefined) known.set(id, { id, position: event.position, document });
  }
  return [...known.values()].map(({ id, position, document }) => ({ collection: OCCURRENCES.name, id, position, document }));
}
