import type { CosemDateTime } from '#dlms';

const minute = 60_000;
const day = 86_400_000;
const lastDay = 0xfe;
const secondLastDay = 0xfd;

/**
 * The instant in a year at which daylight saving begins or ends, as attributes 5 and 6 of a clock say it: with or without a
 * year, on a day of the month, on its last or second last day, or on the first such weekday from the day on (the last one of
 * the month when the day is "last"). Undefined for a rule that names no instant.
 * @param deviation minutes, where the rule has none: UTC = local time + deviation
 */
export function ruleInstant(rule: CosemDateTime, year: number, deviation: number): number | undefined {
  const { month, day: monthDay, dayOfWeek, hour = 0, minute: minutes = 0, second = 0 } = rule;
  if (month === undefined || month < 1 || month > 12) return undefined;
  const ofYear = rule.year ?? year;
  const date = dateOf(ofYear, month, monthDay, dayOfWeek);
  const local = date + (hour * 60 + minutes) * minute + second * 1000;
  return local + (rule.deviation ?? deviation) * minute;
}

function dateOf(year: number, month: number, monthDay: number | undefined, dayOfWeek: number | undefined): number {
  const endOfMonth = Date.UTC(year, month, 0);
  if (monthDay === lastDay || monthDay === secondLastDay) {
    const from = endOfMonth - (monthDay === secondLastDay ? day : 0);
    return dayOfWeek === undefined ? from : from - ((weekday(from) - dayOfWeek + 7) % 7) * day;
  }
  const from = Date.UTC(year, month - 1, monthDay ?? 1);
  return dayOfWeek === undefined ? from : from + ((dayOfWeek - weekday(from) + 7) % 7) * day;
}

/** 1 Monday to 7 Sunday. */
function weekday(ms: number): number {
  const number = new Date(ms).getUTCDay();
  return number === 0 ? 7 : number;
}
