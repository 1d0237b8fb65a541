import { localMidnight, localMonthStart, type CosemObject } from '#cosem';

/** When a buffer got its rows: the newest at or before now, the others behind it at equal steps of its calendar. */
export interface Schedule {
  /** Steps from the beginning of all histories to the newest row at or before `now`. */
  newest(now: number): number;
  /** Instant of the row with that number, epoch milliseconds. */
  at(number: number): number;
}

const second = 1000;
const hour = 3600 * second;
const day = 24 * hour;

/** All histories begin here; the rows before a meter's buffer are forgotten, not missing. */
export const historyStart = Date.UTC(2015, 7, 1);

/** The schedule of a profile's buffer, in the meter's zone. */
export function scheduleOf(object: CosemObject, timezone: string): Schedule {
  const period = object.profile?.capturePeriod ?? 0;
  if (period === day / second) return dailySchedule(timezone);
  if (period > 0) return fixedSchedule(period * second);
  if (object.tag.startsWith('MONTHLY')) return monthlySchedule(timezone);
  if (object.tag === 'COMMUNICATION_SESSION_LOG') return fixedSchedule(day);
  return object.tag === 'POWER_OUTAGE_LOG' ? fixedSchedule(30 * day) : fixedSchedule(hour);
}

function fixedSchedule(step: number): Schedule {
  return {
    newest: (now) => Math.floor((now - historyStart) / step),
    at: (number) => historyStart + number * step,
  };
}

function dailySchedule(timezone: string): Schedule {
  const first = localMidnight(historyStart, timezone);
  // Rounding takes out the hour that a change of time adds or takes away.
  return {
    newest: (now) => Math.round((localMidnight(now, timezone) - first) / day),
    at: (number) => localMidnight(historyStart, timezone, number),
  };
}

function monthlySchedule(timezone: string): Schedule {
  const start = new Date(historyStart);
  return {
    newest: (now) => {
      // The middle of the local month has the same calendar month in every zone.
      const middle = new Date(localMonthStart(now, timezone) + 15 * day);
      return (middle.getUTCFullYear() - start.getUTCFullYear()) * 12 + middle.getUTCMonth() - start.getUTCMonth();
    },
    at: (number) => localMonthStart(historyStart, timezone, number),
  };
}
