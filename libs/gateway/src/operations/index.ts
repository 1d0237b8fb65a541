import type { SessionAction } from '../session-request.js';
import { clearAlarmRegister } from './clear-alarm-register.js';
import { findEvents } from './find-events.js';
import { getActualMeterReads } from './get-actual-meter-reads.js';
import { getPeriodicMeterReads } from './get-periodic-meter-reads.js';
import type { OperationContext, Prepared } from './operation.js';
import { synchronizeTime } from './synchronize-time.js';

/** @throws OperationError when the meter's profile or the data do not allow the operation */
export function prepare(action: SessionAction, context: OperationContext): Prepared {
  switch (action.operation) {
    case 'SynchronizeTime':
      return synchronizeTime(action.data, context);
    case 'GetActualMeterReads':
      return getActualMeterReads(action.data, context);
    case 'GetPeriodicMeterReads':
      return getPeriodicMeterReads(action.data, context);
    case 'FindEvents':
      return findEvents(action.data, context);
    case 'ClearAlarmRegister':
      return clearAlarmRegister(action.data, context);
  }
}
