import { formatObis } from '#dlms';
import { alarmRegister } from './alarm-value.js';
import { IncompletePushError, Octets } from './octets.js';
import { identification, InvalidPushError, type PushContent, type PushMessage } from './push-message.js';

const IDENTIFICATION = 17;
const COMMA = 0x2c;
const REGISTER = 4;
const OBIS = 6;

const triggers: Readonly<Record<string, PushContent>> = {
  '0.0.2.3.0.255': { kind: 'wake-up' },
  '0.0.2.2.0.255': { kind: 'other', trigger: 'CSD' },
  '0.0.15.0.4.255': { kind: 'other', trigger: 'SCHEDULER' },
  '0.0.25.9.0.255': { kind: 'other', trigger: 'SCHEDULER' },
};

/**
 * DSMR 4: identification, a comma, then alarm register 1 (4 octets) or the logical name of what triggered the message (6).
 * Nothing in it says which of the two: only its end does.
 * @param ended nothing follows
 * @throws IncompletePushError, InvalidPushError
 */
export function parseDsmr4(bytes: Buffer, ended: boolean): PushMessage {
  const octets = new Octets(bytes);
  // Garbage is known as such by the part that is there.
  const deviceIdentification = identification(octets.take(IDENTIFICATION));
  octets.expect('comma behind the identification', COMMA);
  const rest = bytes.subarray(octets.position);
  return { format: 'DSMR4', deviceIdentification, ...contentOf(rest, ended) };
}

function contentOf(rest: Buffer, ended: boolean): PushContent {
  if (rest.length === REGISTER && ended) return { kind: 'alarm', registers: alarmRegister(1, rest) };
  if (rest.length === OBIS) return triggers[formatObis(rest)] ?? { kind: 'other', trigger: 'UNKNOWN' };
  if (rest.length < OBIS) throw new IncompletePushError();
  throw new InvalidPushError('it is too long');
}
