import type { ActivityCalendar, DayProfile, SetActivityCalendarData, WeekProfile } from '../../definitions/data.js';
import { WEEKDAYS } from '../../definitions/meter-enumerations.js';
import { IntegerField, ListField, ObjectField, OctetsField, PatternField } from '../rules/fields.js';
import { objectData } from './data-rule.js';

/** The meter keeps names as octets. */
const NAME = /^[\x20-\x7e]{1,8}$/;
const nameMeaning = '1 to 8 printable characters of ASCII';
const MOST_SEASONS = 4;

class DayActionDto {
  @OctetsField(4, { description: 'COSEM time', example: '07000000' })
  startTime!: string;

  @IntegerField(0, 65_535, { description: 'selector of the tariff script', example: 1 })
  scriptSelector!: number;
}

class DayProfileDto {
  @IntegerField(0, 255)
  dayId!: number;

  @ListField(() => DayActionDto)
  daySchedule!: DayActionDto[];
}

class WeekProfileDto {
  @PatternField(NAME, nameMeaning)
  weekProfileName!: string;

  @ObjectField(() => DayProfileDto)
  monday!: DayProfileDto;

  @ObjectField(() => DayProfileDto)
  tuesday!: DayProfileDto;

  @ObjectField(() => DayProfileDto)
  wednesday!: DayProfileDto;

  @ObjectField(() => DayProfileDto)
  thursday!: DayProfileDto;

  @ObjectField(() => DayProfileDto)
  friday!: DayProfileDto;

  @ObjectField(() => DayProfileDto)
  saturday!: DayProfileDto;

  @ObjectField(() => DayProfileDto)
  sunday!: DayProfileDto;
}

class SeasonDto {
  @PatternField(NAME, nameMeaning)
  seasonProfileName!: string;

  @OctetsField(12, { description: 'COSEM date-time with wildcards', example: 'ffff0401ff00000000ffc400' })
  seasonStart!: string;

  @ObjectField(() => WeekProfileDto)
  weekProfile!: WeekProfileDto;
}

class ActivityCalendarDto {
  @PatternField(NAME, nameMeaning)
  calendarName!: string;

  @OctetsField(12, { description: 'COSEM date-time; wildcards only: at once', example: 'ffffffffffffffffff8000ff' })
  activatePassiveCalendarTime!: string;

  @ListField(() => SeasonDto, {}, MOST_SEASONS)
  seasonProfile!: SeasonDto[];
}

class SetActivityCalendarDataDto {
  @ObjectField(() => ActivityCalendarDto)
  activityCalendar!: ActivityCalendarDto;
}

function dayOf({ dayId, daySchedule }: DayProfileDto): DayProfile {
  return { dayId, daySchedule: daySchedule.map(({ startTime, scriptSelector }) => ({ startTime: startTime.toLowerCase(), scriptSelector })) };
}

function weekOf(week: WeekProfileDto): WeekProfile {
  const days = Object.fromEntries(WEEKDAYS.map((day) => [day, dayOf(week[day])]));
  return { weekProfileName: week.weekProfileName, ...days } as WeekProfile;
}

function calendarOf({ calendarName, activatePassiveCalendarTime, seasonProfile }: ActivityCalendarDto): ActivityCalendar {
  return {
    calendarName,
    activatePassiveCalendarTime: activatePassiveCalendarTime.toLowerCase(),
    seasonProfile: seasonProfile.map(({ seasonProfileName, seasonStart, weekProfile }) => ({
      seasonProfileName,
      seasonStart: seasonStart.toLowerCase(),
      weekProfile: weekOf(weekProfile),
    })),
  };
}

const day = (dayId: number): object => ({ dayId, daySchedule: [{ startTime: '07000000', scriptSelector: dayId + 1 }] });

export const setActivityCalendarData = objectData(
  SetActivityCalendarDataDto,
  ({ activityCalendar }): SetActivityCalendarData => ({ activityCalendar: calendarOf(activityCalendar) }),
  {
    activityCalendar: {
      calendarName: 'TARIFF26',
      activatePassiveCalendarTime: 'ffffffffffffffffff8000ff',
      seasonProfile: [
        {
          seasonProfileName: '1',
          seasonStart: 'ffff0101ff00000000ffc400',
          weekProfile: {
            weekProfileName: '1',
            ...Object.fromEntries(WEEKDAYS.map((name, index) => [name, day(index < 5 ? 0 : 1)])),
          },
        },
      ],
    },
  },
);
