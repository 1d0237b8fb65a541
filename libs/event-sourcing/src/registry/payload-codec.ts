import type { EventType } from './event-type.js';

/**
 * Stands between events and the store, so that personal fields can be encrypted per subject. `encode` gets valid data of the
 * type's current version and answers a JSON value; `decode` gets what was stored, of whatever version that is, and undoes it.
 * A codec that cannot decode any more (the subject's key was erased) leaves a placeholder instead of failing.
 * `subject` field and event type are always readable. Hashes cover the encoded data.
 */
export interface PayloadCodec {
  encode(type: EventType, data: unknown, subject: string): unknown;
  decode(type: EventType, data: unknown, subject: string): unknown;
  /** Awaited before `encode` and `decode` are called for these subjects: the place to make or fetch their keys. */
  prepare?(subjects: readonly string[]): Promise<void>;
}

/** Stores data as it is. */
export const identityCodec: PayloadCodec = {
  encode: (_type, data) => data,
  decode: (_type, data) => data,
};

/**
 * Whom an event is about: its `subject` field, else whoever the stream belongs to
 * (`device-E1` → `E1`; a stream without a hyphen is its own subject).
 */
export function subjectOf(stream: string, data: unknown): string {
  if (typeof data === 'object' && data !== null && 'subject' in data && typeof data.subject === 'string') return data.subject;
  return stream.slice(stream.indexOf('-') + 1);
}
