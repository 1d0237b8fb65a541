import { asBuffer } from '../bytes/byte-reader.js';
import { DlmsError } from '../errors.js';

/**
 * The 12 octets of a COSEM date-time, field by field; undefined means "not specified" (FF, FFFF, 8000).
 * Special values stay numbers: month FD end of DST, FE begin of DST; day FD second last, FE last of the month.
 */
export interface CosemDateTime {
  readonly year?: number | undefined;
  readonly month?: number | undefined;
  readonly day?: number | undefined;
  /** 1 Monday .. 7 Sunday. */
  readonly dayOfWeek?: number | undefined;
  readonly hour?: number | undefined;
  readonly minute?: number | undefined;
  readonly second?: number | undefined;
  readonly hundredths?: number | undefined;
  /** Minutes; UTC = local time + deviation (Central European winter: -60). */
  readonly deviation?: number | undefined;
  /** 01 invalid, 02 doubtful, 04 different clock base, 08 invalid status, 80 daylight saving active. */
  readonly status?: number | undefined;
}

const SIZE = 12;
const NO_YEAR = 0xffff;
const NO_DEVIATION = -0x8000;
const NO_OCTET = 0xff;

export function decodeDateTime(bytes: Uint8Array): CosemDateTime {
  if (bytes.length !== SIZE) throw new DlmsError('MALFORMED', `a date-time has ${SIZE} octets, not ${bytes.length}`);
  const input = asBuffer(bytes);
  const octet = (at: number): number | undefined => (input[at] === NO_OCTET ? undefined : input[at]);
  const year = input.readUInt16BE(0);
  const deviation = input.readInt16BE(9);
  return {
    year: year === NO_YEAR ? undefined : year,
    month: octet(2),
    day: octet(3),
    dayOfWeek: octet(4),
    hour: octet(5),
    minute: octet(6),
    second: octet(7),
    hundredths: octet(8),
    deviation: deviation === NO_DEVIATION ? undefined : deviation,
    status: octet(11),
  };
}

export function encodeDateTime(time: CosemDateTime): Buffer {
  const out = Buffer.allocUnsafe(SIZE);
  out.writeUInt16BE(inRange(time.year ?? NO_YEAR, 0, NO_YEAR), 0);
  const octets = [time.month, time.day, time.dayOfWeek, time.hour, time.minute, time.second, time.hundredths];
  octets.forEach((value, index) => {
    out[2 + index] = inRange(value ?? NO_OCTET, 0, NO_OCTET);
  });
  out.writeInt16BE(inRange(time.deviation ?? NO_DEVIATION, NO_DEVIATION, 0x7fff), 9);
  out[11] = inRange(time.status ?? NO_OCTET, 0, NO_OCTET);
  return out;
}

function inRange(value: number, minimum: number, maximum: number): number {
  if (!Number.isInteger(value) || value < minimum || value > maximum) throw new DlmsError('INVALID_VALUE', `date-time field ${value}`);
  return value;
}
