import { ACTION_RESULT, d, type Data, type MethodRef } from '#dlms';

import type { Meter } from './meter.js';
import { hasMethod } from './object-list.js';

/** Longest shift that the clock takes, seconds. */
const maxShift = 900;

/** What a method does to a meter; an action-result. */
export function invokeMethod(meter: Meter, { classId, obis, method }: MethodRef, parameter: Data | undefined): number {
  if (typeof meter.find(classId, obis, 2) === 'number') return ACTION_RESULT['object-undefined'];
  if (!hasMethod(classId, method)) return ACTION_RESULT['read-write-denied'];
  switch (classId) {
    case 8:
      return shiftClock(meter, parameter);
    case 20:
      return activateCalendar(meter, obis);
    case 64:
      return meter.keys.transfer(parameter) ? ACTION_RESULT.success : ACTION_RESULT['other-reason'];
    case 72:
      if (method === 2) deinstall(meter, obis);
      return ACTION_RESULT.success;
    default:
      return ACTION_RESULT['object-unavailable'];
  }
}

function shiftClock(meter: Meter, parameter: Data | undefined): number {
  if (parameter?.type !== 'long') return ACTION_RESULT['type-unmatched'];
  if (Math.abs(parameter.value) > maxShift) return ACTION_RESULT['other-reason'];
  meter.clock.set({ at: meter.clock.now() + parameter.value * 1000 });
  return ACTION_RESULT.success;
}

/** The passive calendar becomes the active one: attributes 6 to 9 over 2 to 5. */
function activateCalendar(meter: Meter, obis: string): number {
  for (const active of [2, 3, 4, 5]) {
    const passive = meter.values.get(20, obis, active + 4);
    if (passive !== undefined) meter.values.write(20, obis, active, passive);
  }
  return ACTION_RESULT.success;
}

function deinstall(meter: Meter, obis: string): void {
  meter.values.write(72, obis, 5, d.u8(0));
  meter.values.write(72, obis, 13, d.u16(99));
  meter.values.write(72, obis, 14, d.enumeration(0));
}
