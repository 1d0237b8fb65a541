import { formatWithOffset, fromInstant, isInstant, toInstant } from '#cosem';
import { d, decodeDateTime, encodeDateTime, type Data } from '#dlms';

/** A time stamp of the meter: the instant, and its text with the offset that the meter gave (else the device's zone has). */
export interface MeterTime {
  /** Epoch milliseconds. */
  readonly at: number;
  readonly text: string;
}

const DATE_TIME_OCTETS = 12;

/** @returns undefined for anything but a date-time that names an instant */
export function meterTimeOf(data: Data, timezone: string, previous?: number): MeterTime | undefined {
  if ((data.type !== 'octet-string' && data.type !== 'date-time') || data.value.length !== DATE_TIME_OCTETS) return undefined;
  const time = decodeDateTime(data.value);
  if (!isInstant(time)) return undefined;
  const at = toInstant(time, timezone, previous);
  // The standard's deviation counts from local time to UTC; ISO 8601 counts the other way.
  return { at, text: formatWithOffset(at, time.deviation === undefined ? timezone : 0 - time.deviation) };
}

/** An instant as a meter in the zone writes it. */
export function dateTimeData(ms: number, timezone: string): Data {
  return d.octets(encodeDateTime(fromInstant(ms, timezone)));
}
