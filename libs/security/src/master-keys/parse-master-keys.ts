import { createSecretKey, randomBytes } from 'node:crypto';
import { type MasterKey, MasterKeys } from './master-keys.js';

const KEY_BYTES = 32;
const KEY = /^[0-9a-f]{64}$/i;
/** Shorter than a key, so that a key can never be taken for an id. */
const ID = /^[a-z0-9][a-z0-9._-]{0,30}$/i;
/** The id of a key that is given without one. */
const DEFAULT_ID = 'default';

/** The setting is wrong. Says where and how, never what it holds: whoever swaps id and key would else read the key in a log. */
export class MasterKeysError extends Error {
  readonly code = 'INVALID_MASTER_KEYS';

  constructor(message: string) {
    super(message);
    this.name = new.target.name;
  }
}

/**
 * `id:hex[,id:hex…]`, keys of 64 hexadecimal digits; or one such key alone, which gets the id `default`.
 * @throws MasterKeysError
 */
export function parseMasterKeys(text: string): MasterKeys {
  const entries = text.split(',').map((entry) => entry.trim());
  if (entries.length === 1 && entries[0] === '') throw new MasterKeysError('no master key is given');
  const [wrapping, ...others] = entries.map((entry, index) =>
    parseEntry(entry, entries.length === 1 ? 'the master key' : `master key ${index + 1} of ${entries.length}`),
  );
  if (wrapping === undefined) throw new MasterKeysError('no master key is given');
  const keys = [wrapping, ...others];
  const twice = keys.findIndex((key, index) => keys.findIndex((other) => other.id === key.id) < index);
  if (twice >= 0) throw new MasterKeysError(`master key ${twice + 1} of ${keys.length} has the id of an earlier one`);
  return new MasterKeys(wrapping, others);
}

/** A new master key as `parseMasterKeys` reads it: 64 hexadecimal digits. */
export function generateMasterKey(): string {
  return randomBytes(KEY_BYTES).toString('hex');
}

function parseEntry(entry: string, which: string): MasterKey {
  const parts = entry.split(':').map((part) => part.trim());
  if (parts.length > 2) throw new MasterKeysError(`${which} must be written id:key, with one colon`);
  const [id, key] = parts.length === 1 ? [DEFAULT_ID, parts[0] ?? ''] : [parts[0] ?? '', parts[1] ?? ''];
  if (!ID.test(id))
    throw new MasterKeysError(`${which}: the id must be 1 to 31 letters, digits, dots, dashes or underscores, and begin with a letter or digit`);
  if (key.length !== 2 * KEY_BYTES)
    throw new MasterKeysError(`${which}: the key must be 64 hexadecimal digits (32 bytes), it has ${key.length} characters`);
  if (!KEY.test(key)) throw new MasterKeysError(`${which}: the key must be 64 hexadecimal digits (32 bytes), it has other characters`);
  const bytes = Buffer.from(key, 'hex');
  try {
    return { id, key: createSecretKey(bytes) };
  } finally {
    bytes.fill(0);
  }
}
