import { hash, randomFillSync } from 'node:crypto';

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

export function isUuid(text: string): boolean {
  return UUID.test(text);
}

/** The first 16 of the bytes that `hex` tells, with version and variant put in. */
function format(hex: string, version: number): string {
  const variant = ((Number.parseInt(hex.charAt(16), 16) & 0x3) | 0x8).toString(16);
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${version}${hex.slice(13, 16)}-${variant}${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}

/**
 * Name-based UUID: the same namespace and name always give the same identifier (RFC 9562 §5.5).
 * @throws TypeError when the namespace is not a UUID
 */
export function uuidv5(namespace: string, name: string): string {
  if (!isUuid(namespace)) throw new TypeError('the namespace of a UUIDv5 must be a UUID');
  const bytes = Buffer.allocUnsafe(16 + Buffer.byteLength(name, 'utf8'));
  bytes.write(namespace.replaceAll('-', ''), 0, 'hex');
  bytes.write(name, 16, 'utf8');
  // In one call: an object for each hash costs more than the hash.
  return format(hash('sha1', bytes, 'hex'), 5);
}

const RANDOM_BYTES = 10;
/** The system's generator is asked for many at once: a call costs the same for one and for hundreds. */
const pool = Buffer.alloc(256 * RANDOM_BYTES);
let used = pool.length;

function tenRandomBytes(): Uint8Array {
  if (used === pool.length) {
    randomFillSync(pool);
    used = 0;
  }
  used += RANDOM_BYTES;
  return pool.subarray(used - RANDOM_BYTES, used);
}

/**
 * Time-ordered UUID (RFC 9562 §5.7).
 * @param now milliseconds since the Unix epoch
 * @param random 10 bytes; default: from the system's generator
 */
export function uuidv7(now: number, random: Uint8Array = tenRandomBytes()): string {
  if (random.length < RANDOM_BYTES) throw new TypeError('a UUIDv7 needs 10 random bytes');
  const bytes = Buffer.allocUnsafe(16);
  bytes.writeUIntBE(now, 0, 6);
  bytes.set(random.subarray(0, RANDOM_BYTES), 6);
  return format(bytes.toString('hex'), 7);
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
