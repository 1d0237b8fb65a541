import { instantsOfLocal, offsetMinutes } from './zone.js';

const day = 86_400_000;

/** First instant of the local day that contains `ms`, moved by whole local days. */
export function localMidnight(ms: number, timezone: string, days = 0): number {
  const localDay = Math.floor((ms + offsetMinutes(ms, timezone) * 60_000) / day) + days;
  return instantsOfLocal(localDay * day, timezone)[0];
}

/** First instant of the local month that contains `ms`, moved by whole months. */
export function localMonthStart(ms: number, timezone: string, months = 0): number {
  const local = new Date(ms + offsetMinutes(ms, timezone) * 60_000);
  return instantsOfLocal(Date.UTC(local.getUTCFullYear(), local.getUTCMonth() + months, 1), timezone)[0];
}
