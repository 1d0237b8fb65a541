import type { OperationData } from '../../definitions/data.js';
import type { BundleableOperation } from '../../definitions/operations.js';
import { channelData } from './channel.dto.js';
import { noData, type DataRule } from './data-rule.js';
import { findEventsData } from './find-events.dto.js';
import { getPeriodicMeterReadsData } from './get-periodic-meter-reads.dto.js';
import { getSpecificAttributeValueData } from './get-specific-attribute-value.dto.js';
import { synchronizeTimeData } from './synchronize-time.dto.js';

/** The data of every operation that can be asked for alone and in a bundle. */
export const DATA_RULES: { readonly [O in BundleableOperation]: DataRule<OperationData[O]> } = {
  GetActualMeterReads: noData,
  GetPeriodicMeterReads: getPeriodicMeterReadsData,
  FindEvents: findEventsData,
  ReadAlarmRegister: noData,
  GetAdministrativeStatus: noData,
  GetConfigurationObject: noData,
  GetFirmwareVersion: noData,
  GetGsmDiagnostic: noData,
  GetThdFingerprint: noData,
  GetOutages: noData,
  GetSpecificAttributeValue: getSpecificAttributeValueData,
  GetAssociationLnObjects: noData,
  ScanMbusChannels: noData,
  GetMbusEncryptionKeyStatusByChannel: channelData,
  SynchronizeTime: synchronizeTimeData,
  ClearAlarmRegister: noData,
};
