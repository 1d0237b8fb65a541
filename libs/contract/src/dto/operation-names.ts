import { isOperationName } from '../definitions/operations.js';

/** Request names of the SmartMetering contract, in the order of its services. */
const CONTRACT_NAMES: ReadonlySet<string> = new Set([
  'SynchronizeTime',
  'GetAllAttributeValues',
  'GetSpecificAttributeValue',
  'GetAssociationLnObjects',
  'ScanMbusChannels',
  'TestAlarmScheduler',
  'GetFirmwareVersion',
  'UpdateFirmware',
  'SetSpecialDays',
  'SetConfigurationObject',
  'GetConfigurationObject',
  'SetPushSetupAlarm',
  'SetPushSetupLastGasp',
  'SetPushSetupSms',
  'SetPushSetupUdp',
  'SetAlarmNotifications',
  'SetKeyOnGMeter',
  'GetMbusEncryptionKeyStatus',
  'GetMbusEncryptionKeyStatusByChannel',
  'SetActivityCalendar',
  'SetAdministrativeStatus',
  'GetAdministrativeStatus',
  'ReplaceKeys',
  'GenerateAndReplaceKeys',
  'SetClockConfiguration',
  'ConfigureDefinableLoadProfile',
  'SetMbusUserKeyByChannel',
  'GetKeys',
  'GetFirmwareVersionGas',
  'SetThdConfiguration',
  'SetRandomisationSettings',
  'AddDevice',
  'CoupleMbusDevice',
  'DecoupleMbusDevice',
  'DecoupleMbusDeviceAdministrative',
  'CoupleMbusDeviceByChannel',
  'DecoupleMbusDeviceByChannel',
  'FindEvents',
  'EnableDebugging',
  'DisableDebugging',
  'FindMessageLogs',
  'SetDeviceCommunicationSettings',
  'SetDeviceLifecycleStatusByChannel',
  'ClearMBusStatusOnAllChannels',
  'GetGsmDiagnostic',
  'UpdateProtocol',
  'GetPeriodicMeterReads',
  'GetPeriodicMeterReadsGas',
  'GetActualMeterReads',
  'GetActualMeterReadsGas',
  'ReadAlarmRegister',
  'ClearAlarmRegister',
  'GetPowerQualityProfile',
  'GetThdFingerprint',
  'GetActualPowerQuality',
  'SetDeviceLifecycleStatus',
  'Bundle',
  'GetOutages',
]);

/** Names that requests had in older versions, or have in a bundle or on the wire → the name of today. */
const OTHER_NAMES: Readonly<Record<string, string>> = {
  RetrieveAllAttributeValues: 'GetAllAttributeValues',
  SetEncryptionKeyExchangeOnGMeter: 'SetKeyOnGMeter',
  DeCoupleMbusDevice: 'DecoupleMbusDevice',
  SetKeys: 'ReplaceKeys',
  ActualMeterReads: 'GetActualMeterReads',
  ActualMeterReadsGas: 'GetActualMeterReadsGas',
  PeriodicMeterReads: 'GetPeriodicMeterReads',
  PeriodicMeterReadsGas: 'GetPeriodicMeterReadsGas',
  ActualPowerQuality: 'GetActualPowerQuality',
};

/** The current name of an operation that may be given under another one. */
export function currentOperationName(name: string): string {
  return Object.hasOwn(OTHER_NAMES, name) ? (OTHER_NAMES[name] ?? name) : name;
}

export type OperationSupport = 'available' | 'planned' | 'unknown';

/** Whether this version carries the operation out, only knows its name, or does not know it. */
export function operationSupport(name: string): OperationSupport {
  if (isOperationName(name)) return 'available';
  return CONTRACT_NAMES.has(name) ? 'planned' : 'unknown';
}

/** Operations of the contract that this version only knows by name. */
export const plannedOperations = (): readonly string[] => [...CONTRACT_NAMES].filter((name) => !isOperationName(name));
