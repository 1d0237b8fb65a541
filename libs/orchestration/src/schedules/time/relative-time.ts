import { ScheduleFaultError, type FieldFault } from './schedule-fault.js';
import { instantOf, wallTimeOf, type WallTime } from './wall-clock.js';

/** Distance from the occurrence, then the time of day there, perhaps with a day of its month. */
const RELATIVE = /^(?:([+-]\d{1,4})([mhdwM]))?(?:@(?:(\d{1,2})T)?([01]\d|2[0-3]):([0-5]\d))?$/;
const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;

/**
 * The data of an operation with every `{"relative": "-1d@00:00"}` replaced by the instant that it means, ISO 8601 in UTC.
 * @param at the occurrence, epoch ms @param timezone in which days are counted and times of day read
 * @throws ScheduleFaultError naming every one that cannot be read
 */
export function resolveRelative(data: unknown, at: number, timezone: string): unknown {
  const faults: FieldFault[] = [];
  const resolved = resolve(data, 'data', (marker, field) => {
    const instant = typeof marker === 'string' ? relativeInstant(marker, at, timezone) : undefined;
    if (instant === undefined) faults.push({ field, message: 'must be a distance (-1d, +2h), a time of day (@00:00, @1T00:00), or both' });
    return new Date(instant ?? at).toISOString();
  });
  if (faults.length > 0) throw new ScheduleFaultError(faults);
  return resolved;
}

function resolve(value: unknown, path: string, instant: (marker: unknown, field: string) => string): unknown {
  if (Array.isArray(value)) return value.map((each, index) => resolve(each, `${path}[${index}]`, instant));
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value);
  const [first] = entries;
  if (entries.length === 1 && first?.[0] === 'relative') return instant(first[1], `${path}.relative`);
  return Object.fromEntries(entries.map(([name, each]) => [name, resolve(each, `${path}.${name}`, instant)]));
}

/** Undefined when the text says nothing. Minutes and hours are as long as they are; days, weeks and months are those of the zone's calendar. */
export function relativeInstant(text: string, at: number, timezone: string): number | undefined {
  const match = text === '' ? null : RELATIVE.exec(text);
  if (match === null) return undefined;
  const [, distance = '0', unit = 'm', day, hour, minute] = match;
  const count = Number(distance);
  const elapsed = unit === 'm' ? count * MINUTE : unit === 'h' ? count * 60 * MINUTE : 0;
  const isElapsed = unit === 'm' || unit === 'h';
  if (isElapsed && hour === undefined) return at + elapsed;
  const there = isElapsed ? wallTimeOf(at + elapsed, timezone) : moved(wallTimeOf(at, timezone), count, unit);
  const dated = day === undefined ? there : onDay(there, Number(day));
  if (dated === undefined) return undefined;
  return instantOf(hour === undefined ? dated : midnight(dated) + (Number(hour) * 60 + Number(minute)) * MINUTE, timezone);
}

const midnight = (wall: WallTime): WallTime => Math.floor(wall / DAY) * DAY;

function moved(wall: WallTime, count: number, unit: string): WallTime {
  if (unit !== 'M') return wall + count * (unit === 'w' ? 7 : 1) * DAY;
  const date = new Date(wall);
  const first = Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + count, 1);
  const days = daysOf(first);
  return first + (Math.min(date.getUTCDate(), days) - 1) * DAY + (wall - midnight(wall));
}

/** The same time on another day of the month, on the last when the month is shorter. */
function onDay(wall: WallTime, day: number): WallTime | undefined {
  if (day < 1 || day > 31) return undefined;
  const date = new Date(wall);
  return wall + (Math.min(day, daysOf(wall)) - date.getUTCDate()) * DAY;
}

function daysOf(wall: WallTime): number {
  const date = new Date(wall);
  return new Date(Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + 1, 0)).getUTCDate();
}
