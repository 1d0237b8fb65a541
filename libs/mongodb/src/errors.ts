/**
 * - `INVALID_URL` the connection string cannot be used
 * - `ACCESS_DENIED` wrong credentials, or the user may not do this
 * - `STORE_CLOSED` closed by its owner
 * - `STORE_UNAVAILABLE` no server that can be written answers now; whether a request was written is unknown
 * - `STORE_READ_ONLY` the server takes no writes
 * - `STORE_FULL` disk or quota
 * - `STORE_FAILED` anything else; whether a request was written is unknown
 */
export type MongoStoreErrorCode =
  'INVALID_URL' | 'ACCESS_DENIED' | 'STORE_CLOSED' | 'STORE_UNAVAILABLE' | 'STORE_READ_ONLY' | 'STORE_FULL' | 'STORE_FAILED';

/** What went wrong with the server or the way to it. */
export class MongoStoreError extends Error {
  constructor(
    readonly code: MongoStoreErrorCode,
    message: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
    this.name = new.target.name;
  }
}

/** Error codes of the server, from its list of error codes (`error_codes.yml`). */
const byServerCode: ReadonlyMap<number, MongoStoreErrorCode> = new Map<number, MongoStoreErrorCode>([
  [13, 'ACCESS_DENIED'], // Unauthorized
  [18, 'ACCESS_DENIED'], // AuthenticationFailed
  [6, 'STORE_UNAVAILABLE'], // HostUnreachable
  [7, 'STORE_UNAVAILABLE'], // HostNotFound
  [50, 'STORE_UNAVAILABLE'], // MaxTimeMSExpired
  [64, 'STORE_UNAVAILABLE'], // WriteConcernTimeout
  [89, 'STORE_UNAVAILABLE'], // NetworkTimeout
  [91, 'STORE_UNAVAILABLE'], // ShutdownInProgress
  [100, 'STORE_UNAVAILABLE'], // UnsatisfiableWriteConcern
  [189, 'STORE_UNAVAILABLE'], // PrimarySteppedDown
  [262, 'STORE_UNAVAILABLE'], // ExceededTimeLimit
  [10_107, 'STORE_UNAVAILABLE'], // NotWritablePrimary
  [11_600, 'STORE_UNAVAILABLE'], // InterruptedAtShutdown
  [11_602, 'STORE_UNAVAILABLE'], // InterruptedDueToReplStateChange
  [13_435, 'STORE_UNAVAILABLE'], // NotPrimaryNoSecondaryOk
  [13_436, 'STORE_UNAVAILABLE'], // NotPrimaryOrSecondary
  [20, 'STORE_READ_ONLY'], // IllegalOperation: a server that was started to be read only
  [14_031, 'STORE_FULL'], // OutOfDiskSpace
  [12_501, 'STORE_FULL'], // the quota of the account is used up
]);

/** An error of the driver, known by its name: the driver takes a fifth of a second to load, and most programs never use it. */
interface DriverError extends Error {
  readonly code?: number | string;
  /** Of a bulk write: what the majority or the journal did not do. */
  readonly err?: { readonly code?: number };
  /** Of a bulk write. */
  readonly writeErrors?: { readonly code: number } | readonly { readonly code: number }[];
}

const isDriverError = (error: unknown): error is DriverError => error instanceof Error && error.name.startsWith('Mongo');
const CLOSED = /^Mongo(TopologyClosed|NotConnected|ClientClosed|PoolClosed)Error$/;
const NO_CONNECTION = /^Mongo(Network|ServerSelection|PoolCleared|WaitQueueTimeout|OperationTimeout|ServerClosed|StalePrimary)/;
/** The driver makes one of these of whatever ended a bulk write; one without a code of the server had no answer from it. */
const BULK = 'MongoBulkWriteError';
const CLOSED_WORDS = /client (is|was) closed|must be connected|topology is closed|closed connection pool/i;
const DUPLICATE_KEY = 11_000;

/** Duplicate key: another document of the same `_id` stands, or was written at the same moment. */
export function isDuplicateKey(error: unknown): boolean {
  return isDriverError(error) && error.code === DUPLICATE_KEY;
}

/** All that a bulk write was refused, as far as it was tried, is for duplicate keys. */
export function isOnlyDuplicateKeys(error: unknown): boolean {
  if (!isDriverError(error) || error.writeErrors === undefined) return isDuplicateKey(error);
  const errors = [error.writeErrors].flat();
  return errors.length > 0 && errors.every(({ code }) => code === DUPLICATE_KEY);
}

/** The collection is not there: servers of some kinds answer an error to its removal. */
export function isNoCollection(error: unknown): boolean {
  return isDriverError(error) && (error.code === 26 || error.message.includes('ns not found'));
}

/** Of whatever the driver threw. */
export function asMongoStoreError(error: unknown): MongoStoreError {
  if (error instanceof MongoStoreError) return error;
  const message = error instanceof Error ? error.message : String(error);
  return new MongoStoreError(codeOf(error), `MongoDB: ${message}`, { cause: error });
}

function codeOf(error: unknown): MongoStoreErrorCode {
  if (!isDriverError(error)) return 'STORE_FAILED';
  if (CLOSED.test(error.name)) return 'STORE_CLOSED';
  if (NO_CONNECTION.test(error.name)) return 'STORE_UNAVAILABLE';
  const code = error.code ?? error.err?.code;
  if (error.name === BULK && code === undefined) return CLOSED_WORDS.test(error.message) ? 'STORE_CLOSED' : 'STORE_UNAVAILABLE';
  return typeof code === 'number' ? (byServerCode.get(code) ?? 'STORE_FAILED') : 'STORE_FAILED';
}
