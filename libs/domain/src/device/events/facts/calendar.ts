import { Type } from '@sinclair/typebox';
import { eventType } from '#event-sourcing';
import { Count, Text } from '../shapes.js';

/** The whole table; dates are COSEM dates in hex. */
export const SpecialDaysSet = eventType(
  'SpecialDaysSet',
  Type.Object({ specialDays: Type.Array(Type.Object({ specialDayDate: Text, dayId: Count })) }),
);

/** The tables as they were written; times in hex. `activation`: when the meter takes the calendar into use, null: at once. */
export const ActivityCalendarSet = eventType(
  'ActivityCalendarSet',
  Type.Object({
    calendarName: Text,
    activation: Type.Union([Type.Null(), Text]),
    seasons: Type.Array(Type.Object({ name: Text, start: Text, week: Text })),
    weeks: Type.Array(Type.Object({ name: Text, days: Type.Array(Count) })),
    days: Type.Array(Type.Object({ dayId: Count, daySchedule: Type.Array(Type.Object({ startTime: Text, scriptSelector: Count })) })),
  }),
);
