import { formatWithOffset, fromInstant, isInstant, toInstant } from '#cosem';
import { d, decodeDateTime, encodeDateTime, type CosemDateTime, type Data } from '#dlms';

/** A time stamp of the meter: the instant, and its text with the offset that the meter gave (else the device's zone has). */
export interface MeterTime {
  /** Epoch milliseconds. */
  readonly at: number;
  readonly text: string;
}

const DATE_TIME_OCTETS = 12;

/** Zones reach from UTC-12 to UTC+14. */
const LARGEST_DEVIATION = 14 * 60;
/** One year is left for what a deviation adds: beyond 9999 ISO 8601 needs another form. */
const LAST_YEAR = 9998;

/** False for a time of a clock out of order: as a text in the record it would be one that no projection can read. */
export function isPlausible({ year = 0, deviation = 0 }: CosemDateTime): boolean {
  return year <= LAST_YEAR && Math.abs(deviation) <= LARGEST_DEVIATION;
}

/** @returns undefined for anything but a plausible date-time that names an instant */
export function meterTimeOf(data: Data, timezone: string, previous?: number): MeterTime | undefined {
  if ((data.type !== 'octet-string' && data.type !== 'date-time') || data.value.length !== DATE_TIME_OCTETS) return undefined;
  const time = decodeDateTime(data.value);
  if (!isInstant(time) || !isPlausible(time)) return undefined;
  const at = toInstant(time, timezone, previous);
  // The standard's deviation counts from local time to UTC; ISO 8601 counts the other way.
  return { at, text: formatWithOffset(at, time.deviation === undefined ? timezone : 0 - time.deviation) };
}

/** An instant as a meter in the zone writes it. */
export function dateTimeData(ms: number, timezone: string): Data {
  return d.octets(encodeDateTime(fromInstant(ms, timezone)));
}
