import { meterWrite, meterWriteAlone } from './definition.js';

/** What changes something in a meter. */
export const WRITES = {
  SynchronizeTime: meterWrite(
    'SynchronizeTime',
    'SYNCHRONIZE_TIME',
    'harmless',
    'Sets the meter clock from the platform clock, expressed in the given time zone',
  ),
  // A second time would take away alarms that were raised in between and that nobody has read.
  ClearAlarmRegister: meterWrite('ClearAlarmRegister', 'CLEAR_ALARM_REGISTER', 'dangerous', 'Sets all alarm registers of the meter to zero'),
  SetAdministrativeStatus: meterWrite('SetAdministrativeStatus', 'SET_ADMINISTRATIVE_STATUS', 'checkable', 'Sets the administrative status'),
  SetClockConfiguration: meterWrite(
    'SetClockConfiguration',
    'SET_CLOCK_CONFIGURATION',
    'checkable',
    'Sets time zone and daylight saving rules of the meter clock',
  ),
  SetSpecialDays: meterWrite('SetSpecialDays', 'SET_SPECIAL_DAYS', 'checkable', 'Writes the table of dates that use another day profile'),
  SetActivityCalendar: meterWrite(
    'SetActivityCalendar',
    'SET_ACTIVITY_CALENDAR',
    'checkable',
    'Writes the tariff calendar (seasons, weeks, days) with its activation time',
  ),
  SetConfigurationObject: meterWrite(
    'SetConfigurationObject',
    'SET_CONFIGURATION_OBJECT',
    'checkable',
    'Writes GPRS mode and security or discovery flags of the configuration object',
  ),
  SetRandomisationSettings: meterWrite(
    'SetRandomisationSettings',
    'SET_RANDOMISATION_SETTINGS',
    'checkable',
    'Sets how the meter spreads its attempts to come online',
  ),
  SetAlarmNotifications: meterWrite('SetAlarmNotifications', 'SET_ALARM_NOTIFICATIONS', 'harmless', 'Switches notification on or off per alarm type'),
  // As with the alarm registers: what was raised in between would be lost.
  ClearMBusStatusOnAllChannels: meterWrite(
    'ClearMBusStatusOnAllChannels',
    'CLEAR_MBUS_STATUS_ON_ALL_CHANNELS',
    'dangerous',
    'Clears the status that the M-Bus devices of all channels have set',
  ),
  SetPushSetupAlarm: meterWrite('SetPushSetupAlarm', 'SET_PUSH_SETUP_ALARM', 'checkable', 'Sets destination and or content of alarm pushes over TCP'),
  SetPushSetupSms: meterWrite('SetPushSetupSms', 'SET_PUSH_SETUP_SMS', 'checkable', 'Sets where the meter connects to after a wake-up by SMS'),
  SetPushSetupLastGasp: meterWrite(
    'SetPushSetupLastGasp',
    'SET_PUSH_SETUP_LAST_GASP',
    'checkable',
    'Sets the destination of last-gasp pushes over UDP',
  ),
  SetPushSetupUdp: meterWrite('SetPushSetupUdp', 'SET_PUSH_SETUP_UDP', 'checkable', 'Lets the meter push over UDP at any time'),
  SetThdConfiguration: meterWrite(
    'SetThdConfiguration',
    'SET_THD_CONFIGURATION',
    'checkable',
    'Sets the limits of harmonic distortion that are events',
  ),
  // Other columns empty the buffer: done a second time it would lose what was captured since.
  ConfigureDefinableLoadProfile: meterWrite(
    'ConfigureDefinableLoadProfile',
    'CONFIGURE_DEFINABLE_LOAD_PROFILE',
    'checkable',
    'Sets columns and period of the definable load profile',
  ),
  TestAlarmScheduler: meterWriteAlone(
    'TestAlarmScheduler',
    'SCHEDULE_TEST_ALARM',
    'checkable',
    'Lets the meter raise a test alarm at a moment in the future',
  ),
};
