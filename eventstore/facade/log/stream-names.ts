import { createHash } from 'node:crypto';

/** The store takes well-formed names of at most 512 characters without control characters that do not begin with `$`. */
const PLAIN_LENGTH = 500;
const PLAIN = 's/';
const HASHED = 'h/';

// oxlint-disable-next-line no-control-regex -- control characters are what the store refuses
const isPlain = (name: string): boolean => name.length <= PLAIN_LENGTH && name.isWellFormed() && !/[\u0000-\u001f\u007f]/.test(name);

/** The stream of the store that holds a client's stream: its name behind a prefix, or a hash where the store refuses such a name. */
export function storedStream(name: string): string {
  return isPlain(name) ? PLAIN + name : HASHED + createHash('sha256').update(name).digest('hex');
}

/** The client's name of a stored stream; undefined when only its events know. */
export function plainName(stored: string): string | undefined {
  return stored.startsWith(PLAIN) ? stored.slice(PLAIN.length) : undefined;
}

/** False for what the façade keeps beside the streams of its clients. */
export const isClientStream = (stored: string): boolean => stored.startsWith(PLAIN) || stored.startsWith(HASHED);

/** The stored type of an event; undefined when it has to stand in the metadata. */
export const storedType = (type: string): string | undefined => (isPlain(type) ? `t/${type}` : undefined);
export const plainType = (stored: string): string => stored.slice(2);

export const METASTREAM_PREFIX = '$$';
export const isMetastream = (name: string): boolean => name.startsWith(METASTREAM_PREFIX);
export const metastreamOf = (name: string): string => METASTREAM_PREFIX + name;
export const originalOf = (metastream: string): string => metastream.slice(METASTREAM_PREFIX.length);
