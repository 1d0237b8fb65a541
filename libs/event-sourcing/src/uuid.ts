import { createHash, randomBytes } from 'node:crypto';

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

export function isUuid(text: string): boolean {
  return UUID.test(text);
}

function format(bytes: Uint8Array, version: number): string {
  const octets = Buffer.from(bytes.subarray(0, 16));
  octets[6] = (octets.readUInt8(6) & 0x0f) | (version << 4);
  octets[8] = (octets.readUInt8(8) & 0x3f) | 0x80;
  const hex = octets.toString('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
}

/**
 * Name-based UUID: the same namespace and name always give the same identifier (RFC 9562 §5.5).
 * @throws TypeError when the namespace is not a UUID
 */
export function uuidv5(namespace: string, name: string): string {
  if (!isUuid(namespace)) throw new TypeError('the namespace of a UUIDv5 must be a UUID');
  return format(createHash('sha1').update(namespace.replaceAll('-', ''), 'hex').update(name, 'utf8').digest(), 5);
}

/**
 * Time-ordered UUID (RFC 9562 §5.7).
 * @param now milliseconds since the Unix epoch
 * @param random 10 bytes; default: from the system's generator
 */
export function uuidv7(now: number, random: Uint8Array = randomBytes(10)): string {
  if (random.length < 10) throw new TypeError('a UUIDv7 needs 10 random bytes');
  const bytes = Buffer.alloc(16);
  bytes.writeUIntBE(now, 0, 6);
  bytes.set(random.subarray(0, 10), 6);
  return format(bytes, 7);
}

/** Namespace of command ids that are not UUIDs themselves: UUIDv5(URL namespace of RFC 9562, "meterlog/command"). */
const COMMANDS = uuidv5('6ba7b811-9dad-11d1-80b4-00c04fd430c8', 'meterlog/command');

/**
 * Identifier of the event number `index` (from 0) that a command causes: UUIDv5(command id, index).
 * A command id that is not a UUID is turned into one first, by its name.
 */
export function eventIdOf(commandId: string, index: number): string {
  return uuidv5(isUuid(commandId) ? commandId : uuidv5(COMMANDS, commandId), String(index));
}
