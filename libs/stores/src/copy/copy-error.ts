/**
 * - `SOURCE_DAMAGED` the chain of a stream breaks in the source: nothing from there on was copied
 * - `TARGET_FOREIGN` the target holds something that is not from the source
 * - `DIFFERS` the finished copy is not what the source is
 */
export type CopyErrorCode = 'SOURCE_DAMAGED' | 'TARGET_FOREIGN' | 'DIFFERS';

/** The copy cannot go on, or must not be used. The message is one line for people, without secrets. */
export class CopyError extends Error {
  constructor(
    readonly code: CopyErrorCode,
    message: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
    this.name = new.target.name;
  }
}
