import { anyPb, codePb, sharedPb, statusPb } from './generated.js';
import { identifier } from './read-messages.js';

interface Details {
  serializeBinary(): Uint8Array;
}

function batchError(code: number, message: string, type: string, details: Details): statusPb.Status {
  const any = new anyPb.Any();
  any.pack(details.serializeBinary(), `event_store.client.${type}`);
  const error = new statusPb.Status();
  error.setMessage(message);
  error.setDetails(any);
  return error.setCode(code);
}

const { Code } = codePb;

export const wrongVersionError = (details: sharedPb.WrongExpectedVersion): statusPb.Status =>
  batchError(Code.ALREADY_EXISTS, 'WrongExpectedVersion', 'WrongExpectedVersion', details);

export const streamDeletedError = (stream: string): statusPb.Status =>
  batchError(Code.NOT_FOUND, 'StreamDeleted', 'StreamDeleted', new sharedPb.StreamDeleted().setStreamIdentifier(identifier(stream)));

export const tooLargeError = (limit: number): statusPb.Status =>
  batchError(
    Code.INVALID_ARGUMENT,
    'MaximumAppendSizeExceeded',
    'MaximumAppendSizeExceeded',
    new sharedPb.MaximumAppendSizeExceeded().setMaxappendsize(limit),
  );

export const badRequestError = (message: string): statusPb.Status =>
  batchError(Code.INVALID_ARGUMENT, 'BadRequest', 'BadRequest', new sharedPb.BadRequest().setMessage(message));

export const timeoutError = (): statusPb.Status => batchError(Code.DEADLINE_EXCEEDED, 'Timeout', 'Timeout', new sharedPb.Timeout());

export const accessDeniedError = (): statusPb.Status =>
  batchError(Code.PERMISSION_DENIED, 'Access Denied', 'AccessDenied', new sharedPb.AccessDenied());

export const unknownError = (message: string): statusPb.Status => batchError(Code.UNKNOWN, message, 'Unknown', new sharedPb.Unknown());
