import type { CosemObject } from '#cosem';
import { d, encodeDateTime, type CaptureObject, type Data } from '#dlms';

import type { MeterEvent } from './events/event-book.js';
import { eventCode } from './events/event-codes.js';
import { mbusValue } from './mbus/mbus-value.js';
import { scheduleOf } from './schedule.js';
import type { MeterZone } from './time/meter-zone.js';

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
  POWER_QUALITY_EXTENDED_EVENT_LOG: range(93, 98),
  POWER_QUALITY_THD_EVENT_LOG: range(51, 59),
  AUXILIARY_EVENT_LOG: [...range(0x1000, 0x1007), ...range(0x8080, 0x8092), 0x80a0, 0x80a1],
};

const daylightSaving = 0x08;
const outages = 4;
/** Raw values in the detailed logs: tenths of a volt or a second, and percent. */
const typicalMagnitude = 2000;
const typicalDuration = 15;
const eventCodes = /^0\.96\.11\.\d$/;
const hour = 3_600_000;

/** Value of a column that is neither a counter nor a status: what the meter holds by default. */
export type ColumnDefault = (column: CaptureObject) => Data | undefined;

/**
 * The rows that a buffer holds at `now`, oldest first: a function of meter and time, nothing is stored.
 * @param start what the registers of the history begin with; the chance in measured values follows from it
 */
export function historyOf(
  object: CosemObject,
  now: number,
  zone: MeterZone,
  start: number,
  otherwise: ColumnDefault = () => undefined,
): readonly Row[] {
  const layout = object.profile;
  if (layout === undefined) return [];
  const schedule = scheduleOf(object, zone.name);
  const newest = schedule.newest(now);
  const size = object.tag === 'POWER_OUTAGE_LOG' ? outages : layout.entries;
  const rows: Row[] = [];
  for (let number = Math.max(0, newest - size + 1); number <= newest; number++) {
    const place = { at: schedule.at(number), number, zone, start, otherwise };
    rows.push({ at: place.at, cells: (columns) => columns.map((column) => cell(object, column, place)) });
  }
  return rows;
}

/** Rows of what a meter has logged itself. */
export function eventRows(object: CosemObject, events: readonly MeterEvent[], zone: MeterZone): readonly Row[] {
  return events.map((event, index) => ({
    at: event.at,
    cells: (columns) => columns.map((column) => eventCell(object, column, event, index, zone)),
  }));
}

function eventCell(object: CosemObject, column: CaptureObject, event: MeterEvent, index: number, zone: MeterZone): Data {
  if (column.classId === 8) return stamp(event.at, zone);
  const group = groupOf(column);
  if (eventCodes.test(group)) return codeData(object, event.code);
  if (group.startsWith('0.96.15.')) return d.u16(index & 0xffff);
  return d.u16((group === '0.96.11.21' ? event.duration : event.magnitude) ?? 0);
}

interface Place {
  readonly at: number;
  readonly number: number;
  readonly zone: MeterZone;
  readonly start: number;
  readonly otherwise: ColumnDefault;
}

function cell(object: CosemObject, column: CaptureObject, place: Place): Data {
  if (column.classId === 8) return stamp(place.at, place.zone);
  if (column.classId === 4) return column.attribute === 5 ? stamp(place.at, place.zone) : mbusCell(object, column, place);
  const group = groupOf(column);
  if (group.startsWith('0.96.10.')) return d.u8(place.zone.isDaylightSaving(place.at) ? daylightSaving : 0);
  if (eventCodes.test(group)) return codeData(object, historicCode(object, place.number));
  if (group.startsWith('0.96.15.')) return d.u16(place.number & 0xffff);
  if (group === '0.96.11.21') return d.u16(typicalDuration + (place.number % 10));
  if (group.startsWith('0.96.11.')) return d.u16(typicalMagnitude + (place.number % 10));
  if (group === '0.96.7.19') return d.u32(((place.number % outages) + 1) * 180);
  if (/^0\.[12]\.8\./.test(group)) return d.u32((place.start + place.number * step(object, column)) >>> 0);
  return measured(column, place);
}

/** The logical name from value group B on, the channel taken as 0. */
function groupOf({ obis }: CaptureObject): string {
  const [, , c, dd, e] = obis.split('.');
  return `0.${c}.${dd}.${e}`;
}

/** Rows of one device tell its value; rows that combine all channels grow like their other columns. */
function mbusCell(object: CosemObject, column: CaptureObject, place: Place): Data {
  if (object.channel === undefined) return d.u32((place.start + place.number * step(object, column)) >>> 0);
  return d.u32(mbusValue(object.channel, Math.floor(place.at / hour) * hour));
}

/** The first value column grows by 1 per row, the second by 2, and so on. */
function step(object: CosemObject, column: CaptureObject): number {
  const values = (object.profile?.captureObjects ?? []).filter(({ classId, attribute }) => (classId === 3 || classId === 4) && attribute === 2);
  return values.findIndex(({ obis }) => obis === column.obis) + 1;
}

/** A default value, some percent up or down: a function of meter, column and row. */
function measured(column: CaptureObject, { otherwise, start, number }: Place): Data {
  const usual = elementAt(otherwise(column) ?? d.nul, column.dataIndex);
  if (column.classId !== 3 || usual.type !== 'long-unsigned') return usual;
  const swing = usual.value / 20;
  return d.u16(Math.round(usual.value + (mixed(`${start}/${column.obis}/${number}`) * 2 - 1) * swing));
}

/** The whole value for index 0, otherwise an element counted from 1. */
function elementAt(data: Data, index: number): Data {
  if (index === 0) return data;
  return (data.type === 'structure' || data.type === 'array' ? data.value[index - 1] : undefined) ?? d.nul;
}

/** 0 up to but not 1 (FNV-1a with a final mix, public domain). */
function mixed(text: string): number {
  let hash = 0x811c9dc5;
  for (let index = 0; index < text.length; index++) hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193);
  hash = Math.imul(hash ^ (hash >>> 16), 0x45d9f3b);
  return ((hash ^ (hash >>> 16)) >>> 0) / 4_294_967_296;
}

function historicCode(object: CosemObject, number: number): number {
  const cleared = object.tag === 'AUXILIARY_EVENT_LOG' ? eventCode.auxiliaryLogCleared : eventCode.logCleared;
  const codes = logCodes[object.tag] ?? [cleared];
  return number === 0 ? cleared : (codes[(number - 1) % codes.length] ?? cleared);
}

function codeData(object: CosemObject, code: number): Data {
  return object.tag === 'AUXILIARY_EVENT_LOG' ? d.u16(code) : d.u8(code);
}

/** A time stamp as the meters write it. */
export function stamp(ms: number, zone: MeterZone): Data {
  return d.octets(encodeDateTime(zone.write(ms)));
}

function range(first: number, last: number): number[] {
  return Array.from({ length: last - first + 1 }, (_, index) => first + index);
}
