import type { BundleableOperation } from '#contract';
import type { SessionAction } from '../session-request.js';
import { clearAlarmRegister } from './clear-alarm-register.js';
import { findEvents } from './find-events.js';
import { getActualMeterReads } from './get-actual-meter-reads.js';
import { getPeriodicMeterReads } from './get-periodic-meter-reads.js';
import type { Operation, OperationContext, Prepared } from './operation.js';
import { readAlarmRegister } from './read-alarm-register.js';
import { synchronizeTime } from './synchronize-time.js';

const OPERATIONS: { readonly [O in BundleableOperation]: Operation<O, Prepared> } = {
  GetActualMeterReads: getActualMeterReads,
  GetPeriodicMeterReads: getPeriodicMeterReads,
  FindEvents: findEvents,
  ReadAlarmRegister: readAlarmRegister,
  SynchronizeTime: synchronizeTime,
  ClearAlarmRegister: clearAlarmRegister,
};

/** @throws OperationError when the meter's profile or the data do not allow the operation */
export function prepare({ operation, data }: SessionAction, context: OperationContext): Prepared {
  // The action's type pairs each operation with its data.
  const operate = OPERATIONS[operation] as (given: SessionAction['data'], context: OperationContext) => Prepared;
  return operate(data, context);
}
