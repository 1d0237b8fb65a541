import { WEEKDAYS, type ActivityCalendar, type DayProfile } from '#contract';
import { OperationError } from '../faults/fault-error.js';

/** A calendar as the meter keeps it: seasons name weeks, weeks name days, and each stands once. */
export interface CalendarTables {
  readonly seasons: readonly { readonly name: string; readonly start: string; readonly week: string }[];
  readonly weeks: readonly { readonly name: string; readonly days: readonly number[] }[];
  readonly days: readonly DayProfile[];
}

const MOST = 4;

/** @throws OperationError 401 for a calendar that a meter cannot keep */
export function calendarTables({ seasonProfile }: ActivityCalendar): CalendarTables {
  requireAtMost(seasonProfile.length, 'seasons');
  const seasons = seasonProfile.map(({ seasonProfileName, seasonStart, weekProfile }) => ({
    name: digit(seasonProfileName, 'season'),
    start: seasonStart,
    week: digit(weekProfile.weekProfileName, 'week'),
  }));
  if (new Set(seasons.map(({ name }) => name)).size < seasons.length) throw invalid('season names must be unique');
  const days = once(
    seasonProfile.flatMap(({ weekProfile }) => WEEKDAYS.map((weekday) => weekProfile[weekday])),
    ({ dayId }) => dayId,
    'days of equal id',
  );
  const weeks = once(
    seasonProfile.map(({ weekProfile }) => ({ name: weekProfile.weekProfileName, days: WEEKDAYS.map((weekday) => weekProfile[weekday].dayId) })),
    ({ name }) => name,
    'week profiles of equal name',
  );
  requireAtMost(weeks.length, 'week profiles');
  requireAtMost(days.length, 'day profiles');
  return { seasons, weeks, days };
}

function digit(name: string, what: string): string {
  if (!/^[0-9]$/.test(name)) throw invalid(`the name of a ${what} must be one digit, not ${JSON.stringify(name)}`);
  return name;
}

/** Each of them once. @throws OperationError when two of the same key differ */
function once<T>(all: readonly T[], keyOf: (item: T) => string | number, what: string): readonly T[] {
  const found = new Map<string | number, T>();
  for (const item of all) {
    const key = keyOf(item);
    const known = found.get(key);
    if (known !== undefined && JSON.stringify(known) !== JSON.stringify(item)) throw invalid(`${what} must be identical: ${key}`);
    found.set(key, item);
  }
  return [...found.values()];
}

function requireAtMost(count: number, what: string): void {
  if (count > MOST) throw invalid(`at most ${MOST} different ${what} fit into a meter, not ${count}`);
}

const invalid = (what: string): OperationError => new OperationError(401, `SetActivityCalendar: ${what}`);
