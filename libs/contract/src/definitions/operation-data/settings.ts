import type { AdministrativeStatus, AlarmType, TestAlarmType } from '../meter-enumerations.js';
import type { ConfigurationObject } from './configuration.js';

export interface SynchronizeTimeData {
  /** IANA zone. */
  readonly timeZone: string;
}

export interface SetAdministrativeStatusData {
  readonly enabled: AdministrativeStatus;
}

export interface SetClockConfigurationData {
  /** Minutes from local time to UTC, as COSEM counts: -60 for Amsterdam in winter. */
  readonly timeZoneOffset: number;
  /** COSEM date-times, 12 octets in lower-case hex; wildcards allowed. */
  readonly daylightSavingsBegin: string;
  readonly daylightSavingsEnd: string;
  readonly daylightSavingsEnabled: boolean;
}

export interface SetConfigurationObjectData {
  readonly configurationObject: ConfigurationObject;
}

export interface SetRandomisationSettingsData {
  /** 1: attach at power on; 0: spread by the other three. */
  readonly directAttach: number;
  /** Seconds. */
  readonly randomisationStartWindow: number;
  readonly multiplicationFactor: number;
  readonly numberOfRetries: number;
}

export interface AlarmNotification {
  readonly alarmType: AlarmType;
  readonly enabled: boolean;
}

export interface SetAlarmNotificationsData {
  readonly alarmNotifications: readonly AlarmNotification[];
}

export interface SetThdConfigurationData {
  /** Seconds. */
  readonly minDurationNormalToOver: number;
  readonly minDurationOverToNormal: number;
  readonly timeThreshold: number;
  /** Per cent. */
  readonly valueHysteresis: number;
  readonly valueThreshold: number;
}

export interface TestAlarmSchedulerData {
  /** ISO 8601 in UTC. */
  readonly scheduleTime: string;
  readonly alarmType: TestAlarmType;
}
