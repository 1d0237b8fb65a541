import type { MeterValue } from '#contract';
import type { DeviceEventData } from '#domain';
import { READ_QUANTITIES, type MeterReadDocument, type ReadQuantities } from './meter-read-document.js';

type Collected = DeviceEventData<'MeterReadsCollected'>;

/** A reading of an event under the names and in the shapes of the contract. */
export function readView(
  read: Collected['reads'][number],
  unit: Collected['unit'],
): ReadQuantities & Pick<MeterReadDocument, 'logTime' | 'amrProfileStatusCode'> {
  const values: Record<string, MeterValue> = {};
  for (const name of READ_QUANTITIES) {
    const value = read[name];
    if (value !== undefined) values[name] = { value, unit };
  }
  const status = read.amrProfileStatusCode === undefined ? {} : { amrProfileStatusCode: read.amrProfileStatusCode };
  return { logTime: read.logTime, ...values, ...status };
}
