import type { SetAlarmNotificationsData } from '../../definitions/data.js';
import { ALARM_TYPES, type AlarmType } from '../../definitions/meter-enumerations.js';
import { BooleanField, ChoiceField, ListField } from '../rules/fields.js';
import { objectData } from './data-rule.js';

class AlarmNotificationDto {
  @ChoiceField(ALARM_TYPES)
  alarmType!: AlarmType;

  @BooleanField()
  enabled!: boolean;
}

class SetAlarmNotificationsDataDto {
  @ListField(() => AlarmNotificationDto)
  alarmNotifications!: AlarmNotificationDto[];
}

export const setAlarmNotificationsData = objectData(
  SetAlarmNotificationsDataDto,
  ({ alarmNotifications }): SetAlarmNotificationsData => ({
    alarmNotifications: alarmNotifications.map(({ alarmType, enabled }) => ({ alarmType, enabled })),
  }),
  { alarmNotifications: [{ alarmType: 'CLOCK_INVALID', enabled: true }] },
);
