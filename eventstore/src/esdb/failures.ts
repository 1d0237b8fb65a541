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

/**
 * gRPC statuses, for errors that the client has no class for or hands on as they came (so it does when it asks what the server supports).
 * CANCELLED, DEADLINE_EXCEEDED, ABORTED, INTERNAL, UNAVAILABLE: what a cut connection and a server that is busy or gone leave behind.
 */
const awayStatuses = new Set<unknown>([1, 4, 10, 13, 14]);
/** PERMISSION_DENIED, UNAUTHENTICATED. */
const deniedStatuses = new Set<unknown>([7, 16]);

const codes: Readonly<Record<string, EventStoreErrorCode>> = {
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
  if (type !== '' && type !== 'unknown') return 'final';
  if (awayStatuses.has(error.code)) return 'away';
  return deniedStatuses.has(error.code) ? 'final' : 'unclear';
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
  if (type === 'access-denied' || deniedStatuses.has(error.code))
    return new EventStoreError('ACCESS_DENIED', 'EventStoreDB refuses the credentials, or they allow too little', { cause: error });
  const code = codes[type] ?? (kindOf(error) === 'away' ? 'STORE_UNAVAILABLE' : 'STORE_FAILED');
  const does = code === 'STORE_UNAVAILABLE' ? 'does not answer' : 'fails';
  return new EventStoreError(code, `EventStoreDB ${does}: ${reasonOf(error)}`, { cause: error });
}
