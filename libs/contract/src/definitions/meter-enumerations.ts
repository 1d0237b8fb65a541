/** Alarms of the three registers, in the order of the contract. */
export const ALARM_TYPES = [
  'CLOCK_INVALID',
  'REPLACE_BATTERY',
  'POWER_UP',
  'AUXILIARY_EVENT',
  'CONFIGURATION_CHANGED',
  'PROGRAM_MEMORY_ERROR',
  'RAM_ERROR',
  'NV_MEMORY_ERROR',
  'MEASUREMENT_SYSTEM_ERROR',
  'WATCHDOG_ERROR',
  'FRAUD_ATTEMPT',
  'COMMUNICATION_ERROR_M_BUS_CHANNEL_1',
  'COMMUNICATION_ERROR_M_BUS_CHANNEL_2',
  'COMMUNICATION_ERROR_M_BUS_CHANNEL_3',
  'COMMUNICATION_ERROR_M_BUS_CHANNEL_4',
  'FRAUD_ATTEMPT_M_BUS_CHANNEL_1',
  'FRAUD_ATTEMPT_M_BUS_CHANNEL_2',
  'FRAUD_ATTEMPT_M_BUS_CHANNEL_3',
  'FRAUD_ATTEMPT_M_BUS_CHANNEL_4',
  'LAST_GASP',
  'LAST_GASP_TEST',
  'NEW_M_BUS_DEVICE_DISCOVERED_CHANNEL_1',
  'NEW_M_BUS_DEVICE_DISCOVERED_CHANNEL_2',
  'NEW_M_BUS_DEVICE_DISCOVERED_CHANNEL_3',
  'NEW_M_BUS_DEVICE_DISCOVERED_CHANNEL_4',
  'PHASE_OUTAGE_DETECTED_L1',
  'PHASE_OUTAGE_DETECTED_L2',
  'PHASE_OUTAGE_DETECTED_L3',
  'PHASE_OUTAGE_TEST_INDICATION',
  'THD_OVERLIMIT_IN_PHASE_L1',
  'THD_OVERLIMIT_IN_PHASE_L2',
  'THD_OVERLIMIT_IN_PHASE_L3',
  'THD_LONG_OVERLIMIT_IN_PHASE_L1',
  'THD_LONG_OVERLIMIT_IN_PHASE_L2',
  'THD_LONG_OVERLIMIT_IN_PHASE_L3',
  'VOLTAGE_SAG_IN_PHASE_DETECTED_L1',
  'VOLTAGE_SAG_IN_PHASE_DETECTED_L2',
  'VOLTAGE_SAG_IN_PHASE_DETECTED_L3',
  'VOLTAGE_SWELL_IN_PHASE_DETECTED_L1',
  'VOLTAGE_SWELL_IN_PHASE_DETECTED_L2',
  'VOLTAGE_SWELL_IN_PHASE_DETECTED_L3',
] as const;
export type AlarmType = (typeof ALARM_TYPES)[number];

/** Whether the customer is supplied, as the meter knows it. */
export const ADMINISTRATIVE_STATUSES = ['UNDEFINED', 'OFF', 'ON'] as const;
export type AdministrativeStatus = (typeof ADMINISTRATIVE_STATUSES)[number];

/** Flags of the configuration object; `PO` is the optical port P0. */
export const CONFIGURATION_FLAGS = [
  'DISCOVER_ON_OPEN_COVER',
  'DISCOVER_ON_POWER_ON',
  'DYNAMIC_MBUS_ADDRESS',
  'PO_ENABLE',
  'HLS_3_ON_P3_ENABLE',
  'HLS_4_ON_P3_ENABLE',
  'HLS_5_ON_P3_ENABLE',
  'HLS_3_ON_P0_ENABLE',
  'HLS_4_ON_P0_ENABLE',
  'HLS_5_ON_P0_ENABLE',
  'DIRECT_ATTACH_AT_POWER_ON',
  'HLS_6_ON_P3_ENABLE',
  'HLS_7_ON_P3_ENABLE',
  'HLS_6_ON_P0_ENABLE',
  'HLS_7_ON_P0_ENABLE',
] as const;
export type ConfigurationFlagType = (typeof CONFIGURATION_FLAGS)[number];

/** Mode of the GPRS connection in the configuration object. */
export const GPRS_OPERATION_MODES = ['ALWAYS_ON', 'TRIGGERED'] as const;
export type GprsOperationModeType = (typeof GPRS_OPERATION_MODES)[number];

/** How far the key of an M-Bus device got. */
export const ENCRYPTION_KEY_STATUSES = [
  'NO_ENCRYPTION_KEY',
  'ENCRYPTION_KEY_SET',
  'ENCRYPTION_KEY_TRANSFERRED',
  'ENCRYPTION_KEY_SET_AND_TRANSFERRED',
  'ENCRYPTION_KEY_IN_USE',
] as const;
export type EncryptionKeyStatus = (typeof ENCRYPTION_KEY_STATUSES)[number];

/** Modules of an E-meter whose firmware has a version. */
export const FIRMWARE_MODULE_TYPES = [
  'ACTIVE_FIRMWARE',
  'MODULE_ACTIVE_FIRMWARE',
  'COMMUNICATION_MODULE_ACTIVE_FIRMWARE',
  'M_BUS_DRIVER_ACTIVE_FIRMWARE',
] as const;
export type FirmwareModuleType = (typeof FIRMWARE_MODULE_TYPES)[number];

/** Power quality: what a grid operator may read of everybody, and what of consenting customers only. */
export const PROFILE_TYPES = ['PUBLIC', 'PRIVATE'] as const;
export type ProfileType = (typeof PROFILE_TYPES)[number];

/** Rights of a client on an attribute. */
export const ATTRIBUTE_ACCESS_MODES = [
  'NO_ACCESS',
  'READ_ONLY',
  'WRITE_ONLY',
  'READ_AND_WRITE',
  'AUTHENTICATED_READ_ONLY',
  'AUTHENTICATED_WRITE_ONLY',
  'AUTHENTICATED_READ_AND_WRITE',
] as const;
export type AttributeAccessMode = (typeof ATTRIBUTE_ACCESS_MODES)[number];

/** Rights of a client on a method. */
export const METHOD_ACCESS_MODES = ['NO_ACCESS', 'ACCESS', 'AUTHENTICATED_ACCESS'] as const;
export type MethodAccessMode = (typeof METHOD_ACCESS_MODES)[number];

/** Alarms that a meter can be asked to raise as a test. */
export const TEST_ALARM_TYPES = ['PARTIAL_POWER_OUTAGE', 'LAST_GASP'] as const;
export type TestAlarmType = (typeof TEST_ALARM_TYPES)[number];

/** Registration of the modem in its network. */
export const MODEM_REGISTRATION_STATUSES = [
  'NOT_REGISTERED',
  'REGISTERED_HOME_NETWORK',
  'NOT_REGISTERED_CURRENT_SEARCH_OPERATOR_TO_REGISTER_TO',
  'REGISTRATION_DENIED',
  'UNKNOWN',
  'REGISTERED_ROAMING',
  'RESERVED',
] as const;
export type ModemRegistrationStatus = (typeof MODEM_REGISTRATION_STATUSES)[number];

/** State of circuit switched calls. */
export const CIRCUIT_SWITCHED_STATUSES = ['INACTIVE', 'INCOMING_CALL', 'ACTIVE', 'RESERVED'] as const;
export type CircuitSwitchedStatus = (typeof CIRCUIT_SWITCHED_STATUSES)[number];

/** Kind of the packet switched connection; `LTE_CAT_M_18` is LTE Cat M1. */
export const PACKET_SWITCHED_STATUSES = [
  'INACTIVE',
  'GPRS',
  'EDGE',
  'UMTS',
  'HSDPA',
  'LTE',
  'CDMA',
  'LTE_CAT_M_18',
  'LTE_NB_IOT',
  'RESERVED',
] as const;
export type PacketSwitchedStatus = (typeof PACKET_SWITCHED_STATUSES)[number];

/** Power of a received signal. */
export const SIGNAL_QUALITIES = [
  'MINUS_113_DBM_OR_LESS',
  'MINUS_111_DBM',
  'MINUS_109_DBM',
  'MINUS_107_DBM',
  'MINUS_105_DBM',
  'MINUS_103_DBM',
  'MINUS_101_DBM',
  'MINUS_99_DBM',
  'MINUS_97_DBM',
  'MINUS_95_DBM',
  'MINUS_93_DBM',
  'MINUS_91_DBM',
  'MINUS_89_DBM',
  'MINUS_87_DBM',
  'MINUS_85_DBM',
  'MINUS_83_DBM',
  'MINUS_81_DBM',
  'MINUS_79_DBM',
  'MINUS_77_DBM',
  'MINUS_75_DBM',
  'MINUS_73_DBM',
  'MINUS_71_DBM',
  'MINUS_69_DBM',
  'MINUS_67_DBM',
  'MINUS_65_DBM',
  'MINUS_63_DBM',
  'MINUS_61_DBM',
  'MINUS_59_DBM',
  'MINUS_57_DBM',
  'MINUS_55_DBM',
  'MINUS_53_DBM',
  'MINUS_51_DBM_OR_GREATER',
  'NOT_KNOWN_OR_NOT_DETECTABLE',
] as const;
export type SignalQuality = (typeof SIGNAL_QUALITIES)[number];

/** Days of a week profile, as the fields of the contract name them. */
export const WEEKDAYS = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'] as const;
export type Weekday = (typeof WEEKDAYS)[number];

/** Units of values, in the spelling of the contract. */
export const UNIT_TYPES = [
  'UNDEFINED',
  'Y',
  'MO',
  'WK',
  'D',
  'H',
  'MIN',
  'SD',
  'DEGREE',
  'DEGREE_CELCIUS',
  'CURRENCY',
  'M',
  'METER_PER_SECOND',
  'M3',
  'M3_FLUX',
  'M3_FLUX_CORR',
  'VOLUME_FLUX',
  'VOLUME_FLUX_CORR',
  'L',
  'KILOGRAM',
  'NEWTON',
  'NEWTON_METER',
  'PASCAL',
  'BAR',
  'J',
  'JOULE_PER_HOUR',
  'W',
  'VOLT_AMPERE',
  'VAR',
  'KWH',
  'VOLT_AMP_HOUR',
  'VAR_HOUR',
  'AMP',
  'COULOMB',
  'V',
  'VOLT_PER_METER',
  'FARAD',
  'O',
  'RESTISTIVITY',
  'WEBER',
  'TESLA',
  'AMP_PER_METER',
  'HENRY',
  'HERTZ',
  'ACTIVE_ENERGY',
  'REACTIVE_ENERGY',
  'APPARENT_ENERGY',
  'VOLT_SQUARED_HOURS',
  'AMP_SQUARED_HOURS',
  'KG_PER_SECOND',
  'SIEMENS',
  'KELVIN',
  'VOLT_PULSE_VALUE',
  'AMP_PULSE_VALUE',
  'VOLUME',
  'PERCENTAGE',
  'AMP_HOUR',
  'ENGERY',
  'WOBBE',
  'MOLE_PERCENT',
  'MASS_DENSITY',
  'PASCAL_SECOND',
  'JOULE_KG',
  'DB_MILLIWAT',
  'DB_MICROVOLT',
  'DB',
  'COUNT',
] as const;
export type UnitType = (typeof UNIT_TYPES)[number];
