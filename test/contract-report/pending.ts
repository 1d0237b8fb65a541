/** Wait for the work on keys, firmware and push messages. */
const KEYS_FIRMWARE_AND_PUSH = [
  'ReplaceKeys',
  'GenerateAndReplaceKeys',
  'GetKeys',
  'SetKeyOnGMeter',
  'SetMbusUserKeyByChannel',
  'UpdateFirmware',
  'RetrievePushNotificationAlarm',
  'GetPushNotificationAlarm',
  'GetSystemEvent',
];

/** Wait for M-Bus devices as devices of their own. */
const COUPLING_AND_GAS = [
  'CoupleMbusDevice',
  'DecoupleMbusDevice',
  'DecoupleMbusDeviceAdministrative',
  'CoupleMbusDeviceByChannel',
  'DecoupleMbusDeviceByChannel',
  'GetActualMeterReadsGas',
  'GetPeriodicMeterReadsGas',
  'GetFirmwareVersionGas',
  'GetMbusEncryptionKeyStatus',
  'SetDeviceLifecycleStatusByChannel',
];

/** Wait for the store of wire records. */
const WIRE_RECORDS = ['EnableDebugging', 'DisableDebugging', 'FindMessageLogs'];

const waiting = (names: readonly string[], what: string): readonly (readonly [string, string])[] => names.map((name) => [name, what]);

/** Everything of the contract that this version may lack, and what it waits for. Whoever builds one takes it off: the report insists. */
export const PENDING: ReadonlyMap<string, string> = new Map([
  ...waiting(KEYS_FIRMWARE_AND_PUSH, 'keys, firmware and push'),
  ...waiting(COUPLING_AND_GAS, 'coupling and gas'),
  ...waiting(WIRE_RECORDS, 'wire records'),
]);
