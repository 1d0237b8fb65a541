/**
 * - `UNUSABLE_SETTINGS` the addresses of the stores do not fit together, or are none
 * - `UNFINISHED_COPY` the stores hold the beginning of a copy that was not finished
 * - `FOREIGN_STORE` the store belongs with another one
 */
export type StoresErrorCode = 'UNUSABLE_SETTINGS' | 'UNFINISHED_COPY' | 'FOREIGN_STORE';

/** The stores cannot be used as they are. The message is one line for people, without secrets. */
export class StoresError extends Error {
  constructor(
    readonly code: StoresErrorCode,
    message: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
    this.name = new.target.name;
  }
}
