import fc from 'fast-check';
import type { AccessItem } from '../apdu/access.js';
import type { ActionOutcome } from '../apdu/action.js';
import type { Apdu } from '../apdu/apdu.js';
import type { AttributeRef, DataBlock, GetResult, MethodRef } from '../apdu/descriptors.js';
import type { CaptureObject, SelectiveAccess } from '../apdu/selective-access.js';
import type { ReadResult, VariableAccess, WriteResult } from '../apdu/short-names.js';
import type { Data, NumberType, TypeDescription } from '../axdr/data.js';

const octets = (maxLength = 40): fc.Arbitrary<Uint8Array> => fc.uint8Array({ maxLength }).map((bytes) => Buffer.from(bytes));
const exactly = (length: number): fc.Arbitrary<Uint8Array> =>
  fc.uint8Array({ minLength: length, maxLength: length }).map((bytes) => Buffer.from(bytes));
const u8 = fc.integer({ min: 0, max: 0xff });
const u16 = fc.integer({ min: 0, max: 0xffff });
const u32 = fc.integer({ min: 0, max: 0xffffffff });
const i8 = fc.integer({ min: -0x80, max: 0x7f });
const i16 = fc.integer({ min: -0x8000, max: 0x7fff });
const i32 = fc.integer({ min: -0x80000000, max: 0x7fffffff });

const numbers: readonly (readonly [NumberType, fc.Arbitrary<number>])[] = [
  ['double-long', i32],
  ['double-long-unsigned', u32],
  ['bcd', u8],
  ['integer', i8],
  ['long', i16],
  ['unsigned', u8],
  ['long-unsigned', u16],
  ['enum', u8],
  ['float32', fc.float({ noNaN: true })],
  ['float64', fc.double({ noNaN: true })],
  ['delta-integer', i8],
  ['delta-long', i16],
  ['delta-double-long', i32],
  ['delta-unsigned', u8],
  ['delta-long-unsigned', u16],
  ['delta-double-long-unsigned', u32],
];

const scalar: fc.Arbitrary<Data> = fc.oneof(
  fc.constantFrom<Data>({ type: 'null-data' }, { type: 'dont-care' }),
  fc.boolean().map((value): Data => ({ type: 'boolean', value })),
  fc.string({ unit: fc.constantFrom('0', '1'), maxLength: 40 }).map((value): Data => ({ type: 'bit-string', value })),
  octets(300).map((value): Data => ({ type: 'octet-string', value })),
  fc.string({ unit: 'binary-ascii', maxLength: 200 }).map((value): Data => ({ type: 'visible-string', value })),
  fc.string({ unit: 'grapheme', maxLength: 60 }).map((value): Data => ({ type: 'utf8-string', value })),
  exactly(12).map((value): Data => ({ type: 'date-time', value })),
  exactly(5).map((value): Data => ({ type: 'date', value })),
  exactly(4).map((value): Data => ({ type: 'time', value })),
  fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }).map((value): Data => ({ type: 'long64', value })),
  fc.bigInt({ min: 0n, max: 2n ** 64n - 1n }).map((value): Data => ({ type: 'long64-unsigned', value })),
  fc.oneof(...numbers.map(([type, values]) => values.map((value): Data => ({ type, value })))),
);

const rowDescription: TypeDescription = {
  type: 'structure',
  elements: [{ type: 'unsigned' }, { type: 'array', count: 2, element: { type: 'long' } }],
};

const compactArray: fc.Arbitrary<Data> = fc
  .array(
    fc.tuple(u8, i16, i16).map(([first, second, third]): Data => ({
      type: 'structure',
      value: [
        { type: 'unsigned', value: first },
        {
          type: 'array',
          value: [
            { type: 'long', value: second },
            { type: 'long', value: third },
          ],
        },
      ],
    })),
    { maxLength: 6 },
  )
  .map((value): Data => ({ type: 'compact-array', element: rowDescription, value }));

/** Any COSEM value, nested a few levels. */
export const anyData: fc.Arbitrary<Data> = fc.letrec<{ data: Data }>((tie) => ({
  data: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    scalar,
    compactArray,
    fc.record({ type: fc.constantFrom('array' as const, 'structure' as const), value: fc.array(tie('data'), { maxLength: 5 }) }),
  ),
})).data;

const obis = exactly(6).map((bytes) => bytes.join('.'));
const captureObject: fc.Arbitrary<CaptureObject> = fc.record({ classId: u16, obis, attribute: i8, dataIndex: u16 });

const profileAccess: fc.Arbitrary<SelectiveAccess> = fc.oneof(
  fc.record({
    kind: fc.constant('range' as const),
    restrictingObject: captureObject,
    from: scalar,
    to: scalar,
    columns: fc.array(captureObject, { maxLength: 3 }),
  }),
  fc.record({ kind: fc.constant('entry' as const), fromEntry: u32, toEntry: u32, fromColumn: u16, toColumn: u16 }),
);

const attribute: fc.Arbitrary<AttributeRef> = fc.oneof(
  fc.record({ classId: u16, obis, attribute: i8 }),
  fc.record({ classId: fc.constant(7), obis, attribute: fc.constant(2), access: profileAccess }),
  fc.record({
    classId: fc.constant(15),
    obis,
    attribute: fc.constant(2),
    access: fc.record({ kind: fc.constant('selector' as const), selector: u8, parameter: scalar }),
  }),
);

const variable: fc.Arbitrary<VariableAccess> = fc.oneof<fc.Arbitrary<VariableAccess>[]>(
  fc.record({ kind: fc.constant('name' as const), name: u16 }),
  fc.record({ kind: fc.constant('parameterized' as const), name: u16, selector: u8, parameter: scalar }),
  fc.record({ kind: fc.constant('next-block' as const), number: u16 }),
  fc.record({ kind: fc.constant('read-block' as const), last: fc.boolean(), number: u16, bytes: octets(60) }),
  fc.record({ kind: fc.constant('write-block' as const), last: fc.boolean(), number: u16 }),
);
const method: fc.Arbitrary<MethodRef> = fc.record({ classId: u16, obis, method: i8 });
const block: fc.Arbitrary<DataBlock> = fc.record({ last: fc.boolean(), number: u32, bytes: octets(300) });
const getResult: fc.Arbitrary<GetResult> = fc.oneof(
  anyData.map((data): GetResult => ({ ok: true, data })),
  u8.map((result): GetResult => ({ ok: false, result })),
);
const outcome: fc.Arbitrary<ActionOutcome> = fc.oneof(fc.record({ result: u8 }), fc.record({ result: u8, returned: getResult }));
const few = <T>(item: fc.Arbitrary<T>): fc.Arbitrary<T[]> => fc.array(item, { maxLength: 4 });
const is = <K extends Apdu['kind']>(kind: K): fc.Arbitrary<K> => fc.constant(kind);
const requiredKey = { requiredKeys: ['kind', 'conformance', 'maxPduSize'] as ['kind', 'conformance', 'maxPduSize'] };
const conformance = fc.integer({ min: 0, max: 0xffffff });

const readResult: fc.Arbitrary<ReadResult> = fc.oneof<fc.Arbitrary<ReadResult>[]>(
  fc.record({ kind: fc.constant('data' as const), data: anyData }),
  fc.record({ kind: fc.constant('error' as const), result: u8 }),
  fc.record({ kind: fc.constant('block' as const), last: fc.boolean(), number: u16, bytes: octets(60) }),
  fc.record({ kind: fc.constant('block-number' as const), number: u16 }),
);
const writeResult: fc.Arbitrary<WriteResult> = fc.oneof<fc.Arbitrary<WriteResult>[]>(
  fc.record({ kind: fc.constant('success' as const) }),
  fc.record({ kind: fc.constant('error' as const), result: u8 }),
  fc.record({ kind: fc.constant('block-number' as const), number: u16 }),
);
const accessItem: fc.Arbitrary<AccessItem> = fc.oneof<fc.Arbitrary<AccessItem>[]>(
  fc.record({ kind: fc.constantFrom('get' as const, 'set' as const), attribute }),
  fc.record({ kind: fc.constant('action' as const), method }),
);

/** Any APDU that this library encodes. */
export const anyApdu: fc.Arbitrary<Apdu> = fc.oneof<fc.Arbitrary<Apdu>[]>(
  fc.record(
    {
      kind: is('initiate-request'),
      dedicatedKey: exactly(16),
      responseAllowed: fc.constant(false),
      qualityOfService: i8,
      conformance,
      maxPduSize: u16,
    },
    requiredKey,
  ),
  fc.record({ kind: is('initiate-response'), conformance, maxPduSize: u16, vaaName: u16 }),
  fc.record({ kind: is('get-request'), invoke: u8, attribute }),
  fc.record({ kind: is('get-request-next'), invoke: u8, blockNumber: u32 }),
  fc.record({ kind: is('get-request-list'), invoke: u8, attributes: few(attribute) }),
  fc.record({ kind: is('get-response'), invoke: u8, result: getResult }),
  fc.record({
    kind: is('get-response-block'),
    invoke: u8,
    last: fc.boolean(),
    number: u32,
    content: fc.oneof(fc.record({ ok: fc.constant(true as const), bytes: octets(300) }), fc.record({ ok: fc.constant(false as const), result: u8 })),
  }),
  fc.record({ kind: is('get-response-list'), invoke: u8, results: few(getResult) }),
  fc.record({ kind: is('set-request'), invoke: u8, attribute, data: anyData }),
  fc.record({ kind: is('set-request-first-block'), invoke: u8, attribute, block }),
  fc.record({ kind: is('set-request-block'), invoke: u8, block }),
  fc.record({ kind: is('set-request-list'), invoke: u8, attributes: few(attribute), data: few(anyData) }),
  fc.record({ kind: is('set-request-list-first-block'), invoke: u8, attributes: few(attribute), block }),
  fc.record({ kind: is('set-response'), invoke: u8, result: u8 }),
  fc.record({ kind: is('set-response-block'), invoke: u8, number: u32 }),
  fc.record({ kind: is('set-response-last-block'), invoke: u8, result: u8, number: u32 }),
  fc.record({ kind: is('set-response-last-block-list'), invoke: u8, results: few(u8), number: u32 }),
  fc.record({ kind: is('set-response-list'), invoke: u8, results: few(u8) }),
  fc.record({ kind: is('action-request'), invoke: u8, method }),
  fc.record({ kind: is('action-request'), invoke: u8, method, parameter: anyData }),
  fc.record({ kind: is('action-request-next'), invoke: u8, blockNumber: u32 }),
  fc.record({ kind: is('action-request-list'), invoke: u8, methods: few(method), parameters: few(anyData) }),
  fc.record({ kind: is('action-request-first-block'), invoke: u8, method, block }),
  fc.record({ kind: is('action-request-list-first-block'), invoke: u8, methods: few(method), block }),
  fc.record({ kind: is('action-request-block'), invoke: u8, block }),
  fc.record({ kind: is('action-response'), invoke: u8, outcome }),
  fc.record({ kind: is('action-response-block'), invoke: u8, block }),
  fc.record({ kind: is('action-response-list'), invoke: u8, outcomes: few(outcome) }),
  fc.record({ kind: is('action-response-next'), invoke: u8, blockNumber: u32 }),
  fc.record({ kind: is('data-notification'), longInvoke: u32, time: exactly(12), data: anyData }),
  fc.record({ kind: is('data-notification'), longInvoke: u32, data: anyData }),
  fc.record({ kind: is('data-notification-confirm'), longInvoke: u32, time: exactly(12) }, { requiredKeys: ['kind', 'longInvoke'] }),
  fc.record({
    kind: is('general-block'),
    last: fc.boolean(),
    streaming: fc.boolean(),
    window: fc.nat(63),
    number: u16,
    acknowledged: u16,
    bytes: octets(300),
  }),
  fc.record({ kind: is('access-request'), longInvoke: u32, time: exactly(12), items: few(accessItem), data: few(anyData) }),
  fc.record(
    {
      kind: is('access-response'),
      longInvoke: u32,
      items: few(accessItem),
      data: few(anyData),
      results: few(fc.record({ kind: fc.constantFrom('get' as const, 'set' as const, 'action' as const), result: u8 })),
    },
    { requiredKeys: ['kind', 'longInvoke', 'data', 'results'] },
  ),
  fc.record({ kind: is('read-request'), variables: few(variable) }),
  fc.record({ kind: is('read-response'), results: few(readResult) }),
  fc.record({ kind: fc.constantFrom('write-request' as const, 'unconfirmed-write-request' as const), variables: few(variable), data: few(anyData) }),
  fc.record({ kind: is('write-response'), results: few(writeResult) }),
  fc.record({ kind: is('information-report'), time: octets(15), variables: few(variable), data: few(anyData) }),
  fc.record({ kind: is('event-notification'), time: exactly(12), classId: u16, obis, attribute: i8, data: anyData }),
  fc.record({ kind: is('exception-response'), stateError: u8, serviceError: fc.integer({ min: 1, max: 5 }) }),
  fc.record({ kind: is('exception-response'), stateError: u8, serviceError: fc.constant(6), expectedCounter: u32 }),
  fc.record({ kind: is('confirmed-service-error'), service: u8, choice: u8, value: u8 }),
  fc.record(
    {
      kind: is('aarq'),
      context: u8,
      callingTitle: exactly(8),
      callingQualifier: octets(300),
      userId: u8,
      mechanism: u8,
      authenticationValue: octets(64),
      userInformation: octets(300),
    },
    { requiredKeys: ['kind', 'context'] },
  ),
  fc.record(
    {
      kind: is('aare'),
      context: u8,
      result: fc.integer({ min: 0, max: 2 }),
      diagnostic: fc.record({ source: fc.constantFrom('user' as const, 'provider' as const), value: fc.integer({ min: 0, max: 20 }) }),
      respondingTitle: exactly(8),
      mechanism: u8,
      authenticationValue: octets(64),
      userInformation: octets(300),
    },
    { requiredKeys: ['kind', 'context', 'result', 'diagnostic'] },
  ),
  fc.record({ kind: is('rlrq'), reason: u8, userInformation: octets(100) }, { requiredKeys: ['kind'] }),
);

/** Octets that look like `valid` but for a few changes: what a broken or hostile peer sends. */
export function mutated(valid: fc.Arbitrary<Uint8Array>): fc.Arbitrary<Uint8Array> {
  const edits = fc.array(fc.tuple(fc.nat(), u8), { minLength: 1, maxLength: 4 });
  return fc.tuple(valid, edits, fc.nat({ max: 20 })).map(([bytes, changes, cut]) => {
    const copy = Buffer.from(bytes);
    for (const [at, value] of changes) if (copy.length > 0) copy[at % copy.length] = value;
    return cut < copy.length / 2 ? copy.subarray(0, copy.length - cut) : copy;
  });
}
