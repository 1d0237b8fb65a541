const PREFIX = 'device-';

/** The device whose stream this is; undefined for streams of other kinds. */
export function deviceOf(stream: string): string | undefined {
  return stream.startsWith(PREFIX) ? stream.slice(PREFIX.length) : undefined;
}

/**
 * Epoch ms of an ISO 8601 text with offset.
 * @throws RangeError for anything else: nothing could be found by it
 */
export function instantOf(text: string): number {
  const at = Date.parse(text);
  if (Number.isNaN(at)) throw new RangeError('an instant of an event is not an ISO 8601 date-time');
  return at;
}
