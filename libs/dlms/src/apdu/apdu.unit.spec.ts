import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { d } from '../axdr/constructors.js';
import { anyApdu } from '../testing/arbitraries.js';
import { hex, toHex } from '../testing/hex.js';
import { decodeApdu, encodeApdu, type Apdu } from './apdu.js';
import { conformanceBits, conformanceOf, hasConformance, parseConformance } from './conformance.js';
import { invokeIdOf, isConfirmed } from './invoke-id.js';
import { actionResultName, dataAccessResultName } from './result-codes.js';

const code = (expected: string): ReturnType<typeof expect.objectContaining> => expect.objectContaining({ code: expected });

const INITIATE_REQUEST = '01000000065F1F0400007E1F04B0';
const CIPHERED_INITIATE = '21303001234567801302FF8A7874133D414CED25B42534D28DB0047720606B175BD52211BE6841DB204D39EE6FDB8E356855';
const CLOCK = { classId: 8, obis: '0.0.1.0.0.255', attribute: 2 };
const attributeBytes = '0008 0000010000FF 02';
const methodBytes = '0046 000060030AFF 01';
const DISCONNECT = { classId: 70, obis: '0.0.96.3.10.255', method: 1 };
const block = { last: true, number: 2, bytes: hex('AABB') };
const blockBytes = '01 00000002 02AABB';

const published: readonly (readonly [string, string, Partial<Apdu>])[] = [
  ['GET of the clock', 'C0010000080000010000FF0200', { kind: 'get-request', invoke: 0, attribute: CLOCK }],
  [
    'InitiateRequest with a dedicated key',
    '01011000112233445566778899AABBCCDDEEFF0000065F1F0400007E1F04B0',
    { kind: 'initiate-request', dedicatedKey: hex('00112233445566778899AABBCCDDEEFF'), conformance: 0x007e1f, maxPduSize: 1200 },
  ],
  ['InitiateResponse', '0800065F1F0400007C1F04000007', { kind: 'initiate-response', conformance: 0x007c1f, maxPduSize: 1024, vaaName: 7 }],
  [
    'AARQ without security',
    `601DA109060760857405080101BE10040E${INITIATE_REQUEST}`,
    { kind: 'aarq', context: 1, userInformation: hex(INITIATE_REQUEST) },
  ],
  [
    'AARQ with a password',
    `6036A1090607608574050801018A0207808B0760857405080201AC0A80083132333435363738BE10040E${INITIATE_REQUEST}`,
    { kind: 'aarq', context: 1, mechanism: 1, authenticationValue: Buffer.from('12345678') },
  ],
  [
    'AARQ with HLS 5',
    `6036A1090607608574050801018A0207808B0760857405080205AC0A80084B35366956616759BE10040E${INITIATE_REQUEST}`,
    { kind: 'aarq', context: 1, mechanism: 5, authenticationValue: Buffer.from('K56iVagY') },
  ],
  [
    'AARQ with a password, ciphered',
    `6066A109060760857405080103A60A04084D4D4D0000BC614E8A0207808B0760857405080201AC0A80083132333435363738BE340432${CIPHERED_INITIATE}`,
    { kind: 'aarq', context: 3, callingTitle: hex('4D4D4D0000BC614E'), userInformation: hex(CIPHERED_INITIATE) },
  ],
  [
    'AARE accepted',
    '6129A109060760857405080101A203020100A305A103020100BE10040E0800065F1F040000501F01F40007',
    { kind: 'aare', context: 1, result: 0, diagnostic: { source: 'user', value: 0 } },
  ],
  [
    'AARE, wrong context',
    '6129A109060760857405080101A203020101A305A103020102BE10040E0800065F1F040000501F01F40007',
    { kind: 'aare', result: 1, diagnostic: { source: 'user', value: 2 } },
  ],
  [
    'AARE, wrong DLMS version',
    '611FA109060760857405080101A203020101A305A103020101BE0604040E010601',
    { kind: 'aare', result: 1, diagnostic: { source: 'user', value: 1 }, userInformation: hex('0E010601') },
  ],
  [
    'AARE with HLS 5 pending',
    '6142A109060760857405080101A203020100A305A10302010E88020780890760857405080205AA0A8008503677524A323146BE10040E0800065F1F040000501F01F40007',
    { kind: 'aare', result: 0, diagnostic: { source: 'user', value: 14 }, mechanism: 5, authenticationValue: Buffer.from('P6wRJ21F') },
  ],
  [
    'key transfer',
    'C301C1004000002B0002FF02010101020216000918' + '59B9F3AE0594BF2DB02AA07D74DA9FB1735C519169C871BB',
    { kind: 'action-request', method: { classId: 64, obis: '0.0.43.0.2.255', method: 2 } },
  ],
  ['RLRQ', '6203800100', { kind: 'rlrq', reason: 0 }],
  ['RLRQ without a reason', '6200', { kind: 'rlrq' }],
  ['RLRQ, ciphered', `6239800100BE340432${CIPHERED_INITIATE}`, { kind: 'rlrq', reason: 0, userInformation: hex(CIPHERED_INITIATE) }],
  ['exception with the expected counter', 'D80106000000CC', { kind: 'exception-response', stateError: 1, serviceError: 6, expectedCounter: 0xcc }],
  ['exception', 'D80205', { kind: 'exception-response', stateError: 2, serviceError: 5 }],
  ['ConfirmedServiceError', '0E010602', { kind: 'confirmed-service-error', service: 1, choice: 6, value: 2 }],
];

const layouts: readonly (readonly [string, Apdu])[] = [
  ['C002 C1 00000007', { kind: 'get-request-next', invoke: 0xc1, blockNumber: 7 }],
  [
    'C003C102 000100002A0000FF0200 00080000010000FF0200',
    { kind: 'get-request-list', invoke: 0xc1, attributes: [{ classId: 1, obis: '0.0.42.0.0.255', attribute: 2 }, CLOCK] },
  ],
  ['C401C1 00 1105', { kind: 'get-response', invoke: 0xc1, result: { ok: true, data: d.u8(5) } }],
  ['C401C1 01 04', { kind: 'get-response', invoke: 0xc1, result: { ok: false, result: 4 } }],
  ['C402C1 00 00000001 00 02AABB', { kind: 'get-response-block', invoke: 0xc1, last: false, number: 1, content: { ok: true, bytes: hex('AABB') } }],
  ['C402C1 01 00000002 01 13', { kind: 'get-response-block', invoke: 0xc1, last: true, number: 2, content: { ok: false, result: 19 } }],
  [
    'C403C1 02 00 00 01 FA',
    {
      kind: 'get-response-list',
      invoke: 0xc1,
      results: [
        { ok: true, data: d.nul },
        { ok: false, result: 250 },
      ],
    },
  ],
  [`C101C1 ${attributeBytes} 00 1101`, { kind: 'set-request', invoke: 0xc1, attribute: CLOCK, data: d.u8(1) }],
  [`C102C1 ${attributeBytes} 00 ${blockBytes}`, { kind: 'set-request-first-block', invoke: 0xc1, attribute: CLOCK, block }],
  [`C103C1 ${blockBytes}`, { kind: 'set-request-block', invoke: 0xc1, block }],
  [`C104C1 01 ${attributeBytes} 00 01 1101`, { kind: 'set-request-list', invoke: 0xc1, attributes: [CLOCK], data: [d.u8(1)] }],
  [`C105C1 01 ${attributeBytes} 00 ${blockBytes}`, { kind: 'set-request-list-first-block', invoke: 0xc1, attributes: [CLOCK], block }],
  ['C501C1 03', { kind: 'set-response', invoke: 0xc1, result: 3 }],
  ['C502C1 00000001', { kind: 'set-response-block', invoke: 0xc1, number: 1 }],
  ['C503C1 00 00000002', { kind: 'set-response-last-block', invoke: 0xc1, result: 0, number: 2 }],
  ['C504C1 02 00 03 00000002', { kind: 'set-response-last-block-list', invoke: 0xc1, results: [0, 3], number: 2 }],
  ['C505C1 02 00 03', { kind: 'set-response-list', invoke: 0xc1, results: [0, 3] }],
  [`C301C1 ${methodBytes} 01 0F00`, { kind: 'action-request', invoke: 0xc1, method: DISCONNECT, parameter: d.i8(0) }],
  [`C301C1 ${methodBytes} 00`, { kind: 'action-request', invoke: 0xc1, method: DISCONNECT }],
  ['C302C1 00000003', { kind: 'action-request-next', invoke: 0xc1, blockNumber: 3 }],
  [`C303C1 01 ${methodBytes} 01 00`, { kind: 'action-request-list', invoke: 0xc1, methods: [DISCONNECT], parameters: [d.nul] }],
  [`C304C1 ${methodBytes} ${blockBytes}`, { kind: 'action-request-first-block', invoke: 0xc1, method: DISCONNECT, block }],
  [`C305C1 01 ${methodBytes} ${blockBytes}`, { kind: 'action-request-list-first-block', invoke: 0xc1, methods: [DISCONNECT], block }],
  [`C306C1 ${blockBytes}`, { kind: 'action-request-block', invoke: 0xc1, block }],
  ['C701C1 00 00', { kind: 'action-response', invoke: 0xc1, outcome: { result: 0 } }],
  ['C701C1 00 01 00 1101', { kind: 'action-response', invoke: 0xc1, outcome: { result: 0, returned: { ok: true, data: d.u8(1) } } }],
  ['C701C1 03 01 01 0C', { kind: 'action-response', invoke: 0xc1, outcome: { result: 3, returned: { ok: false, result: 12 } } }],
  [`C702C1 ${blockBytes}`, { kind: 'action-response-block', invoke: 0xc1, block }],
  ['C703C1 02 00 00 03 00', { kind: 'action-response-list', invoke: 0xc1, outcomes: [{ result: 0 }, { result: 3 }] }],
  ['C704C1 00000001', { kind: 'action-response-next', invoke: 0xc1, blockNumber: 1 }],
  ['0F C0000001 00 1101', { kind: 'data-notification', longInvoke: 0xc0000001, data: d.u8(1) }],
  ['0F 00000001 0C07E40101FF00030000FF8800 1101', { kind: 'data-notification', longInvoke: 1, time: hex('07E40101FF00030000FF8800'), data: d.u8(1) }],
  [`C2 00 ${attributeBytes} 1101`, { kind: 'event-notification', ...CLOCK, data: d.u8(1) }],
];

const PROFILE = { classId: 7, obis: '1.0.99.1.0.255', attribute: 2 };
const CLOCK_COLUMN = { ...CLOCK, dataIndex: 0 };
const NOON = '07EA0B17FF0C000000000000';

describe('APDUs', () => {
  it.each(published)('%s, as published', (_name, bytes, expected) => {
    const { value, end } = decodeApdu(hex(bytes));
    expect(value).toMatchObject(expected);
    expect(end).toBe(bytes.length / 2);
    expect(toHex(encodeApdu(value))).toBe(bytes);
  });

  it.each(layouts)('%s', (bytes, apdu) => {
    expect(decodeApdu(hex(bytes))).toEqual({ value: apdu, end: hex(bytes).length });
    expect(toHex(encodeApdu(apdu))).toBe(bytes.replaceAll(' ', ''));
  });

  it('RLRE is taken with wrong lengths', () => {
    expect(decodeApdu(hex('6303800100')).value.kind).toBe('rlre');
    expect(decodeApdu(hex('6311800100BE0F040E0800065F1F0400001E1D02000007')).value.kind).toBe('rlre');
    expect(toHex(encodeApdu({ kind: 'rlre', reason: 0 }))).toBe('6303800100');
  });

  it('conformance is taken with the old one-octet tag', () => {
    expect(decodeApdu(hex('0800065F0400007C1F04000007')).value).toMatchObject({ conformance: 0x007c1f, maxPduSize: 1024 });
  });

  it('come back from their encoding, whatever they are', () => {
    fc.assert(
      fc.property(anyApdu, (apdu) => {
        const encoded = encodeApdu(apdu);
        expect(decodeApdu(encoded)).toEqual({ value: apdu, end: encoded.length });
      }),
      { numRuns: 500 },
    );
  });

  it.each([
    ['no octets', '', 'MALFORMED'],
    ['a ciphered APDU', 'C81E', 'UNSUPPORTED'],
    ['a service that is not ours', 'DF', 'UNSUPPORTED'],
    ['a GET of an unknown choice', 'C004C1', 'MALFORMED'],
    ['a list longer than the APDU', 'C003C1 84FFFFFFFF 00', 'MALFORMED'],
    ['a block longer than the APDU', 'C402C1 00 00000001 00 05AABB', 'MALFORMED'],
    ['a DLMS version below 6', '0800055F1F0400007C1F04000007', 'UNSUPPORTED'],
    ['an AARQ without a context', '600ABE08040600000000 0000', 'MALFORMED'],
    ['a foreign object identifier', '600BA109060760857405090101', 'MALFORMED'],
    ['an AARE without a result', '610BA109060760857405080101', 'MALFORMED'],
  ])('refuse %s', (_name, bytes, expected) => {
    expect(() => decodeApdu(hex(bytes))).toThrow(code(expected));
  });
});

describe('selective access', () => {
  it.each([
    [
      'a range of all columns',
      `01 0204 0204 120008 09060000010000FF 0F02 120000 090C${NOON} 090C${NOON} 0100`,
      { kind: 'range', restrictingObject: CLOCK_COLUMN, from: d.octets(NOON), to: d.octets(NOON), columns: [] },
    ],
    [
      'a range with date-times and one column',
      `01 0204 0204 120008 09060000010000FF 0F02 120000 19${NOON} 19${NOON} 0101 0204 120008 09060000010000FF 0F02 120000`,
      {
        kind: 'range',
        restrictingObject: CLOCK_COLUMN,
        from: { type: 'date-time', value: hex(NOON) },
        to: { type: 'date-time', value: hex(NOON) },
        columns: [CLOCK_COLUMN],
      },
    ],
    ['entries', '02 0204 0600000001 0600000000 120001 120000', { kind: 'entry', fromEntry: 1, toEntry: 0, fromColumn: 1, toColumn: 0 }],
    ['an unknown selector', '03 1105', { kind: 'selector', selector: 3, parameter: d.u8(5) }],
    ['a range of another shape', '01 0201 00', { kind: 'selector', selector: 1, parameter: d.structure(d.nul) }],
  ] as const)('reads and writes %s', (_name, parameter, access) => {
    const bytes = `C001C1 0007 0100630100FF 02 01 ${parameter}`;
    const apdu: Apdu = { kind: 'get-request', invoke: 0xc1, attribute: { ...PROFILE, access } };
    expect(decodeApdu(hex(bytes)).value).toEqual(apdu);
    expect(toHex(encodeApdu(apdu))).toBe(bytes.replaceAll(' ', ''));
  });

  it('leaves the selectors of other classes raw', () => {
    const parameter = '02 0204 0600000001 0600000000 120001 120000';
    expect(decodeApdu(hex(`C001C1 000F 0000280000FF 02 01 ${parameter}`)).value).toMatchObject({
      attribute: { access: { kind: 'selector', selector: 2 } },
    });
  });
});

describe('names and bits', () => {
  it('conformance names its 24 bits from the left', () => {
    const set = conformanceOf(
      'general-protection',
      'priority-management',
      'block-transfer-with-get',
      'block-transfer-with-set',
      'block-transfer-with-action',
      'multiple-references',
      'data-notification',
      'get',
      'set',
      'selective-access',
      'action',
    );
    expect(set).toBe(parseConformance('405E9D'));
    expect(conformanceOf(...conformanceBits(set))).toBe(set);
    expect(hasConformance(set, 'access')).toBe(false);
    expect(() => parseConformance('405E9')).toThrow(code('INVALID_VALUE'));
  });

  it('results have names, also those that nobody defined', () => {
    expect([0, 4, 19, 250, 77].map(dataAccessResultName)).toEqual([
      'success',
      'object-undefined',
      'data-block-number-invalid',
      'other-reason',
      'unknown (77)',
    ]);
    expect([3, 15, 77].map(actionResultName)).toEqual(['read-write-denied', 'long-action-aborted', 'unknown (77)']);
  });

  it('invoke ids say whether an answer is due', () => {
    expect([0xc1, 0x81].map(isConfirmed)).toEqual([true, false]);
    expect(invokeIdOf(0xcf)).toBe(15);
  });
});
