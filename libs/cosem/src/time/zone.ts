/** Offsets of IANA zones, from the runtime's zone data; the host's own zone plays no part. */

const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;

/** Days whose offset does not change are remembered per zone, at most this many. */
const rememberedDays = 4096;

interface Zone {
  readonly format: Intl.DateTimeFormat;
  readonly constantDays: Map<number, number>;
}

const zones = new Map<string, Zone>();

function zone(timezone: string): Zone {
  let found = zones.get(timezone);
  if (found === undefined) {
    const format = new Intl.DateTimeFormat('en-US-u-ca-iso8601', {
      timeZone: timezone,
      hourCycle: 'h23',
      year: 'numeric',
      month: 'numeric',
      day: 'numeric',
      hour: 'numeric',
      minute: 'numeric',
      second: 'numeric',
    });
    found = { format, constantDays: new Map() };
    zones.set(timezone, found);
  }
  return found;
}

/**
 * Minutes that local time is ahead of UTC at an instant.
 * @param ms epoch milliseconds
 * @throws RangeError for a name that is no IANA zone
 */
export function offsetMinutes(ms: number, timezone: string): number {
  const { format, constantDays } = zone(timezone);
  const bucket = Math.floor(ms / day);
  const known = constantDays.get(bucket);
  if (known !== undefined) return known;
  const first = measure(bucket * day, format);
  if (first !== measure((bucket + 1) * day, format)) return measure(ms, format);
  if (constantDays.size >= rememberedDays) constantDays.clear();
  constantDays.set(bucket, first);
  return first;
}

/** True while the zone is ahead of the smaller of its winter and summer offsets of that year. */
export function isDaylightSaving(ms: number, timezone: string): boolean {
  const year = new Date(ms).getUTCFullYear();
  const standard = Math.min(offsetMinutes(Date.UTC(year, 0, 1), timezone), offsetMinutes(Date.UTC(year, 6, 1), timezone));
  return offsetMinutes(ms, timezone) > standard;
}

/**
 * Instants that show a local time, earliest first: one as a rule, two in the hour that is repeated. A local time that
 * was skipped is taken with the offset that held before the gap.
 * @param localMs the local date and time as if it were UTC, in milliseconds
 */
export function instantsOfLocal(localMs: number, timezone: string): readonly [number] | readonly [number, number] {
  const before = offsetMinutes(localMs - day, timezone);
  const after = offsetMinutes(localMs + day, timezone);
  const [earlier, later] = [localMs - Math.max(before, after) * minute, localMs - Math.min(before, after) * minute];
  if (earlier === later) return [earlier];
  const valid = [earlier, later].filter((ms) => ms + offsetMinutes(ms, timezone) * minute === localMs);
  const [one, two] = valid;
  if (one === undefined) return [localMs - before * minute];
  return two === undefined ? [one] : [one, two];
}

function measure(ms: number, format: Intl.DateTimeFormat): number {
  const parts: Partial<Record<Intl.DateTimeFormatPartTypes, number>> = {};
  for (const { type, value } of format.formatToParts(ms)) parts[type] = Number(value);
  const { year = 0, month = 1, day: dayOfMonth = 1, hour: hours = 0, minute: minutes = 0, second: seconds = 0 } = parts;
  const local = Date.UTC(year, month - 1, dayOfMonth, hours, minutes, seconds);
  return Math.round((local - Math.floor(ms / 1000) * 1000) / minute);
}
