import { describe, expect, it } from '@jest/globals';
import { batchedCommands, LARGEST_BATCH, parseBatched } from './parse-batch.js';
import { InvalidRequestError } from './validate.js';

const fieldsOf = (parse: () => unknown): unknown => {
  try {
    return parse();
  } catch (error) {
    if (error instanceof InvalidRequestError) return error.errors.map(({ field }) => field);
    throw error;
  }
};

describe('a batch', () => {
  it.each([
    ['no object', [], ['']],
    ['no list', { commands: {} }, ['commands']],
    ['an empty list', { commands: [] }, ['commands']],
    ['one command too many', { commands: Array.from({ length: LARGEST_BATCH + 1 }, () => ({})) }, ['commands']],
    ['more than commands', { commands: [{}], priority: 7 }, ['priority']],
  ])('is refused when it is %s', (_what, body, fields) => {
    expect(fieldsOf(() => batchedCommands(body))).toEqual(fields);
  });

  it('is taken whole, whatever is in it', () => {
    const commands = Array.from({ length: LARGEST_BATCH }, () => null);
    expect(batchedCommands({ commands })).toBe(commands);
  });
});

describe('a command of a batch', () => {
  it('is the request of its operation, also under an older name', () => {
    expect(
      parseBatched({ operation: 'ActualMeterReads', deviceIdentification: 'TEST1024000000001', options: { priority: 7 }, idempotencyKey: 'k' }),
    ).toMatchObject({
      request: { operation: 'GetActualMeterReads', deviceIdentification: 'TEST1024000000001', options: { priority: 7 } },
      idempotencyKey: 'k',
    });
  });

  it.each([
    ['null', null, ['']],
    ['without an operation', { deviceIdentification: 'TEST1024000000001' }, ['operation']],
    ['of an operation that every object inherits', { operation: 'constructor', deviceIdentification: 'TEST1024000000001' }, ['operation']],
    ['with a field of no request', { operation: 'GetActualMeterReads', deviceIdentification: 'TEST1024000000001', wait: 5 }, ['wait']],
    [
      'whose data breaks the contract',
      {
        operation: 'GetPeriodicMeterReads',
        deviceIdentification: 'TEST1024000000001',
        data: { periodType: 'DAILY', beginDate: 'x', endDate: '2026-01-01T00:00:00Z' },
      },
      ['data.beginDate'],
    ],
  ])('is refused when it is %s', (_what, command, fields) => {
    expect(fieldsOf(() => parseBatched(command))).toEqual(fields);
  });
});
