import type { OperationData } from '../../definitions/data.js';
import type { MeterOperation, RegistryOperation } from '../../definitions/operations.js';
import { channelData } from './channel.dto.js';
import { configureDefinableLoadProfileData } from './configure-definable-load-profile.dto.js';
import { noData, type DataRule } from './data-rule.js';
import { findEventsData } from './find-events.dto.js';
import { getPeriodicMeterReadsData } from './get-periodic-meter-reads.dto.js';
import { getSpecificAttributeValueData } from './get-specific-attribute-value.dto.js';
import { getActualPowerQualityData, getPowerQualityProfileData, getProfileGenericDataData } from './power-quality.dto.js';
import { setDeviceCommunicationSettingsData, setDeviceLifecycleStatusData, updateProtocolData } from './registry.dto.js';
import { setActivityCalendarData } from './set-activity-calendar.dto.js';
import { setAdministrativeStatusData } from './set-administrative-status.dto.js';
import { setAlarmNotificationsData } from './set-alarm-notifications.dto.js';
import { setClockConfigurationData } from './set-clock-configuration.dto.js';
import { setConfigurationObjectData } from './set-configuration-object.dto.js';
import { setPushSetupAlarmData, setPushSetupLastGaspData, setPushSetupSmsData } from './set-push-setup.dto.js';
import { setRandomisationSettingsData } from './set-randomisation-settings.dto.js';
import { setSpecialDaysData } from './set-special-days.dto.js';
import { setThdConfigurationData } from './set-thd-configuration.dto.js';
import { synchronizeTimeData } from './synchronize-time.dto.js';
import { testAlarmSchedulerData } from './test-alarm-scheduler.dto.js';

/** The data of every operation, but of AddDevice and of bundles. */
export const DATA_RULES: { readonly [O in MeterOperation | RegistryOperation]: DataRule<OperationData[O]> } = {
  SetDeviceCommunicationSettings: setDeviceCommunicationSettingsData,
  UpdateProtocol: updateProtocolData,
  SetDeviceLifecycleStatus: setDeviceLifecycleStatusData,
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
  GetActualPowerQuality: getActualPowerQualityData,
  GetPowerQualityProfile: getPowerQualityProfileData,
  GetAllAttributeValues: noData,
  GetProfileGenericData: getProfileGenericDataData,
  SynchronizeTime: synchronizeTimeData,
  ClearAlarmRegister: noData,
  SetAdministrativeStatus: setAdministrativeStatusData,
  SetClockConfiguration: setClockConfigurationData,
  SetSpecialDays: setSpecialDaysData,
  SetActivityCalendar: setActivityCalendarData,
  SetConfigurationObject: setConfigurationObjectData,
  SetRandomisationSettings: setRandomisationSettingsData,
  SetAlarmNotifications: setAlarmNotificationsData,
  ClearMBusStatusOnAllChannels: noData,
  SetPushSetupAlarm: setPushSetupAlarmData,
  SetPushSetupSms: setPushSetupSmsData,
  SetPushSetupLastGasp: setPushSetupLastGaspData,
  SetPushSetupUdp: noData,
  SetThdConfiguration: setThdConfigurationData,
  ConfigureDefinableLoadProfile: configureDefinableLoadProfileData,
  TestAlarmScheduler: testAlarmSchedulerData,
};
