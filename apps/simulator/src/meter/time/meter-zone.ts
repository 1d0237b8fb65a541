import { fromInstant, isDaylightSaving, toInstant } from '#cosem';
import type { CosemDateTime } from '#dlms';

/** How a meter tells local time. */
export interface MeterZone {
  /** IANA zone of the meter's calendar: when its days and months begin. */
  readonly name: string;
  isDaylightSaving(ms: number): boolean;
  /** An instant as the meter writes it. */
  write(ms: number): CosemDateTime;
  /** The instant of a date-time that is fully specified; its own deviation decides. @throws RangeError for one that is not */
  read(time: CosemDateTime): number;
}

const factoryZones = new Map<string, MeterZone>();

/** The zone that meters come with. */
export function factoryZone(name: string): MeterZone {
  let zone = factoryZones.get(name);
  if (zone === undefined) {
    zone = {
      name,
      isDaylightSaving: (ms) => isDaylightSaving(ms, name),
      write: (ms) => fromInstant(ms, name),
      read: (time) => toInstant(time, name),
    };
    factoryZones.set(name, zone);
  }
  return zone;
}
