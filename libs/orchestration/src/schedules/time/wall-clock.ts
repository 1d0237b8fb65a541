/**
 * Wall time: what a clock on the wall of a zone shows, as the epoch ms that it would be in UTC. Only fields of such numbers mean something, and
 * their order.
 */
export type WallTime = number;

const MINUTE = 60_000;
/** No zone changes its offset twice within this time on both sides of an instant, and none is further from UTC than half of it. */
const AROUND = 36 * 3_600_000;
const MOST_FORMATS = 100;

const formats = new Map<string, Intl.DateTimeFormat>();

function formatOf(timezone: string): Intl.DateTimeFormat {
  let format = formats.get(timezone);
  if (format === undefined) {
    const fields = { year: 'numeric', month: 'numeric', day: 'numeric', hour: 'numeric', minute: 'numeric', second: 'numeric' } as const;
    format = new Intl.DateTimeFormat('en-US', { ...fields, timeZone: timezone, calendar: 'iso8601', numberingSystem: 'latn', hourCycle: 'h23' });
    if (formats.size >= MOST_FORMATS) formats.clear();
    formats.set(timezone, format);
  }
  return format;
}

/** @param at epoch ms @param timezone name of the IANA database @throws RangeError for a zone that is not known */
export function wallTimeOf(at: number, timezone: string): WallTime {
  const fields: Record<string, number> = {};
  for (const { type, value } of formatOf(timezone).formatToParts(at)) fields[type] = Number(value);
  const { year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0 } = fields;
  const ms = ((at % 1_000) + 1_000) % 1_000;
  return Date.UTC(year, month - 1, day, hour, minute, second, ms);
}

const offsetAt = (at: number, timezone: string): number => wallTimeOf(at, timezone) - at;

/**
 * Epoch ms at which a zone's clocks show this time. A time that they show twice is the first one; for one that they leap over it is the first
 * whole minute after the leap.
 */
export function instantOf(wall: WallTime, timezone: string): number {
  const before = offsetAt(wall - AROUND, timezone);
  const after = offsetAt(wall + AROUND, timezone);
  if (before === after) return wall - before;
  const shown = [wall - before, wall - after].filter((at) => wallTimeOf(at, timezone) === wall);
  return shown.length > 0 ? Math.min(...shown) : Math.ceil(leapWithin(wall - AROUND, wall + AROUND, timezone) / MINUTE) * MINUTE;
}

/** When the offset changes between two instants; it changes once. */
function leapWithin(from: number, to: number, timezone: string): number {
  const before = offsetAt(from, timezone);
  let [low, high] = [from, to];
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2);
    if (offsetAt(middle, timezone) === before) low = middle;
    else high = middle;
  }
  return high;
}
