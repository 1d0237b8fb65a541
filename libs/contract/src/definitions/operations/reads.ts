import { meterRead } from './definition.js';

/** What is read from a meter. */
export const READS = {
  GetActualMeterReads: meterRead('GetActualMeterReads', 'REQUEST_ACTUAL_METER_DATA', 'Reads the current registers of an E-meter'),
  GetPeriodicMeterReads: meterRead('GetPeriodicMeterReads', 'REQUEST_PERIODIC_METER_DATA', 'Reads daily, monthly or interval values of an E-meter'),
  FindEvents: meterRead('FindEvents', 'FIND_EVENTS', 'Reads event logs, one query per log category and period'),
  ReadAlarmRegister: meterRead('ReadAlarmRegister', 'READ_ALARM_REGISTER', 'Reads which alarms are raised in the alarm registers of the meter'),
  GetAdministrativeStatus: meterRead('GetAdministrativeStatus', 'GET_ADMINISTRATIVE_STATUS', 'Reads the administrative status'),
  GetConfigurationObject: meterRead('GetConfigurationObject', 'GET_CONFIGURATION_OBJECT', 'Reads the configuration object'),
  GetFirmwareVersion: meterRead('GetFirmwareVersion', 'GET_FIRMWARE_VERSION', 'Reads the versions of the firmware modules of an E-meter'),
  GetGsmDiagnostic: meterRead('GetGsmDiagnostic', 'GET_GSM_DIAGNOSTIC', 'Reads how the modem is connected to its network'),
  GetThdFingerprint: meterRead('GetThdFingerprint', 'GET_THD_FINGERPRINT', 'Reads the harmonic distortion of the currents and its fingerprint'),
  GetOutages: meterRead('GetOutages', 'GET_OUTAGES', 'Reads the log of power outages'),
  GetSpecificAttributeValue: meterRead(
    'GetSpecificAttributeValue',
    'GET_SPECIFIC_ATTRIBUTE_VALUE',
    'Reads one attribute, addressed by class, OBIS code and attribute number, as text',
  ),
  GetAssociationLnObjects: meterRead(
    'GetAssociationLnObjects',
    'GET_ASSOCIATION_LN_OBJECTS',
    'Lists the objects of the current association with their access rights',
  ),
  ScanMbusChannels: meterRead('ScanMbusChannels', 'SCAN_MBUS_CHANNELS', 'Reads which M-Bus device identity is visible on each of the four channels'),
  GetMbusEncryptionKeyStatusByChannel: meterRead(
    'GetMbusEncryptionKeyStatusByChannel',
    'GET_MBUS_ENCRYPTION_KEY_STATUS_BY_CHANNEL',
    'Reads the key status of the M-Bus device on a channel',
  ),
  GetActualPowerQuality: meterRead('GetActualPowerQuality', 'GET_ACTUAL_POWER_QUALITY', 'Reads the present values of power quality'),
  GetPowerQualityProfile: meterRead(
    'GetPowerQualityProfile',
    'GET_PROFILE_GENERIC_DATA',
    'Reads the rows of the power quality profiles within a period',
  ),
  GetAllAttributeValues: meterRead(
    'GetAllAttributeValues',
    'GET_ALL_ATTRIBUTE_VALUES',
    'Dumps all attributes of all COSEM objects of the meter as one text',
  ),
  GetProfileGenericData: meterRead(
    'GetProfileGenericData',
    'GET_PROFILE_GENERIC_DATA',
    'Reads the rows of any profile of the meter, by its OBIS code, within a period',
  ),
};
