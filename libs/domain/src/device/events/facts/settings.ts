import { Type } from '@sinclair/typebox';
import { eventType } from '#event-sourcing';
import { ADMINISTRATIVE_STATUSES, ALARM_TYPES, CONFIGURATION_FLAGS, GPRS_OPERATION_MODES, TEST_ALARM_TYPES } from '#contract';
import { Count, oneOf, optional, Text } from '../shapes.js';

/** `time` is what was written to the meter's clock, with the offset of `timezone`. */
export const ClockSynchronized = eventType('ClockSynchronized', Type.Object({ timezone: Text, time: Text }));

export const AdministrativeStatusSet = eventType('AdministrativeStatusSet', Type.Object({ status: oneOf(ADMINISTRATIVE_STATUSES) }));

/** `timeZoneOffset` in minutes from local time to UTC; the date-times in hex, as the meter keeps them. */
export const ClockConfigurationSet = eventType(
  'ClockConfigurationSet',
  Type.Object({
    timeZoneOffset: Type.Integer(),
    daylightSavingsBegin: Text,
    daylightSavingsEnd: Text,
    daylightSavingsEnabled: Type.Boolean(),
  }),
);

/** What the configuration object is after the change: `flags` that are switched on, and all its bits. */
export const ConfigurationObjectSet = eventType(
  'ConfigurationObjectSet',
  Type.Object({
    gprsOperationMode: optional(oneOf(GPRS_OPERATION_MODES)),
    flags: Type.Array(oneOf(CONFIGURATION_FLAGS)),
    bits: Text,
  }),
);

/** Of a meter that attaches at power on there is no more to say. */
export const RandomisationSettingsSet = eventType(
  'RandomisationSettingsSet',
  Type.Object({
    directAttach: Type.Boolean(),
    randomisationStartWindow: optional(Count),
    multiplicationFactor: optional(Count),
    numberOfRetries: optional(Count),
  }),
);

/** What the alarm filters are after the change, by the number of their register, and the alarms that they let through. */
export const AlarmNotificationsSet = eventType(
  'AlarmNotificationsSet',
  Type.Object({ filters: Type.Array(Type.Object({ register: Count, bits: Count })), enabled: Type.Array(oneOf(ALARM_TYPES)) }),
);

/** Durations in seconds, hysteresis and threshold in per cent. */
export const ThdConfigurationSet = eventType(
  'ThdConfigurationSet',
  Type.Object({
    minDurationNormalToOver: Count,
    minDurationOverToNormal: Count,
    timeThreshold: Count,
    valueHysteresis: Count,
    valueThreshold: Count,
  }),
);

export const TestAlarmScheduled = eventType('TestAlarmScheduled', Type.Object({ scheduleTime: Text, alarmType: oneOf(TEST_ALARM_TYPES) }));
