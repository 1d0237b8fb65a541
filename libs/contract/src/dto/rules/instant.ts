const INSTANT = /^(\d{4})-(\d{2})-(\d{2})T\d{2}:\d{2}(?::\d{2}(?:\.\d{1,9})?)?(?:Z|[+-]\d{2}:\d{2})$/;

/**
 * Epoch milliseconds of an ISO 8601 date-time with offset (`2026-11-23T09:00:00+01:00`).
 * Undefined for anything else, also for a day that its month does not have.
 */
export function parseInstant(value: unknown): number | undefined {
  if (typeof value !== 'string') return undefined;
  const match = INSTANT.exec(value);
  if (match === null) return undefined;
  const [year, month, day] = [Number(match[1]), Number(match[2]), Number(match[3])];
  const at = Date.parse(value);
  if (Number.isNaN(at) || day > new Date(Date.UTC(year, month, 0)).getUTCDate()) return undefined;
  return at;
}

/** The years that a JavaScript date can express. */
const LAST_INSTANT = 8.64e15;

/** Schedule times may also be epoch milliseconds, as in the contract's headers. */
export function parseScheduleTime(value: unknown): number | undefined {
  if (typeof value !== 'number') return parseInstant(value);
  return Number.isInteger(value) && value >= 0 && value <= LAST_INSTANT ? value : undefined;
}

/** UTC with milliseconds, as events hold instants. */
export function utc(instant: string | number): string {
  return new Date(instant).toISOString();
}
