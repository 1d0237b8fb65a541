import type { MeterOperation, DeviceSettings } from '#contract';
import { findProfile } from '#cosem';
import { OperationError } from '../faults/fault-error.js';
import type { SessionAction } from '../session-request.js';
import { clearAlarmRegister } from './clear-alarm-register.js';
import { clearMBusStatusOnAllChannels } from './clear-mbus-status.js';
import { configureDefinableLoadProfile } from './configure-definable-load-profile.js';
import { findEvents } from './find-events.js';
import { getActualMeterReads } from './get-actual-meter-reads.js';
import { getActualPowerQuality } from './get-actual-power-quality.js';
import { getAdministrativeStatus } from './get-administrative-status.js';
import { getAllAttributeValues } from './get-all-attribute-values.js';
import { getAssociationLnObjects } from './get-association-ln-objects.js';
import { getConfigurationObject } from './get-configuration-object.js';
import { getFirmwareVersion } from './get-firmware-version.js';
import { getGsmDiagnostic } from './get-gsm-diagnostic.js';
import { getMbusEncryptionKeyStatusByChannel } from './get-mbus-encryption-key-status-by-channel.js';
import { getOutages } from './get-outages.js';
import { getPeriodicMeterReads } from './get-periodic-meter-reads.js';
import { getPowerQualityProfile } from './get-power-quality-profile.js';
import { getProfileGenericData } from './get-profile-generic-data.js';
import { getSpecificAttributeValue } from './get-specific-attribute-value.js';
import { getThdFingerprint } from './get-thd-fingerprint.js';
import type { Operation, OperationContext, Prepared } from './operation.js';
import { readAlarmRegister } from './read-alarm-register.js';
import { scanMbusChannels } from './scan-mbus-channels.js';
import { setActivityCalendar } from './set-activity-calendar.js';
import { setAdministrativeStatus } from './set-administrative-status.js';
import { setAlarmNotifications } from './set-alarm-notifications.js';
import { setClockConfiguration } from './set-clock-configuration.js';
import { setConfigurationObject } from './set-configuration-object.js';
import { setPushSetupAlarm } from './set-push-setup-alarm.js';
import { setPushSetupLastGasp } from './set-push-setup-last-gasp.js';
import { setPushSetupSms } from './set-push-setup-sms.js';
import { setPushSetupUdp } from './set-push-setup-udp.js';
import { setRandomisationSettings } from './set-randomisation-settings.js';
import { setSpecialDays } from './set-special-days.js';
import { setThdConfiguration } from './set-thd-configuration.js';
import { synchronizeTime } from './synchronize-time.js';
import { testAlarmScheduler } from './test-alarm-scheduler.js';

const OPERATIONS: { readonly [O in MeterOperation]: Operation<O, Prepared> } = {
  GetActualMeterReads: getActualMeterReads,
  GetPeriodicMeterReads: getPeriodicMeterReads,
  FindEvents: findEvents,
  ReadAlarmRegister: readAlarmRegister,
  SynchronizeTime: synchronizeTime,
  ClearAlarmRegister: clearAlarmRegister,
  GetAdministrativeStatus: getAdministrativeStatus,
  GetConfigurationObject: getConfigurationObject,
  GetFirmwareVersion: getFirmwareVersion,
  GetGsmDiagnostic: getGsmDiagnostic,
  GetThdFingerprint: getThdFingerprint,
  GetOutages: getOutages,
  GetSpecificAttributeValue: getSpecificAttributeValue,
  GetAssociationLnObjects: getAssociationLnObjects,
  ScanMbusChannels: scanMbusChannels,
  GetMbusEncryptionKeyStatusByChannel: getMbusEncryptionKeyStatusByChannel,
  SetAdministrativeStatus: setAdministrativeStatus,
  SetClockConfiguration: setClockConfiguration,
  SetSpecialDays: setSpecialDays,
  SetActivityCalendar: setActivityCalendar,
  SetConfigurationObject: setConfigurationObject,
  SetRandomisationSettings: setRandomisationSettings,
  SetAlarmNotifications: setAlarmNotifications,
  ClearMBusStatusOnAllChannels: clearMBusStatusOnAllChannels,
  SetPushSetupAlarm: setPushSetupAlarm,
  SetPushSetupSms: setPushSetupSms,
  SetPushSetupLastGasp: setPushSetupLastGasp,
  SetPushSetupUdp: setPushSetupUdp,
  SetThdConfiguration: setThdConfiguration,
  ConfigureDefinableLoadProfile: configureDefinableLoadProfile,
  GetActualPowerQuality: getActualPowerQuality,
  GetPowerQualityProfile: getPowerQualityProfile,
  GetAllAttributeValues: getAllAttributeValues,
  GetProfileGenericData: getProfileGenericData,
  TestAlarmScheduler: testAlarmScheduler,
};

/** @throws OperationError when the meter's profile or the data do not allow the operation */
export function prepare({ operation, data }: SessionAction, context: OperationContext): Prepared {
  // The action's type pairs each operation with its data.
  const operate = OPERATIONS[operation] as (given: SessionAction['data'], context: OperationContext) => Prepared;
  return operate(data, context);
}

/** Whether a meter has what an operation is about; false means fault 416. @throws OperationError for data that cannot be carried out */
export function isSupported(action: SessionAction, settings: DeviceSettings): boolean {
  const profile = findProfile(settings.protocolName, settings.protocolVersion);
  if (profile === undefined) return false;
  try {
    prepare(action, { settings, profile, now: () => 0 });
    return true;
  } catch (error) {
    if (error instanceof OperationError && error.code === 416) return false;
    throw error;
  }
}
