import { Metadata, status } from '@grpc/grpc-js';

/** What ends a call with a status other than OK; the trailers are what the official client tells its errors by. */
export class RpcError extends Error {
  readonly metadata = new Metadata();

  constructor(
    readonly code: status,
    readonly details: string,
    trailers: Readonly<Record<string, string>> = {},
  ) {
    super(details);
    this.name = new.target.name;
    for (const [key, value] of Object.entries(trailers)) this.metadata.set(key, encodeTrailer(value));
  }
}

/** Header values carry only visible ASCII; anything else goes percent-encoded, as a name beyond ASCII would otherwise break the reply. */
const encodeTrailer = (value: string): string => value.replaceAll(/[^ -~]/gu, (character) => encodeURIComponent(character.toWellFormed()));

export const handlerException = (): RpcError => new RpcError(status.UNKNOWN, 'Exception was thrown by handler.');

export const invalidArgument = (details: string): RpcError => new RpcError(status.INVALID_ARGUMENT, details);

/** A required choice of the request was left open. */
export const notAChoice = (choice: string): RpcError => invalidArgument(`'None' is not a valid EventStore.Client.Streams.${choice}`);

export const streamDeleted = (stream: string): RpcError =>
  new RpcError(status.FAILED_PRECONDITION, `Event stream '${stream}' is deleted.`, { exception: 'stream-deleted', 'stream-name': stream });

export const accessDenied = (): RpcError => new RpcError(status.PERMISSION_DENIED, 'Access Denied', { exception: 'access-denied' });

export const tooLargeAppend = (limit: number): RpcError =>
  new RpcError(status.INVALID_ARGUMENT, `Maximum Append Size of ${limit} Exceeded.`, {
    exception: 'maximum-append-size-exceeded',
    'maximum-append-size': String(limit),
  });

export const missingProperty = (property: string): RpcError =>
  new RpcError(status.INVALID_ARGUMENT, `Required Metadata Property '${property}' is missing`, {
    exception: 'missing-required-metadata-property',
    'required-metadata-properties': 'type,content-type',
  });

export const slowConsumer = (): RpcError =>
  new RpcError(status.ABORTED, 'Operation timed out: Consumer too slow to handle event while live. Client resubscription required.');

export const logFailed = (): RpcError => new RpcError(status.UNAVAILABLE, 'the store under the façade failed: restart it');
