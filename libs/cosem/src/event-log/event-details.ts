import type { CosemObject, ProtocolProfile } from '../profiles/profile.js';
import { decodeScalerUnit, formatMeasured } from '../values/scaler-unit.js';
import type { EventLogRow } from './event-log-rows.js';

/** A measured value that belongs to an event. */
export interface EventDetail {
  readonly name: 'magnitude' | 'duration';
  /** Number and unit, as in `230.1 V`. */
  readonly value: string;
}

/** Counter of the events in a log that counts them. */
export function eventCounter(log: CosemObject, row: EventLogRow): number | undefined {
  const index = log.eventColumns?.findIndex(({ name }) => name === 'counter') ?? -1;
  return index < 0 ? undefined : row.values[index];
}

/**
 * Magnitude and duration of an event, in the scale and unit of the register that the meter took them from. That register
 * follows from the event's code; a code without one (the log was cleared) has no details.
 */
export function eventDetails(profile: ProtocolProfile, log: CosemObject, { eventCode, values }: EventLogRow): EventDetail[] {
  return (log.eventColumns ?? []).flatMap(({ name, sources }, index) => {
    const raw = values[index];
    const scalerUnit = profile.objects.get(sources?.get(eventCode) ?? '')?.attributes.find(({ id }) => id === 3)?.value;
    if (name === 'counter' || raw === undefined || scalerUnit === undefined) return [];
    return [{ name, value: formatMeasured(raw, decodeScalerUnit(scalerUnit)) }];
  });
}
