import type { CosemDateTime } from '#dlms';

import { instantsOfLocal, isDaylightSaving, offsetMinutes } from './zone.js';

const minute = 60_000;
const daylightSavingActive = 0x80;

/** True when date, hour and minute are all specified, so that the date-time names an instant. */
export function isInstant(time: CosemDateTime): boolean {
  const { year, month, day, hour, minute: minutes } = time;
  return year !== undefined && inRange(month, 1, 12) && inRange(day, 1, 31) && inRange(hour, 0, 23) && inRange(minutes, 0, 59);
}

/**
 * The instant of a meter's date-time, epoch milliseconds. The meter's deviation decides (UTC = local + deviation);
 * without one the device's zone does, and in the hour that occurs twice the DST bit of the status, or, when the status is
 * not specified either, `previous`: the first possibility after it.
 * @param timezone IANA zone of the device
 * @param previous instant of the row before, if there is one
 * @throws RangeError when date, hour or minute is not specified
 */
export function toInstant(time: CosemDateTime, timezone: string, previous?: number): number {
  if (!isInstant(time)) throw new RangeError('date-time is not fully specified');
  const { year = 0, month = 1, day = 1, hour = 0, minute: minutes = 0, second = 0, hundredths = 0 } = time;
  const local = Date.UTC(year, month - 1, day, hour, minutes, second, hundredths * 10);
  if (time.deviation !== undefined) return local + time.deviation * minute;
  const [first, later] = instantsOfLocal(local, timezone);
  if (later === undefined) return first;
  if (time.status !== undefined) return (time.status & daylightSavingActive) === 0 ? later : first;
  return previous !== undefined && first <= previous ? later : first;
}

/** An instant as a meter in that zone writes it: local time, deviation, and the DST bit in the status. */
export function fromInstant(ms: number, timezone: string): CosemDateTime {
  const offset = offsetMinutes(ms, timezone);
  const local = new Date(ms + offset * minute);
  return {
    year: local.getUTCFullYear(),
    month: local.getUTCMonth() + 1,
    day: local.getUTCDate(),
    dayOfWeek: local.getUTCDay() === 0 ? 7 : local.getUTCDay(),
    hour: local.getUTCHours(),
    minute: local.getUTCMinutes(),
    second: local.getUTCSeconds(),
    hundredths: Math.floor(local.getUTCMilliseconds() / 10),
    deviation: -offset,
    status: isDaylightSaving(ms, timezone) ? daylightSavingActive : 0,
  };
}

function inRange(value: number | undefined, low: number, high: number): boolean {
  return value !== undefined && value >= low && value <= high;
}
