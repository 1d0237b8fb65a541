import { eventTypeOf, type EventLogCategory, type FindEventsQuery, type MeterEvent, type MeterEvents } from '#contract';
import { decodeEventLog, eventCounter, eventDetails, EventLogError, formatWithOffset, type CosemObject, type EventLogRow } from '#cosem';
import type { DeviceEventData, Fact } from '#domain';
import type { AttributeRef, Data } from '#dlms';
import { unreadable } from './access-result.js';
import { inParts } from './fact-parts.js';
import { isPlausible } from './meter-time.js';
import type { Operation, OperationContext } from './operation.js';
import { profileObject } from './profile-object.js';
import { readAttributes } from './read-attributes.js';
import { bufferRange, timeRange, within, type TimeRange } from './time-range.js';

const OPERATION = 'FindEvents';

type RecordedRow = DeviceEventData<'MeterEventsCollected'>['events'][number];

interface LogRead {
  readonly category: EventLogCategory;
  readonly log: CosemObject;
  readonly range: TimeRange;
  readonly ref: AttributeRef;
}

interface TimedEvent {
  readonly at: number;
  readonly row: RecordedRow;
}

/** Reads event logs, one query after the other; the answers stand one after the other, too. */
export const findEvents: Operation<'FindEvents'> = ({ queries }, context) => {
  const reads = queries.map((query) => logRead(query, context));
  return async (access) => {
    const events: MeterEvent[] = [];
    const facts: Fact[] = [];
    for (const read of reads) {
      const [buffer] = await readAttributes(access, [read.ref], 1, OPERATION);
      const found = eventsOf(buffer, read, context);
      for (const { row } of found) events.push({ ...row, eventLogCategory: read.category });
      facts.push(...factsOf(read.category, found, context.now()));
    }
    const response: MeterEvents = { events };
    return { response, facts };
  };
};

function logRead({ eventLogCategory: category, from, until }: FindEventsQuery, { profile, settings }: OperationContext): LogRead {
  const log = profileObject(profile, category, OPERATION);
  const range = timeRange(from, until, OPERATION);
  return { category, log, range, ref: bufferRange(log, range, settings.timezone) };
}

function eventsOf(buffer: Data | undefined, { log, range, ref }: LogRead, context: OperationContext): readonly TimedEvent[] {
  if (buffer === undefined) throw unreadable(OPERATION, ref, 'the meter gave no answer');
  try {
    const rows = decodeEventLog(log, buffer, context.settings.timezone).filter(({ at }) => within(at, range));
    if (!rows.every(({ meterTime }) => isPlausible(meterTime))) throw unreadable(OPERATION, ref, 'an event has a time that no clock shows');
    return rows.map((row) => ({ at: row.at, row: recorded(row, log, context) }));
  } catch (error) {
    if (error instanceof EventLogError) throw unreadable(OPERATION, ref, error.message);
    throw error;
  }
}

/** Magnitude and duration are those of the register that the code tells of; a code without one has none. */
function recorded(row: EventLogRow, log: CosemObject, { profile, settings }: OperationContext): RecordedRow {
  const { deviation } = row.meterTime;
  const counter = eventCounter(log, row);
  const details = eventDetails(profile, log, row);
  return {
    timestamp: formatWithOffset(row.at, deviation === undefined ? settings.timezone : 0 - deviation),
    eventCode: row.eventCode,
    eventType: eventTypeOf(row.eventCode, settings.protocolName),
    ...(counter === undefined ? {} : { eventCounter: counter }),
    ...(details.length === 0 ? {} : { eventDetails: details }),
  };
}

/** An empty log is a fact as well. It was true at the last event, or now. */
function factsOf(category: EventLogCategory, found: readonly TimedEvent[], now: number): readonly Fact[] {
  return inParts(found, ({ row }) => row).map(({ rows, numbering }) => ({
    type: 'MeterEventsCollected',
    data: { category, events: rows.map(({ row }) => row), ...numbering },
    occurredAt: rows.reduce((last, { at }) => Math.max(last, at), rows.length === 0 ? now : Number.NEGATIVE_INFINITY),
  }));
}
