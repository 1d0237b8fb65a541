import { raiseEvent } from '../meter/events/alarms.js';
import type { Meter } from '../meter/meter.js';
import { badField, objectBody, wholeNumber } from './http-error.js';

const maxU16 = 0xffff;

/** `POST …/events`: something happens to the meter. It is logged, raises its alarm, and is pushed as the filters say. */
export function eventRoute(meter: Meter, body: unknown): { raised: true } {
  const { code, magnitude, duration } = objectBody(body, ['code', 'magnitude', 'duration']);
  const details = {
    ...(magnitude === undefined ? {} : { magnitude: wholeNumber(magnitude, 'magnitude', 0, maxU16) }),
    ...(duration === undefined ? {} : { duration: wholeNumber(duration, 'duration', 0, maxU16) }),
  };
  const raised = raiseEvent(meter, wholeNumber(code, 'code', 0, maxU16), details);
  if (!raised) throw badField('code', 'is no event that this meter has a log or an alarm for');
  return { raised };
}
