/** Enumerations of the SmartMetering contract that operations use. */
export const PERIOD_TYPES = ['INTERVAL', 'DAILY', 'MONTHLY'] as const;
export type PeriodType = (typeof PERIOD_TYPES)[number];

export const EVENT_LOG_CATEGORIES = [
  'STANDARD_EVENT_LOG',
  'FRAUD_DETECTION_LOG',
  'COMMUNICATION_SESSION_LOG',
  'M_BUS_EVENT_LOG',
  'POWER_QUALITY_EVENT_LOG',
  'AUXILIARY_EVENT_LOG',
  'POWER_QUALITY_EXTENDED_EVENT_LOG',
  'POWER_QUALITY_THD_EVENT_LOG',
] as const;
export type EventLogCategory = (typeof EVENT_LOG_CATEGORIES)[number];

/** Bit 0 first (AMR profile status octet). */
export const AMR_PROFILE_STATUS_FLAGS = [
  'CRITICAL_ERROR',
  'CLOCK_INVALID',
  'DATA_NOT_VALID',
  'DAYLIGHT_SAVING',
  'NOT_USED',
  'CLOCK_ADJUSTED',
  'RECOVERED_VALUE',
  'POWER_DOWN',
] as const;
export type AmrProfileStatusFlag = (typeof AMR_PROFILE_STATUS_FLAGS)[number];

export const DEVICE_LIFECYCLE_STATUSES = [
  'NEW_IN_INVENTORY',
  'READY_FOR_USE',
  'REGISTERED',
  'REGISTERED_BUILD_IN_FAILED',
  'REGISTERED_INSTALL_FAILED',
  'REGISTERED_UPDATE_FAILED',
  'IN_USE',
  'RETURNED_TO_INVENTORY',
  'UNDER_TEST',
  'DESTROYED',
] as const;
export type DeviceLifecycleStatus = (typeof DEVICE_LIFECYCLE_STATUSES)[number];

export const SECRET_TYPES = [
  'E_METER_MASTER_KEY',
  'E_METER_AUTHENTICATION_KEY',
  'E_METER_ENCRYPTION_KEY_UNICAST',
  'E_METER_ENCRYPTION_KEY_BROADCAST',
  'G_METER_MASTER_KEY',
  'G_METER_ENCRYPTION_KEY',
  'G_METER_FIRMWARE_UPDATE_AUTHENTICATION_KEY',
  'G_METER_OPTICAL_PORT_KEY',
  'LLS_PASSWORD',
] as const;
export type SecretType = (typeof SECRET_TYPES)[number];

export const COMMAND_STATUSES = [
  'ACCEPTED',
  'AWAITING_APPROVAL',
  'HELD',
  'SCHEDULED',
  'RUNNING',
  'RETRY_SCHEDULED',
  'NEEDS_DECISION',
  'SUCCEEDED',
  'FAILED',
  'EXPIRED',
  'CANCELLED',
] as const;
export type CommandStatus = (typeof COMMAND_STATUSES)[number];
