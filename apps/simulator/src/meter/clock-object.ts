import { isDaylightSaving, isInstant, toInstant } from '#cosem';
import { DATA_ACCESS_RESULT, decodeDateTime, type Data } from '#dlms';

import { stamp } from './history.js';
import type { SimulatedClock } from './meter-clock.js';

const daylightSavingActive = 0x80;

/** Attributes of the clock object that follow the time; undefined for the others. */
export function clockValue(clock: SimulatedClock, attribute: number, timezone: string): Data | undefined {
  const now = clock.now();
  if (attribute === 2) return stamp(now, timezone);
  return attribute === 4 ? { type: 'unsigned', value: isDaylightSaving(now, timezone) ? daylightSavingActive : 0 } : undefined;
}

/** A SET of the time: the clock goes on from it. */
export function clockWritten(clock: SimulatedClock, data: Data, timezone: string): number {
  if (data.type !== 'octet-string' || data.value.length !== 12) return DATA_ACCESS_RESULT['type-unmatched'];
  const time = decodeDateTime(data.value);
  if (!isInstant(time)) return DATA_ACCESS_RESULT['other-reason'];
  clock.set({ at: toInstant(time, timezone) });
  return DATA_ACCESS_RESULT.success;
}
