import { EventStoreError, EventTooLargeError, type ExpectedRevision, type NewEvent, type StreamMetadata } from '#eventstore/port.js';
import { isUuid } from '../uuid.js';

const LARGEST_EVENT = 256 * 1024;
const LARGEST_APPEND = 900 * 1024;
const LONGEST_NAME = 512;

function check(fits: boolean, what: string): void {
  if (!fits) throw new EventStoreError('INVALID_ARGUMENT', `not acceptable: ${what}`);
}

const isName = (name: string): boolean => name.length > 0 && name.length <= LONGEST_NAME && name.isWellFormed() && !/^\$|\p{Cc}/u.test(name);
const isWhole = (value: number | undefined, least: number): boolean => value === undefined || (Number.isSafeInteger(value) && value >= least);

function bytesOf({ id, type, data, metadata }: NewEvent): number {
  check(isUuid(id) && id === id.toLowerCase(), 'event id');
  check(isName(type), 'event type');
  check(data.isWellFormed() && metadata.isWellFormed(), 'a lone surrogate');
  const bytes = Buffer.byteLength(data) + Buffer.byteLength(metadata);
  if (bytes > LARGEST_EVENT) throw new EventTooLargeError('an event is larger than 256 KiB');
  return bytes;
}

export function checkDeletion(stream: string, expected: ExpectedRevision): void {
  check(isName(stream), 'stream name');
  check(typeof expected !== 'number' || isWhole(expected, 0), 'expected revision');
}

/** What every store refuses to append, whatever it holds. */
export function checkAppend(stream: string, events: readonly NewEvent[], expected: ExpectedRevision): void {
  checkDeletion(stream, expected);
  check(events.length > 0, 'an append of nothing');
  check(new Set(events.map(({ id }) => id)).size === events.length, 'an event id twice in an append');
  const bytes = events.reduce((sum, event) => sum + bytesOf(event), 0);
  if (bytes > LARGEST_APPEND) throw new EventTooLargeError('an append is larger than 900 KiB');
}

export function checkRead(from: number | undefined, limit: number | undefined, stream?: string): void {
  check(stream === undefined || isName(stream), 'stream name');
  check(isWhole(from, 0) && isWhole(limit, 1), 'revision, position or limit');
}

export function checkMetadata(stream: string, { maxCount, truncateBefore }: StreamMetadata): void {
  check(isName(stream), 'stream name');
  check(isWhole(maxCount, 1) && isWhole(truncateBefore, 0), 'maxCount or truncateBefore');
}
