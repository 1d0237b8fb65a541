/**
 * - `UNUSABLE_SETTINGS` the addresses of the stores do not fit together, or are none
 * - `NO_STORE` there is nothing at the address
 * - `UNREACHABLE` a server does not answer, or does not let us in
 * - `UNFINISHED_COPY` the stores hold the beginning of a copy that was not finished
 * - `FOREIGN_STORE` two stores do not belong together
 */
export type StoresErrorCode = 'UNUSABLE_SETTINGS' | 'NO_STORE' | 'UNREACHABLE' | 'UNFINISHED_COPY' | 'FOREIGN_STORE';

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
