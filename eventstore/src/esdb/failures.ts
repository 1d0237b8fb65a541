import {
  EventStoreError,
  type EventStoreErrorCode,
  EventTooLargeError,
  type ExpectedRevision,
  StreamDeletedError,
  WrongExpectedRevisionError,
} from '../port.js';

/**
 * - `final`: the server looked at the request and refused it
 * - `away`: it did not get there, or no answer came back; it may have been done. Worth another try
 * - `unclear`: something went wrong that has no name. Worth a few tries
 */
export type FailureKind = 'final' | 'away' | 'unclear';

/** Of an operation on one stream, to say what was refused. */
export interface FailureContext {
  readonly stream?: string;
  readonly expected?: ExpectedRevision;
}

/** gRPC status codes that a broken or cut connection leaves behind, and that the client has no error class for. */
const CANCELLED = 1;
const INTERNAL = 13;

const codes: Readonly<Record<string, EventStoreErrorCode>> = {
  'access-denied': 'ACCESS_DENIED',
  'invalid-argument': 'INVALID_ARGUMENT',
  'missing-required-metadata-property': 'INVALID_ARGUMENT',
};

const away = new Set(['timeout', 'deadline-exceeded', 'unavailable', 'cancelled', 'not-leader']);

interface ClientError extends Error {
  readonly type?: unknown;
  readonly code?: unknown;
  readonly actualVersion?: unknown;
  readonly maxAppendSize?: unknown;
}

/** No answer within our own deadline. */
export class NoAnswerError extends Error {
  constructor(ms: number) {
    super(`no answer within ${ms} ms`);
    this.name = new.target.name;
  }
}

const asClientError = (error: unknown): ClientError => (error instanceof Error ? error : new Error(String(error)));
const typeOf = (error: ClientError): string => (typeof error.type === 'string' ? error.type : '');

export function isType(error: unknown, type: string): boolean {
  return typeOf(asClientError(error)) === type;
}

/** Whether the request can have reached no server. */
export function wasNeverSent(error: unknown): boolean {
  return error instanceof Error && /No connection established|Failed to discover/.test(error.message);
}

export function kindOf(reason: unknown): FailureKind {
  if (reason instanceof NoAnswerError) return 'away';
  if (reason instanceof EventStoreError) return reason.code === 'STORE_UNAVAILABLE' ? 'away' : 'final';
  const error = asClientError(reason);
  const type = typeOf(error);
  if (away.has(type) || wasNeverSent(error)) return 'away';
  if (type === '') return 'unclear';
  if (type !== 'unknown') return 'final';
  return error.code === CANCELLED || error.code === INTERNAL ? 'away' : 'unclear';
}

/** What the error says, without addresses of the caller's secrets: the client's messages hold none once it is connected. */
export function reasonOf(error: unknown): string {
  const { message } = asClientError(error);
  const type = typeOf(asClientError(error));
  return [type, message].filter((part) => part !== '').join(': ');
}

/** Revisions come as numbers below zero (deletions) or as a word (appends) when there is no stream. */
function revisionOf(actual: unknown): number {
  return typeof actual === 'bigint' && actual >= 0n ? Number(actual) : -1;
}

/** The port's error for one of the client's; an error of the port stays what it is. */
export function toStoreError(reason: unknown, { stream = '', expected = 'any' }: FailureContext = {}): EventStoreError {
  if (reason instanceof EventStoreError) return reason;
  const error = asClientError(reason);
  const type = typeOf(error);
  if (type === 'wrong-expected-version') return new WrongExpectedRevisionError(stream, expected, revisionOf(error.actualVersion));
  if (type === 'stream-deleted') return new StreamDeletedError(stream);
  if (type === 'maximum-append-size-exceeded') return new EventTooLargeError(`EventStoreDB takes ${String(error.maxAppendSize)} bytes in one append`);
  if (type === 'access-denied')
    return new EventStoreError('ACCESS_DENIED', 'EventStoreDB refuses the credentials, or they allow too little', { cause: error });
  const code = codes[type] ?? (kindOf(error) === 'away' ? 'STORE_UNAVAILABLE' : 'STORE_FAILED');
  const does = code === 'STORE_UNAVAILABLE' ? 'does not answer' : 'fails';
  return new EventStoreError(code, `EventStoreDB ${does}: ${reasonOf(error)}`, { cause: error });
}
