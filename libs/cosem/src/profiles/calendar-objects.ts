import { attribute } from './builders.js';
import type { CosemObject } from './profile.js';

/** Interface class 20: tariffs by season, week and day; a passive calendar waits beside the active one. */
const activityCalendar: CosemObject = {
  tag: 'ACTIVITY_CALENDAR',
  classId: 20,
  version: 0,
  obis: '0.0.13.0.0.255',
  attributes: [
    attribute(2, 'calendar_name_active', 'octet-string'),
    attribute(3, 'season_profile_active', 'array'),
    attribute(4, 'week_profile_table_active', 'array'),
    attribute(5, 'day_profile_table_active', 'array'),
    attribute(6, 'calendar_name_passive', 'octet-string', 'RW', 'SET_BY_CLIENT'),
    attribute(7, 'season_profile_passive', 'array', 'RW', 'SET_BY_CLIENT'),
    attribute(8, 'week_profile_table_passive', 'array', 'RW', 'SET_BY_CLIENT'),
    attribute(9, 'day_profile_table_passive', 'array', 'RW', 'SET_BY_CLIENT'),
    attribute(10, 'activate_passive_calendar_time', 'octet-string', 'RW', 'SET_BY_CLIENT'),
  ],
  methods: [{ id: 1, name: 'activate_passive_calendar' }],
};

/** Interface class 11: dates that have another day than their weekday. */
const specialDays: CosemObject = {
  tag: 'SPECIAL_DAYS_TABLE',
  classId: 11,
  version: 0,
  obis: '0.0.11.0.0.255',
  attributes: [attribute(2, 'entries', 'array', 'RW', 'SET_BY_CLIENT')],
};

export const calendarObjects: readonly CosemObject[] = [activityCalendar, specialDays];

/** Interface class 22: when the meter is to raise a test alarm; polyphase meters only. */
function testSchedule(tag: string, obis: string): CosemObject {
  return {
    tag,
    classId: 22,
    version: 0,
    obis,
    attributes: [attribute(4, 'execution_time', 'array', 'RW', 'SET_BY_CLIENT')],
    polyphaseOnly: true,
  };
}

export const phaseOutageTest = testSchedule('PHASE_OUTAGE_TEST', '0.0.15.1.4.255');
export const lastGaspTest = testSchedule('LAST_GASP_TEST', '0.0.15.2.4.255');
