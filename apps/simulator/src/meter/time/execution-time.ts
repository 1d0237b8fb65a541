import { localMidnight } from '#cosem';
import { decodeDateTime, type CosemDateTime } from '#dlms';

import type { MeterZone } from './meter-zone.js';

/** The middle of a day lies in it whatever the clocks do in its night. */
const halfDay = 12 * 3_600_000;
/** A leap day comes again within eight years. */
const daysAhead = 8 * 366;
const lastDay = 0xfe;
const secondLastDay = 0xfd;

/**
 * The next instant after `now` that an execution time of a single action schedule names: a date of which any part may be left
 * open, and a time of day. Undefined when there is none, or when the time of day is left open.
 * @param time hour, minute, second, hundredths
 * @param date year, month, day, weekday
 */
export function nextExecution(time: Uint8Array, date: Uint8Array, zone: MeterZone, now: number): number | undefined {
  const notSpecified = Buffer.from('8000ff', 'hex');
  const wanted = decodeDateTime(Buffer.concat([date, time, notSpecified]));
  const { hour, minute, second = 0 } = wanted;
  if (hour === undefined || minute === undefined || hour > 23 || minute > 59) return undefined;
  const open = wanted.year === undefined || wanted.month === undefined || wanted.day === undefined || wanted.day > 31;
  if (!open) return later(zone.read({ ...wanted, second }), now);
  for (let ahead = 0; ahead <= daysAhead; ahead++) {
    const { year, month, day, dayOfWeek } = zone.write(localMidnight(now, zone.name, ahead) + halfDay);
    if (!matches(wanted, { year, month, day, dayOfWeek })) continue;
    const at = later(zone.read({ year, month, day, hour, minute, second }), now);
    if (at !== undefined) return at;
  }
  return undefined;
}

function later(at: number, now: number): number | undefined {
  return at > now ? at : undefined;
}

function matches(wanted: CosemDateTime, { year = 0, month = 0, day = 0, dayOfWeek }: CosemDateTime): boolean {
  return fits(wanted.year, year) && fits(wanted.month, month) && fits(wanted.dayOfWeek, dayOfWeek) && fitsDay(wanted.day, year, month, day);
}

function fits(wanted: number | undefined, actual: number | undefined): boolean {
  return wanted === undefined || wanted === actual;
}

function fitsDay(wanted: number | undefined, year: number, month: number, day: number): boolean {
  const last = new Date(Date.UTC(year, month, 0)).getUTCDate();
  if (wanted === lastDay) return day === last;
  return wanted === secondLastDay ? day === last - 1 : fits(wanted, day);
}
