import { Octets } from './octets.js';
import { identification, InvalidPushError, type PushMessage, type PushTransport } from './push-message.js';

const HEADER = [0x00, 0x01, 0x00, 0x67, 0x00, 0x66] as const;
const HEADER_AND_LENGTH = 8;
export const EVENT_NOTIFICATION = 0xc2;
/** Octets behind the header: without and with a date-time of 14 octets, and of an identification of 16 and 17. */
const LENGTHS: ReadonlySet<number> = new Set([29, 30, 42, 43]);
/** With all that an event notification may have in front. */
const LONGEST = HEADER_AND_LENGTH + 43;
const OCTET_STRING = 0x09;
const DATE_TIME = 12;
const OBJECT = [0x00, 0x01, 0x80, 0x80, 0x80, 0x80, 0x80, 0x00, 0x02] as const;

/** Where an identification ends that has 16 characters, the one before it is none of it. */
const LONGEST_IDENTIFICATION = 17;

/**
 * MX382: an event notification of an object that only serves to name the meter. Over TCP it is its last gasp, over UDP a wake-up.
 * @throws IncompletePushError, InvalidPushError
 */
export function parseMx382(bytes: Buffer, transport: PushTransport): PushMessage {
  const octets = new Octets(bytes);
  octets.expect('header', ...HEADER);
  const length = octets.take(2).readUInt16BE();
  octets.expect('event notification', EVENT_NOTIFICATION);
  if (transport === 'udp') return { format: 'MX382', kind: 'wake-up', deviceIdentification: lastIdentification(octets, bytes) };
  if (!LENGTHS.has(length)) throw new InvalidPushError(`its length is ${length}`);
  return { format: 'MX382', kind: 'last-gasp', registers: {}, deviceIdentification: onlyIdentification(octets, bytes, length) };
}

function onlyIdentification(octets: Octets, bytes: Buffer, length: number): string {
  skipTime(octets);
  octets.expect('event of the meter itself', ...OBJECT);
  octets.expect('identification', OCTET_STRING);
  const size = octets.uint8();
  if (octets.position - HEADER_AND_LENGTH + size !== length) throw new InvalidPushError('its length is not that of its identification');
  const found = identification(octets.take(size));
  if (octets.position < bytes.length) throw new InvalidPushError('it is too long');
  return found;
}

/** Meters differ in what stands before it. */
function lastIdentification(octets: Octets, bytes: Buffer): string {
  octets.take(LONGEST_IDENTIFICATION);
  if (bytes.length > LONGEST) throw new InvalidPushError('it is too long');
  const end = bytes.subarray(-LONGEST_IDENTIFICATION);
  return identification(isAlphanumeric(end[0]) ? end : end.subarray(1));
}

const isAlphanumeric = (octet = 0): boolean => /[0-9A-Za-z]/.test(String.fromCharCode(octet));

function skipTime(octets: Octets): void {
  const tag = octets.uint8();
  if (tag === 0) return;
  if (tag !== OCTET_STRING || octets.uint8() !== DATE_TIME) throw new InvalidPushError('it has no time where one should be');
  octets.take(DATE_TIME);
}
