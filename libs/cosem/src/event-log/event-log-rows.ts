import { decodeDateTime, type CosemDateTime, type Data } from '#dlms';

import type { CosemObject } from '../profiles/profile.js';
import { toInstant } from '../time/cosem-instant.js';
import { CosemValueError } from '../values/cosem-value-error.js';

/** One row of an event log as the meter gives it; names and details belong to the platform. */
export interface EventLogRow {
  /** Epoch milliseconds. */
  readonly at: number;
  /** The meter's own time stamp, with its deviation and status. */
  readonly meterTime: CosemDateTime;
  readonly eventCode: number;
  /** Values of the columns behind the code (a counter, a magnitude, a duration), in order. */
  readonly values: readonly number[];
}

/** The buffer is not what the log's profile says it is. */
export class EventLogError extends CosemValueError {
  override readonly name = 'EventLogError';
}

/**
 * Decodes the buffer (attribute 2) of an event log.
 * @param log the log's object of the protocol profile
 * @param timezone IANA zone of the device, for time stamps without deviation
 * @throws EventLogError for rows of another length, other types, or without a time
 */
export function decodeEventLog(log: CosemObject, buffer: Data, timezone: string): EventLogRow[] {
  if (buffer.type !== 'array') throw new EventLogError(`${log.tag}: buffer is ${buffer.type}, not an array`);
  const columns = log.profile?.captureObjects.length ?? 2;
  const rows: EventLogRow[] = [];
  for (const row of buffer.value) rows.push(decodeRow(log.tag, row, columns, timezone, rows.at(-1)?.at));
  return rows;
}

function decodeRow(tag: string, row: Data, columns: number, timezone: string, previous: number | undefined): EventLogRow {
  if (row.type !== 'structure' || row.value.length !== columns) throw new EventLogError(`${tag}: a row must be a structure of ${columns}`);
  const [time, code, ...others] = row.value;
  if (time === undefined || code === undefined) throw new EventLogError(`${tag}: a row must have a time and a code`);
  const meterTime = timeOf(tag, time);
  return {
    at: instantOf(tag, meterTime, timezone, previous),
    meterTime,
    eventCode: numberOf(tag, code),
    values: others.map((value) => numberOf(tag, value)),
  };
}

function timeOf(tag: string, data: Data): CosemDateTime {
  if ((data.type !== 'octet-string' && data.type !== 'date-time') || data.value.length !== 12) {
    throw new EventLogError(`${tag}: a row has no time stamp`);
  }
  return decodeDateTime(data.value);
}

function instantOf(tag: string, time: CosemDateTime, timezone: string, previous: number | undefined): number {
  try {
    return toInstant(time, timezone, previous);
  } catch (error) {
    if (error instanceof RangeError) throw new EventLogError(`${tag}: ${error.message}`);
    throw error;
  }
}

function numberOf(tag: string, data: Data): number {
  if ('value' in data && typeof data.value === 'number') return data.value;
  throw new EventLogError(`${tag}: ${data.type} where a number is expected`);
}
