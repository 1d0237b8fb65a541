import { formatWithOffset, offsetMinutes } from '#cosem';
import { OperationError } from '../faults/fault-error.js';
import { requireSuccess } from './access-result.js';
import { dateTimeData } from './meter-time.js';
import type { Operation } from './operation.js';
import { profileObject } from './profile-object.js';

/** Writes the platform's time, in the zone asked for, to the meter's clock (class 8, attribute 2). */
export const synchronizeTime: Operation<'SynchronizeTime'> = ({ timeZone }, context) => {
  const { classId, obis } = profileObject(context.profile, 'CLOCK', 'SynchronizeTime');
  requireZone(timeZone, context.now());
  return async (access) => {
    const ref = { classId, obis, attribute: 2 };
    const now = toHundredths(context.now());
    requireSuccess(await access.set(ref, dateTimeData(now, timeZone)), ref, 'SynchronizeTime');
    return {
      response: null,
      description: 'Synchronizing time was successful',
      facts: [{ type: 'ClockSynchronized', data: { timezone: timeZone, time: formatWithOffset(now, timeZone) }, occurredAt: now }],
    };
  };
};

/** A COSEM time has no finer resolution. */
const toHundredths = (ms: number): number => Math.floor(ms / 10) * 10;

function requireZone(timeZone: string, now: number): void {
  try {
    offsetMinutes(now, timeZone);
  } catch {
    throw new OperationError(401, `SynchronizeTime: ${timeZone} is not a time zone`);
  }
}
