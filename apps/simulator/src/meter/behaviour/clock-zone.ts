import { isDaylightSaving, offsetMinutes } from '#cosem';

/** What a client has set in the clock object; undefined for what is as the meter was delivered. */
export interface ClockConfiguration {
  /** Attribute 3, minutes: UTC = local time + deviation. */
  readonly deviation: number | undefined;
  /** Attribute 8. */
  readonly daylightSaving: boolean | undefined;
}

/**
 * The zone that a clock shows its time in: that of the fleet as long as nothing else was set, otherwise a fixed distance to
 * UTC. Daylight saving begins and ends when it does in the fleet's zone, whatever dates were written.
 */
export function zoneOf({ deviation, daylightSaving = true }: ClockConfiguration, timezone: string, now: number): string {
  const standard = offsetMinutes(now, timezone) - (isDaylightSaving(now, timezone) ? savings : 0);
  const offset = deviation === undefined ? standard : -deviation;
  if (offset === standard && daylightSaving) return timezone;
  return fixedZone(offset + (daylightSaving && isDaylightSaving(now, timezone) ? savings : 0));
}

const savings = 60;

function fixedZone(minutes: number): string {
  const distance = Math.abs(minutes);
  const digits = (value: number): string => String(value).padStart(2, '0');
  return `${minutes < 0 ? '-' : '+'}${digits(Math.floor(distance / 60))}:${digits(distance % 60)}`;
}
