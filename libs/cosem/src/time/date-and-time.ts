import { CosemValueError } from '../values/cosem-value-error.js';

/** The five octets of a COSEM date; undefined means "not specified". Month FD, FE and day FD, FE keep their special numbers. */
export interface CosemDate {
  readonly year?: number;
  readonly month?: number;
  readonly day?: number;
  /** 1 Monday .. 7 Sunday. */
  readonly dayOfWeek?: number;
}

/** The four octets of a COSEM time; undefined means "not specified". */
export interface CosemTime {
  readonly hour?: number;
  readonly minute?: number;
  readonly second?: number;
  readonly hundredths?: number;
}

const dateSize = 5;
const timeSize = 4;
const noYear = 0xffff;
const noOctet = 0xff;

/** @throws CosemValueError for another number of octets */
export function decodeDate(octets: Uint8Array): CosemDate {
  if (octets.length !== dateSize) throw new CosemValueError(`a date has ${dateSize} octets, not ${octets.length}`);
  const [high = 0, low = 0, month, day, dayOfWeek] = octets;
  const year = high * 256 + low;
  return { ...(year === noYear ? {} : { year }), ...specified({ month, day, dayOfWeek }) };
}

export function encodeDate({ year = noYear, month = noOctet, day = noOctet, dayOfWeek = noOctet }: CosemDate): Buffer {
  return Buffer.from([octet(Math.floor(year / 256)), octet(year % 256), octet(month), octet(day), octet(dayOfWeek)]);
}

/** @throws CosemValueError for another number of octets */
export function decodeTime(octets: Uint8Array): CosemTime {
  if (octets.length !== timeSize) throw new CosemValueError(`a time has ${timeSize} octets, not ${octets.length}`);
  const [hour, minute, second, hundredths] = octets;
  return specified({ hour, minute, second, hundredths });
}

export function encodeTime({ hour = noOctet, minute = noOctet, second = noOctet, hundredths = noOctet }: CosemTime): Buffer {
  return Buffer.from([hour, minute, second, hundredths].map(octet));
}

function specified<Field extends string>(fields: Readonly<Record<Field, number | undefined>>): Partial<Record<Field, number>> {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined && value !== noOctet)) as Partial<Record<Field, number>>;
}

function octet(value: number): number {
  if (Number.isInteger(value) && value >= 0 && value <= noOctet) return value;
  throw new CosemValueError(`${value} does not fit into an octet of a date or time`);
}
