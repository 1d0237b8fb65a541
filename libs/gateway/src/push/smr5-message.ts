import { formatObis } from '#dlms';
import { alarmRegister } from './alarm-value.js';
import { Octets } from './octets.js';
import { identification, InvalidPushError, type PushContent, type PushMessage } from './push-message.js';

const ADDRESSING = 8;
export const DATA_NOTIFICATION = 0x0f;
const INVOKE_ID = 4;
const STRUCTURE = 0x02;
const OCTET_STRING = 0x09;
const UINT32 = 0x06;
const IDENTIFICATION = 17;
const OBIS = 6;
/** Identification and logical name. */
const HEAD = 2;
const MOST = 4;
/** A date-time has 12 octets. */
const LONGEST_TIME = 12;

const wakeUps: ReadonlySet<string> = new Set(['0.0.2.2.0.255', '0.2.25.9.0.255']);
const schedulers: ReadonlySet<string> = new Set(['0.0.15.0.4.255', '0.0.25.9.0.255']);
const alarms: ReadonlySet<string> = new Set(['0.0.16.1.0.255', '0.1.25.9.0.255']);
const lastGasp = '0.3.25.9.0.255';

/**
 * SMR 5: a data notification of (identification, logical name of the push set-up, and up to two alarm registers).
 * The addressing before it differs between networks and is not looked at.
 * @throws IncompletePushError, InvalidPushError
 */
export function parseSmr5(bytes: Buffer): PushMessage {
  const octets = new Octets(bytes);
  octets.take(ADDRESSING);
  octets.expect('data notification', DATA_NOTIFICATION);
  octets.take(INVOKE_ID);
  octets.take(timeLength(octets.uint8()));
  octets.expect('structure', STRUCTURE);
  const elements = octets.uint8();
  if (elements < HEAD || elements > MOST) throw new InvalidPushError(`it has ${elements} elements`);
  octets.expect('identification', OCTET_STRING, IDENTIFICATION);
  const deviceIdentification = identification(octets.take(IDENTIFICATION));
  octets.expect('logical name', OCTET_STRING, OBIS);
  const obis = formatObis(octets.take(OBIS));
  const values = Array.from({ length: elements - HEAD }, () => {
    octets.expect('register of 32 bits', UINT32);
    return octets.take(4);
  });
  if (octets.position < bytes.length) throw new InvalidPushError('it is too long');
  return { format: 'SMR5', deviceIdentification, ...contentOf(obis, values) };
}

function timeLength(length: number): number {
  if (length > LONGEST_TIME) throw new InvalidPushError('its time is too long');
  return length;
}

function contentOf(obis: string, [first, second]: readonly Buffer[]): PushContent {
  if (first === undefined) {
    if (wakeUps.has(obis)) return { kind: 'wake-up' };
    return { kind: 'other', trigger: schedulers.has(obis) ? 'SCHEDULER' : 'UNKNOWN' };
  }
  if (obis === lastGasp) return { kind: 'last-gasp', registers: alarmRegister(3, first) };
  if (!alarms.has(obis)) throw new InvalidPushError('it has registers and is no alarm');
  return { kind: 'alarm', registers: { ...alarmRegister(1, first), ...(second === undefined ? {} : alarmRegister(2, second)) } };
}
