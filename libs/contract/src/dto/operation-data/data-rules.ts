import type { OperationData } from '../../definitions/data.js';
import type { BundleableOperation } from '../../definitions/operations.js';
import { noData, type DataRule } from './data-rule.js';
import { findEventsData } from './find-events.dto.js';
import { getPeriodicMeterReadsData } from './get-periodic-meter-reads.dto.js';
import { synchronizeTimeData } from './synchronize-time.dto.js';

/** The data of every operation that can be asked for alone and in a bundle. */
export const DATA_RULES: { readonly [O in BundleableOperation]: DataRule<OperationData[O]> } = {
  GetActualMeterReads: noData,
  GetPeriodicMeterReads: getPeriodicMeterReadsData,
  FindEvents: findEventsData,
  ReadAlarmRegister: noData,
  SynchronizeTime: synchronizeTimeData,
  ClearAlarmRegister: noData,
};
