import type { ClockChange, SimulatedClock } from '../meter/meter-clock.js';
import { badField, objectBody, wholeNumber } from './http-error.js';

const maxRate = 100_000;

/** Body of `PUT …/clock`: any subset of the three. */
export function parseClockChange(body: unknown): ClockChange {
  const { at, offsetMs, rate } = objectBody(body, ['at', 'offsetMs', 'rate']);
  if (rate !== undefined && (typeof rate !== 'number' || !(rate >= 0 && rate <= maxRate)))
    throw badField('rate', `must be a number from 0 to ${maxRate}`);
  return {
    ...(at === undefined ? {} : { at: instant(at) }),
    ...(offsetMs === undefined ? {} : { offsetMs: wholeNumber(offsetMs, 'offsetMs', -1e13, 1e13) }),
    ...(rate === undefined ? {} : { rate }),
  };
}

export function clockToJson(clock: SimulatedClock): { at: string; offsetMs: number; rate: number } {
  return { at: new Date(clock.now()).toISOString(), offsetMs: clock.offsetMs, rate: clock.rate };
}

function instant(value: unknown): number {
  const ms = typeof value === 'number' ? value : typeof value === 'string' && /(Z|[+-]\d\d:?\d\d)$/.test(value) ? Date.parse(value) : Number.NaN;
  if (!Number.isSafeInteger(ms) || Math.abs(ms) > 8e15) throw badField('at', 'must be an ISO 8601 instant with offset, or epoch milliseconds');
  return ms;
}
