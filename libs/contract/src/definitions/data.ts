import type { SetActivityCalendarData, SetSpecialDaysData } from './operation-data/calendar.js';
import type { AddDeviceData, SetDeviceCommunicationSettingsData, SetDeviceLifecycleStatusData, UpdateProtocolData } from './operation-data/device.js';
import type { GetSpecificAttributeValueData } from './operation-data/diagnostics.js';
import type { GetPeriodicMeterReadsData } from './operation-data/energy.js';
import type { FindEventsData } from './operation-data/events.js';
import type { ChannelData } from './operation-data/mbus.js';
import type {
  ConfigureDefinableLoadProfileData,
  SetPushSetupAlarmData,
  SetPushSetupLastGaspData,
  SetPushSetupSmsData,
} from './operation-data/objects.js';
import type { GetActualPowerQualityData, GetPowerQualityProfileData, GetProfileGenericDataData } from './operation-data/power-quality.js';
import type {
  SetAdministrativeStatusData,
  SetAlarmNotificationsData,
  SetClockConfigurationData,
  SetConfigurationObjectData,
  SetRandomisationSettingsData,
  SetThdConfigurationData,
  SynchronizeTimeData,
  TestAlarmSchedulerData,
} from './operation-data/settings.js';
import type { Fault } from './fault.js';
import type { BundleableOperation } from './operations.js';

export type * from './operation-data/calendar.js';
export type * from './operation-data/configuration.js';
export type * from './operation-data/device.js';
export type * from './operation-data/diagnostics.js';
export type * from './operation-data/energy.js';
export type * from './operation-data/events.js';
export type * from './operation-data/mbus.js';
export type * from './operation-data/objects.js';
export type * from './operation-data/power-quality.js';
export type * from './operation-data/settings.js';

/** Validated data of each operation; null where the operation takes none. */
export interface OperationData {
  AddDevice: AddDeviceData;
  SetDeviceCommunicationSettings: SetDeviceCommunicationSettingsData;
  UpdateProtocol: UpdateProtocolData;
  SetDeviceLifecycleStatus: SetDeviceLifecycleStatusData;
  GetActualMeterReads: null;
  GetPeriodicMeterReads: GetPeriodicMeterReadsData;
  FindEvents: FindEventsData;
  ReadAlarmRegister: null;
  GetAdministrativeStatus: null;
  GetConfigurationObject: null;
  GetFirmwareVersion: null;
  GetGsmDiagnostic: null;
  GetThdFingerprint: null;
  GetOutages: null;
  GetSpecificAttributeValue: GetSpecificAttributeValueData;
  GetAssociationLnObjects: null;
  ScanMbusChannels: null;
  GetMbusEncryptionKeyStatusByChannel: ChannelData;
  GetActualPowerQuality: GetActualPowerQualityData;
  GetPowerQualityProfile: GetPowerQualityProfileData;
  GetAllAttributeValues: null;
  GetProfileGenericData: GetProfileGenericDataData;
  SynchronizeTime: SynchronizeTimeData;
  ClearAlarmRegister: null;
  SetAdministrativeStatus: SetAdministrativeStatusData;
  SetClockConfiguration: SetClockConfigurationData;
  SetSpecialDays: SetSpecialDaysData;
  SetActivityCalendar: SetActivityCalendarData;
  SetConfigurationObject: SetConfigurationObjectData;
  SetRandomisationSettings: SetRandomisationSettingsData;
  SetAlarmNotifications: SetAlarmNotificationsData;
  ClearMBusStatusOnAllChannels: null;
  SetPushSetupAlarm: SetPushSetupAlarmData;
  SetPushSetupSms: SetPushSetupSmsData;
  SetPushSetupLastGasp: SetPushSetupLastGaspData;
  SetPushSetupUdp: null;
  SetThdConfiguration: SetThdConfigurationData;
  ConfigureDefinableLoadProfile: ConfigureDefinableLoadProfileData;
  TestAlarmScheduler: TestAlarmSchedulerData;
  Bundle: BundleData;
}

export type BundleAction = { [K in BundleableOperation]: { readonly operation: K; readonly data: OperationData[K] } }[BundleableOperation];

export interface BundleData {
  readonly actions: readonly BundleAction[];
}

/** Answer of one slot of a bundle. */
export interface ActionResponse {
  readonly operation: BundleableOperation;
  readonly result: 'OK' | 'NOT OK';
  readonly description?: string;
  readonly response?: unknown;
  readonly fault?: Fault;
}

export interface BundleResponse {
  readonly actions: readonly ActionResponse[];
}
