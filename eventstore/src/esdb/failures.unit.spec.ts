import {
  AccessDeniedError,
  CancelledError,
  DeadlineExceededError,
  InvalidArgumentError,
  MaxAppendSizeExceededError,
  NotLeaderError,
  StreamDeletedError as ClientStreamDeletedError,
  TimeoutError,
  UnavailableError,
  UnknownError,
  UnsupportedError,
  WrongExpectedVersionError,
} from '@eventstore/db-client';
import { describe, expect, it } from '@jest/globals';
import { Metadata, type ServiceError } from '@grpc/grpc-js';
import { EventStoreError } from '../port.js';
import { kindOf, NoAnswerError, reasonOf, toStoreError, wasNeverSent } from './failures.js';

function answer(code: number, details: string, trailers: Readonly<Record<string, string>> = {}): ServiceError {
  const metadata = new Metadata();
  for (const [name, value] of Object.entries(trailers)) metadata.set(name, value);
  return Object.assign(new Error(`${code}: ${details}`), { code, details, metadata });
}

const leader = { 'leader-endpoint-host': '10.0.0.2', 'leader-endpoint-port': '2113' };
const refused = answer(14, 'No connection established. Last error: connect ECONNREFUSED 127.0.0.1:1');

const table: readonly (readonly [name: string, error: unknown, kind: string, expected: object])[] = [
  [
    'wrong revision, in the answer of an append',
    new WrongExpectedVersionError(undefined as never, { streamName: 's', current: 4n, expected: 2n }),
    'final',
    { code: 'WRONG_EXPECTED_REVISION', stream: 's', expected: 2, actual: 4 },
  ],
  [
    'wrong revision of a missing stream',
    new WrongExpectedVersionError(undefined as never, { streamName: 's', current: 'no_stream', expected: 2n }),
    'final',
    { code: 'WRONG_EXPECTED_REVISION', actual: -1 },
  ],
  [
    'wrong revision, in the status of a deletion',
    new WrongExpectedVersionError(answer(9, '', { 'stream-name': 's', 'expected-version': '2', 'actual-version': '-1' })),
    'final',
    { code: 'WRONG_EXPECTED_REVISION', actual: -1 },
  ],
  ['deleted stream', ClientStreamDeletedError.fromStreamName('s'), 'final', { code: 'STREAM_DELETED', stream: 's' }],
  ['append too large', MaxAppendSizeExceededError.fromMaxAppendSize(1_048_576), 'final', { code: 'EVENT_TOO_LARGE' }],
  ['no credentials', new AccessDeniedError(answer(7, 'Access Denied')), 'final', { code: 'ACCESS_DENIED' }],
  ['denied in the answer of a batch', new AccessDeniedError(), 'final', { code: 'ACCESS_DENIED' }],
  ['wrong password', new AccessDeniedError(answer(16, '')), 'final', { code: 'ACCESS_DENIED' }],
  ['invalid argument', new InvalidArgumentError('no'), 'final', { code: 'INVALID_ARGUMENT' }],
  ['an operation that the server has not', new UnsupportedError('append', '20'), 'final', { code: 'STORE_FAILED' }],
  ['away', new UnavailableError(answer(14, 'read ECONNRESET')), 'away', { code: 'STORE_UNAVAILABLE' }],
  ['connection refused', new UnavailableError(refused), 'away', { code: 'STORE_UNAVAILABLE' }],
  ['deadline in the answer of a batch', new DeadlineExceededError(), 'away', { code: 'STORE_UNAVAILABLE' }],
  ['commit timeout, slow consumer', new TimeoutError(answer(10, 'Commit phase timeout')), 'away', { code: 'STORE_UNAVAILABLE' }],
  ['cancelled by the server', new CancelledError(answer(1, 'by the server')), 'away', { code: 'STORE_UNAVAILABLE' }],
  ['cancelled because the client was left', new UnknownError(answer(1, 'Cancelled on client')), 'away', { code: 'STORE_UNAVAILABLE' }],
  ['stream reset', new UnknownError(answer(13, 'Received RST_STREAM with code 2')), 'away', { code: 'STORE_UNAVAILABLE' }],
  ['not the leader', new NotLeaderError(answer(5, '', leader)), 'away', { code: 'STORE_UNAVAILABLE' }],
  ['no node found', new Error('Failed to discover after 10 attempts.'), 'away', { code: 'STORE_UNAVAILABLE' }],
  ['our own deadline', new NoAnswerError(5_000), 'away', { code: 'STORE_UNAVAILABLE' }],
  ['a status as it came, away', answer(14, 'Connection dropped'), 'away', { code: 'STORE_UNAVAILABLE' }],
  ['a status as it came, denied', answer(16, ''), 'final', { code: 'ACCESS_DENIED' }],
  ['a status as it came, unknown', answer(2, 'Exception was thrown by handler.'), 'unclear', { code: 'STORE_FAILED' }],
  ['an exception of the server', new UnknownError(answer(2, 'Exception was thrown by handler.')), 'unclear', { code: 'STORE_FAILED' }],
  ['too large for a message', new UnknownError(answer(8, 'Received message exceeds')), 'unclear', { code: 'STORE_FAILED' }],
  ['an exception of the client', new TypeError('x is not a function'), 'unclear', { code: 'STORE_FAILED' }],
  ['no error at all', 'text', 'unclear', { code: 'STORE_FAILED' }],
];

describe('a failure of the client', () => {
  it.each(table)('%s', (_, error, kind, expected) => {
    expect(kindOf(error)).toBe(kind);
    const storeError = toStoreError(error, { stream: 's', expected: 2 });
    expect(storeError).toBeInstanceOf(EventStoreError);
    expect(storeError).toMatchObject(expected);
  });

  it('that is an error of the port already stays what it is', () => {
    const error = new EventStoreError('STORE_CLOSED', 'closed');
    expect(toStoreError(error)).toBe(error);
    expect(kindOf(error)).toBe('final');
  });

  it('can be known to have reached no server', () => {
    expect(wasNeverSent(new UnavailableError(refused))).toBe(true);
    expect(wasNeverSent(new UnavailableError(answer(14, 'read ECONNRESET')))).toBe(false);
    expect(wasNeverSent(new NoAnswerError(1))).toBe(false);
  });

  it('says what it is, also without a message', () => {
    expect(reasonOf(new DeadlineExceededError())).toBe('deadline-exceeded');
    expect(reasonOf(new UnavailableError(refused))).toContain('ECONNREFUSED');
  });
});
