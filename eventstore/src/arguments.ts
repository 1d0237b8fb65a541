import { EventStoreError, EventTooLargeError, type ExpectedRevision, type NewEvent, type StreamMetadata } from './port.js';

/** UTF-8 bytes of an event's data and metadata together. */
export const MAX_EVENT_BYTES = 256 * 1024;
/** UTF-8 bytes of the data and metadata of all events of one append. */
export const MAX_APPEND_BYTES = 900 * 1024;
const MAX_NAME_LENGTH = 512;

const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

const invalid = (message: string): EventStoreError => new EventStoreError('INVALID_ARGUMENT', message);

/** Names that begin with `$` belong to the store itself (EventStoreDB's system streams and types). */
function isName(name: string): boolean {
  // oxlint-disable-next-line no-control-regex -- control characters are what is refused
  return name.length > 0 && name.length <= MAX_NAME_LENGTH && !name.startsWith('$') && name.isWellFormed() && !/[\u0000-\u001f\u007f]/.test(name);
}

export function checkStream(stream: string): void {
  if (!isName(stream)) throw invalid(`not a stream name: ${JSON.stringify(stream.slice(0, MAX_NAME_LENGTH))}`);
}

export function checkWhole(name: string, value: number | undefined, least: number): void {
  if (value !== undefined && !(Number.isSafeInteger(value) && value >= least)) throw invalid(`${name} must be a whole number from ${least}`);
}

function checkEvent({ id, type, data, metadata }: NewEvent): number {
  if (!uuid.test(id)) throw invalid('an event id must be a UUID in lower case');
  if (!isName(type)) throw invalid(`not an event type: ${JSON.stringify(type.slice(0, MAX_NAME_LENGTH))}`);
  if (!data.isWellFormed() || !metadata.isWellFormed()) throw invalid(`event ${id} holds a lone surrogate, which UTF-8 cannot carry: escape it`);
  const bytes = Buffer.byteLength(data) + Buffer.byteLength(metadata);
  if (bytes > MAX_EVENT_BYTES) throw new EventTooLargeError(`event ${id} has ${bytes} bytes, at most ${MAX_EVENT_BYTES} are allowed`);
  return bytes;
}

function checkExpected(expected: ExpectedRevision): void {
  if (typeof expected === 'number') checkWhole('an expected revision', expected, 0);
}

/** The rules of `append` that do not depend on what is stored; the same for every adapter. */
export function checkAppend(stream: string, events: readonly NewEvent[], expected: ExpectedRevision): void {
  checkStream(stream);
  checkExpected(expected);
  if (events.length === 0) throw invalid('an append needs at least one event');
  if (new Set(events.map(({ id }) => id)).size < events.length) throw invalid('an event id stands twice in one append');
  const bytes = events.reduce((sum, event) => sum + checkEvent(event), 0);
  if (bytes > MAX_APPEND_BYTES) throw new EventTooLargeError(`the append has ${bytes} bytes, at most ${MAX_APPEND_BYTES} are allowed`);
}

export function checkDeletion(stream: string, expected: ExpectedRevision): void {
  checkStream(stream);
  checkExpected(expected);
}

export function checkMetadata(stream: string, metadata: StreamMetadata): void {
  checkStream(stream);
  checkWhole('maxCount', metadata.maxCount, 1);
  checkWhole('truncateBefore', metadata.truncateBefore, 0);
}
