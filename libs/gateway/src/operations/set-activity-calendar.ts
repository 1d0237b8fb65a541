import type { ActivityCalendar } from '#contract';
import { calendarName, encodeDays, encodeSeasons, encodeWeeks, isInstant, tariffScripts, toInstant } from '#cosem';
import { d, decodeDateTime, type Data } from '#dlms';
import { calendarTables, type CalendarTables } from './activity-calendar-tables.js';
import { requireAction } from './access-result.js';
import type { Effect, Operation, OperationContext, OperationOutcome } from './operation.js';
import { attributeOf, profileObject } from './profile-object.js';
import { settingEffect, type Setting } from './setting-effect.js';

const OPERATION = 'SetActivityCalendar';
/** Name, seasons, weeks and days of the active calendar; those of the passive one follow. */
const ACTIVE = 2;
const PASSIVE = 6;
const ACTIVATION_TIME = 10;
const ACTIVATE_PASSIVE_CALENDAR = 1;

/** Writes the passive calendar. It is taken into use at once, or at the time that is written with it. */
export const setActivityCalendar: Operation<'SetActivityCalendar', Effect> = ({ activityCalendar }, context) => {
  const calendar = profileObject(context.profile, 'ACTIVITY_CALENDAR', OPERATION);
  const tables = calendarTables(activityCalendar);
  const values = encodeTables(activityCalendar.calendarName, tables);
  const activation = activationOf(activityCalendar, context);
  const settings = (first: number): readonly Setting[] => values.map((data, index) => ({ ref: attributeOf(calendar, first + index), data }));
  const time = activation === null ? [] : [{ ref: attributeOf(calendar, ACTIVATION_TIME), data: d.octets(activation) }];
  const outcome = (): OperationOutcome => ({
    response: null,
    description: `Set Activity Calendar Result is OK for calendar name: ${activityCalendar.calendarName}`,
    facts: [{ type: 'ActivityCalendarSet', data: recorded(activityCalendar.calendarName, activation, tables), occurredAt: context.now() }],
  });
  const { withListMax } = context.settings;
  const write = settingEffect(OPERATION, [...settings(PASSIVE), ...time], withListMax, outcome);
  if (activation !== null) return write;
  const method = { classId: calendar.classId, obis: calendar.obis, method: ACTIVATE_PASSIVE_CALENDAR };
  return {
    async execute(access) {
      const written = await write.execute(access);
      requireAction((await access.action(method, d.i8(0))).result, method, OPERATION);
      return written;
    },
    verify: settingEffect(OPERATION, settings(ACTIVE), withListMax, outcome).verify,
  };
};

function encodeTables(name: string, { seasons, weeks, days }: CalendarTables): readonly Data[] {
  return [
    d.octets(Buffer.from(name, 'latin1')),
    encodeSeasons(
      seasons.map((season) => ({ name: calendarName(season.name), start: Buffer.from(season.start, 'hex'), weekName: calendarName(season.week) })),
    ),
    encodeWeeks(weeks.map((week) => ({ name: calendarName(week.name), days: week.days }))),
    encodeDays(
      days.map(({ dayId, daySchedule }) => ({
        id: dayId,
        actions: daySchedule.map(({ startTime, scriptSelector }) => ({
          start: Buffer.from(startTime, 'hex'),
          script: tariffScripts,
          selector: scriptSelector,
        })),
      })),
    ),
  ];
}

/** The time to write, in hex; null when it is over or when none is meant: the calendar is to be used at once. */
function activationOf({ activatePassiveCalendarTime: hex }: ActivityCalendar, context: OperationContext): string | null {
  const time = decodeDateTime(Buffer.from(hex, 'hex'));
  const { year, month, day, hour, minute } = time;
  if ([year, month, day, hour, minute].every((part) => part === undefined)) return null;
  return isInstant(time) && toInstant(time, context.settings.timezone) <= context.now() ? null : hex;
}

function recorded(calendar: string, activation: string | null, { seasons, weeks, days }: CalendarTables) {
  return {
    calendarName: calendar,
    activation,
    seasons: [...seasons],
    weeks: weeks.map(({ name, days: ids }) => ({ name, days: [...ids] })),
    days: days.map(({ dayId, daySchedule }) => ({ dayId, daySchedule: [...daySchedule] })),
  };
}
