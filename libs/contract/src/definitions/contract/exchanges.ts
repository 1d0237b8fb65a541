/** Something that a client and the platform exchange, by the names of the contract. */
export interface Exchange {
  readonly name: string;
  readonly service: string;
  /** `command`: asked for, answered later; `fetch`: only fetched, a device or the platform began it; `sync`: answered at once. */
  readonly kind: 'command' | 'fetch' | 'sync';
  /** Name of the operation that fetches the answer. */
  readonly fetchedBy?: string;
}

const command = (service: string, answers: Readonly<Record<string, string>>): readonly Exchange[] =>
  Object.entries(answers).map(([name, fetchedBy]) => ({ name, service, kind: 'command', fetchedBy }));
const single = (service: string, kind: 'fetch' | 'sync', ...names: readonly string[]): readonly Exchange[] =>
  names.map((name) => ({ name, service, kind }));

/**
 * Every exchange of the SmartMetering web services, and the one of device management that smart meters need, with the names and spellings
 * of their WSDLs and schemas. Source: OSGP open-smart-grid-platform, commit d6078460 (2024-10-17, Apache-2.0).
 */
export const EXCHANGES: readonly Exchange[] = [
  ...command('SmartMeteringAdhoc', {
    SynchronizeTime: 'GetSynchronizeTimeResponse',
    GetAllAttributeValues: 'GetAllAttributeValuesResponse',
    GetSpecificAttributeValue: 'GetSpecificAttributeValueResponse',
    GetAssociationLnObjects: 'GetGetAssociationLnObjectsResponse',
    ScanMbusChannels: 'ScanMbusChannelsResponse',
    TestAlarmScheduler: 'GetTestAlarmSchedulerResponse',
  }),
  ...command('SmartMeteringBundle', {
    Bundle: 'GetBundleResponse',
  }),
  ...single('SmartMeteringCommon', 'sync', 'DeleteResponseData'),
  ...command('SmartMeteringConfiguration', {
    GetFirmwareVersion: 'GetGetFirmwareVersionResponse',
    UpdateFirmware: 'GetUpdateFirmwareResponse',
    SetSpecialDays: 'GetSetSpecialDaysResponse',
    SetConfigurationObject: 'GetSetConfigurationObjectResponse',
    GetConfigurationObject: 'GetGetConfigurationObjectResponse',
    SetPushSetupAlarm: 'GetSetPushSetupAlarmResponse',
    SetPushSetupLastGasp: 'GetSetPushSetupLastGaspResponse',
    SetPushSetupSms: 'GetSetPushSetupSmsResponse',
    SetPushSetupUdp: 'GetSetPushSetupUdpResponse',
    SetAlarmNotifications: 'GetSetAlarmNotificationsResponse',
    SetKeyOnGMeter: 'GetSetKeyOnGMeterResponse',
    GetMbusEncryptionKeyStatus: 'GetGetMbusEncryptionKeyStatusResponse',
    GetMbusEncryptionKeyStatusByChannel: 'GetGetMbusEncryptionKeyStatusByChannelResponse',
    SetActivityCalendar: 'GetSetActivityCalendarResponse',
    SetAdministrativeStatus: 'GetSetAdministrativeStatusResponse',
    GetAdministrativeStatus: 'GetGetAdministrativeStatusResponse',
    ReplaceKeys: 'GetReplaceKeysResponse',
    GenerateAndReplaceKeys: 'GetGenerateAndReplaceKeysResponse',
    SetClockConfiguration: 'GetSetClockConfigurationResponse',
    ConfigureDefinableLoadProfile: 'GetConfigureDefinableLoadProfileResponse',
    SetMbusUserKeyByChannel: 'GetSetMbusUserKeyByChannelResponse',
    GetKeys: 'GetGetKeysResponse',
    GetFirmwareVersionGas: 'GetGetFirmwareVersionGasResponse',
    SetThdConfiguration: 'GetSetThdConfigurationResponse',
    SetRandomisationSettings: 'GetSetRandomisationSettingsResponse',
  }),
  ...single('SmartMeteringConfiguration', 'fetch', 'GetPushNotificationAlarm'),
  ...command('SmartMeteringInstallation', {
    AddDevice: 'GetAddDeviceReponse',
    CoupleMbusDevice: 'GetCoupleMbusDeviceReponse',
    DecoupleMbusDevice: 'GetDecoupleMbusDeviceReponse',
    DecoupleMbusDeviceAdministrative: 'GetDecoupleMbusDeviceAdministrativeReponse',
    CoupleMbusDeviceByChannel: 'GetCoupleMbusDeviceByChannelResponse',
    DecoupleMbusDeviceByChannel: 'DecoupleMbusDeviceByChannelResponse',
  }),
  ...command('SmartMeteringManagement', {
    FindEvents: 'GetFindEventsResponse',
    EnableDebugging: 'GetEnableDebuggingResponse',
    DisableDebugging: 'GetDisableDebuggingResponse',
    FindMessageLogs: 'GetFindMessageLogsResponse',
    SetDeviceCommunicationSettings: 'GetSetDeviceCommunicationSettingsResponse',
    SetDeviceLifecycleStatusByChannel: 'GetSetDeviceLifecycleStatusByChannelResponse',
    ClearMBusStatusOnAllChannels: 'GetClearMBusStatusOnAllChannelsResponse',
    GetGsmDiagnostic: 'GetGetGsmDiagnosticResponse',
    UpdateProtocol: 'GetUpdateProtocolResponse',
  }),
  ...single('SmartMeteringManagement', 'sync', 'GetDevices'),
  ...command('SmartMeteringMonitoring', {
    GetPeriodicMeterReads: 'GetPeriodicMeterReadsResponse',
    GetPeriodicMeterReadsGas: 'GetPeriodicMeterReadsGasResponse',
    GetActualMeterReads: 'GetActualMeterReadsResponse',
    GetActualMeterReadsGas: 'GetActualMeterReadsGasResponse',
    ReadAlarmRegister: 'GetReadAlarmRegisterResponse',
    ClearAlarmRegister: 'GetClearAlarmRegisterResponse',
    GetPowerQualityProfile: 'GetPowerQualityProfileResponse',
    GetThdFingerprint: 'GetThdFingerprintResponse',
    GetActualPowerQuality: 'GetActualPowerQualityResponse',
  }),
  ...single('SmartMeteringMonitoring', 'fetch', 'GetSystemEvent', 'RetrievePushNotificationAlarm'),
  ...single('SmartMeteringNotification', 'sync', 'SendNotification'),
  ...command('CoreDeviceManagement', {
    SetDeviceLifecycleStatus: 'GetSetDeviceLifecycleStatusResponse',
  }),
];
