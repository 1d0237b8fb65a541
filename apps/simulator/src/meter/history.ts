import { fromInstant, isDaylightSaving, type CosemObject } from '#cosem';
import { d, encodeDateTime, type CaptureObject, type Data } from '#dlms';

import { scheduleOf, type Schedule } from './schedule.js';

/** One row of a buffer, its cells made only when asked for. */
export interface Row {
  /** Epoch milliseconds. */
  readonly at: number;
  cells(columns: readonly CaptureObject[]): readonly Data[];
}

/** Event codes that a log repeats, oldest first. */
const logCodes: Readonly<Record<string, readonly number[]>> = {
  STANDARD_EVENT_LOG: range(1, 20),
  FRAUD_DETECTION_LOG: range(40, 47),
  COMMUNICATION_SESSION_LOG: range(71, 76),
  M_BUS_EVENT_LOG: [...range(100, 107), ...range(110, 117), ...range(120, 127), ...range(130, 137)],
  POWER_QUALITY_EVENT_LOG: [25, 99, ...range(77, 92)],
  AUXILIARY_EVENT_LOG: [...range(0x1000, 0x1007), ...range(0x8080, 0x8092), 0x80a0, 0x80a1],
};

const logCleared = 255;
const daylightSaving = 0x08;
const outages = 4;

/**
 * The rows that a buffer holds at `now`, oldest first: a function of meter and time, nothing is stored.
 * @param start what the registers of the history begin with
 */
export function historyOf(object: CosemObject, now: number, timezone: string, start: number): readonly Row[] {
  const layout = object.profile;
  if (layout === undefined) return [];
  const schedule = scheduleOf(object, timezone);
  const newest = schedule.newest(now);
  const size = object.tag === 'POWER_OUTAGE_LOG' ? outages : layout.entries;
  const rows: Row[] = [];
  for (let number = Math.max(0, newest - size + 1); number <= newest; number++) rows.push(row(object, schedule, number, timezone, start));
  return rows;
}

function row(object: CosemObject, schedule: Schedule, number: number, timezone: string, start: number): Row {
  const at = schedule.at(number);
  return { at, cells: (columns) => columns.map((column) => cell(object, column, { at, number, timezone, start })) };
}

interface Place {
  readonly at: number;
  readonly number: number;
  readonly timezone: string;
  readonly start: number;
}

function cell(object: CosemObject, column: CaptureObject, place: Place): Data {
  if (column.classId === 8 || column.attribute === 5) return stamp(place.at, place.timezone);
  const group = column.obis.slice(column.obis.indexOf('.', 2));
  if (group.startsWith('.96.10.')) return d.u8(isDaylightSaving(place.at, place.timezone) ? daylightSaving : 0);
  if (group.startsWith('.96.11.')) return code(object, place.number);
  if (group.startsWith('.96.15.')) return d.u16(place.number & 0xffff);
  if (group.startsWith('.96.7.')) return d.u32(((place.number % outages) + 1) * 180);
  return d.u32((place.start + place.number * step(object, column)) >>> 0);
}

/** The first value column grows by 1 per row, the second by 2, and so on. */
function step(object: CosemObject, column: CaptureObject): number {
  const values = (object.profile?.captureObjects ?? []).filter(({ classId, attribute }) => (classId === 3 || classId === 4) && attribute === 2);
  return values.findIndex(({ obis }) => obis === column.obis) + 1;
}

function code(object: CosemObject, number: number): Data {
  const codes = logCodes[object.tag] ?? [logCleared];
  const value = number === 0 ? logCleared : (codes[(number - 1) % codes.length] ?? logCleared);
  return object.tag === 'AUXILIARY_EVENT_LOG' ? d.u16(value) : d.u8(value);
}

/** A time stamp as the meters write it. */
export function stamp(ms: number, timezone: string): Data {
  return d.octets(encodeDateTime(fromInstant(ms, timezone)));
}

function range(first: number, last: number): number[] {
  return Array.from({ length: last - first + 1 }, (_, index) => first + index);
}
