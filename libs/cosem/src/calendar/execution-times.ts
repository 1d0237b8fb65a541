import { d, type Data } from '#dlms';

import { fromInstant } from '../time/cosem-instant.js';
import { decodeDate, decodeTime, encodeDate, encodeTime, type CosemDate, type CosemTime } from '../time/date-and-time.js';
import { elementsOf, fieldsOf, octetsOf } from '../values/shapes.js';

/** When a single action schedule runs its script (interface class 22, attribute 4). */
export interface ExecutionTime {
  readonly time: CosemTime;
  readonly date: CosemDate;
}

/** The moment in the meter's local time, to the second. */
export function executionTimeOf(ms: number, timezone: string): ExecutionTime {
  const { year = 0, month = 1, day = 1, dayOfWeek = 1, hour = 0, minute = 0, second = 0 } = fromInstant(ms, timezone);
  return { time: { hour, minute, second, hundredths: 0 }, date: { year, month, day, dayOfWeek } };
}

/** @throws CosemValueError for another shape */
export function decodeExecutionTimes(data: Data): ExecutionTime[] {
  const what = 'execution_time';
  return elementsOf(data, what).map((element) => {
    const [time, date] = fieldsOf(element, 2, what);
    return { time: decodeTime(octetsOf(time, what)), date: decodeDate(octetsOf(date, what)) };
  });
}

export function encodeExecutionTimes(times: readonly ExecutionTime[]): Data {
  return d.array(...times.map(({ time, date }) => d.structure(d.octets(encodeTime(time)), d.octets(encodeDate(date)))));
}
