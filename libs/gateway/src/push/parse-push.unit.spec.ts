import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { pushMessage } from '../../../../apps/simulator/src/push/push-message.js';
import { IncompletePushError } from './octets.js';
import { LONGEST_PUSH, parsePush } from './parse-push.js';
import { PushAssembler } from './push-assembler.js';
import { InvalidPushError, type PushMessage } from './push-message.js';

const ID = 'TEST1024000000001';
const id = Buffer.from(ID, 'ascii').toString('hex');
const hex = (text: string): Buffer => Buffer.from(text.replaceAll(' ', ''), 'hex');
const smr5 = (count: string, obis: string, values = '', time = '00'): string =>
  `0001000100670000 0f 00000000 ${time} 02${count} 0911${id} 0906${obis} ${values}`;
const mx382 = (length: string, time: string, idHex = id, size = '11'): string =>
  `000100670066${length} c2 ${time} 0001 808080808000 02 09${size} ${idHex}`;
const TIME = '090c 07ea0b19030a0000ff800000';

type Expected = Omit<PushMessage, 'deviceIdentification'>;

const known: readonly (readonly [string, 'tcp' | 'udp', string, Expected])[] = [
  ['DSMR 4, alarm', 'tcp', `${id} 2c 00000104`, { format: 'DSMR4', kind: 'alarm', registers: { 1: 0x104 } } as Expected],
  ['DSMR 4, SMS wake-up', 'udp', `${id} 2c 0000020300ff`, { format: 'DSMR4', kind: 'wake-up' }],
  ['DSMR 4, CSD wake-up', 'tcp', `${id} 2c 0000020200ff`, { format: 'DSMR4', kind: 'other', trigger: 'CSD' } as Expected],
  ['DSMR 4, scheduler', 'tcp', `${id} 2c 00000f0004ff`, { format: 'DSMR4', kind: 'other', trigger: 'SCHEDULER' } as Expected],
  ['DSMR 4, push scheduler', 'tcp', `${id} 2c 0000190900ff`, { format: 'DSMR4', kind: 'other', trigger: 'SCHEDULER' } as Expected],
  ['DSMR 4, something else', 'tcp', `${id} 2c 0000600100ff`, { format: 'DSMR4', kind: 'other', trigger: 'UNKNOWN' } as Expected],
  ['SMR 5, SMS wake-up', 'tcp', smr5('02', '0002190900ff'), { format: 'SMR5', kind: 'wake-up' }],
  ['SMR 5, SMS wake-up of the older object', 'udp', smr5('02', '0000020200ff'), { format: 'SMR5', kind: 'wake-up' }],
  ['SMR 5, with a time', 'tcp', smr5('02', '0002190900ff', '', '0c07ea0b19030a0000ff800000'), { format: 'SMR5', kind: 'wake-up' }],
  ['SMR 5, scheduler', 'tcp', smr5('02', '00000f0004ff'), { format: 'SMR5', kind: 'other', trigger: 'SCHEDULER' } as Expected],
  ['SMR 5, something else', 'tcp', smr5('02', '0000600100ff'), { format: 'SMR5', kind: 'other', trigger: 'UNKNOWN' } as Expected],
  ['SMR 5, alarm', 'tcp', smr5('03', '0001190900ff', '0600000002'), { format: 'SMR5', kind: 'alarm', registers: { 1: 2 } } as Expected],
  [
    'SMR 5.2, alarm of two registers',
    'tcp',
    smr5('04', '0000100100ff', '0680000000 0600000101'),
    { format: 'SMR5', kind: 'alarm', registers: { 1: 0x80000000, 2: 0x101 } } as Expected,
  ],
  ['SMR 5.5, last gasp', 'udp', smr5('03', '0003190900ff', '0600000001'), { format: 'SMR5', kind: 'last-gasp', registers: { 3: 1 } } as Expected],
  ['MX382, last gasp', 'tcp', mx382('001e', '00'), { format: 'MX382', kind: 'last-gasp', registers: {} } as Expected],
  ['MX382, last gasp with a time', 'tcp', mx382('002b', TIME), { format: 'MX382', kind: 'last-gasp', registers: {} } as Expected],
  ['MX382, wake-up', 'udp', mx382('001e', '00'), { format: 'MX382', kind: 'wake-up' }],
];

const SHORT = 'TEST102400000000';
const short = Buffer.from(SHORT, 'ascii').toString('hex');

describe('parsePush', () => {
  it.each(known)('knows %s over %s', (_, transport, text, expected) => {
    expect(parsePush(hex(text), transport, true)).toEqual({ deviceIdentification: ID, ...expected });
  });

  it.each([
    ['tcp', mx382('001d', '00', short, '10')],
    ['tcp', mx382('002a', TIME, short, '10')],
    ['udp', mx382('001d', '00', short, '10')],
  ] as const)('knows MX382 meters with 16 characters over %s', (transport, text) => {
    expect(parsePush(hex(text), transport, true).deviceIdentification).toBe(SHORT);
  });

  it.each([
    ['no identification', 'tcp', `${id.replace('54', '00')} 2c 00000004`],
    ['no comma', 'tcp', `${id} 2d 00000004`],
    ['an identification that begins with a blank', 'tcp', `${id.replace('54', '20')} 2c 00000004`],
    ['unused bits of register 1', 'tcp', `${id} 2c 00000020`],
    ['more than a logical name', 'tcp', `${id} 2c 0000020300ff00`],
    ['a structure of one', 'tcp', smr5('01', '0002190900ff')],
    ['a structure of five', 'tcp', smr5('05', '0001190900ff', '0600000002 0600000002 0600000002')],
    ['an array', 'tcp', smr5('02', '0002190900ff').replace('0202', '0102')],
    ['another type of register', 'tcp', smr5('03', '0001190900ff', '0500000002')],
    ['a short identification', 'tcp', smr5('02', '0002190900ff').replace(`0911${id}`, `0910${short}`)],
    ['unused bits of register 2', 'tcp', smr5('04', '0001190900ff', '0600000002 0600000040')],
    ['unused bits of register 3', 'udp', smr5('03', '0003190900ff', '0600000004')],
    ['registers and no alarm', 'tcp', smr5('03', '0002190900ff', '0600000002')],
    ['a time that is too long', 'tcp', smr5('02', '0002190900ff', '', `0d${'00'.repeat(13)}`)],
    ['something behind it', 'tcp', smr5('02', '0002190900ff', '00')],
    ['another header', 'tcp', mx382('001e', '00').replace('00670066', '00660067')],
    ['a length that no MX382 has', 'tcp', mx382('001f', '00')],
    ['a length that is not its own', 'tcp', mx382('002b', '00')],
    ['another object', 'tcp', mx382('001e', '00').replace('808080808000', '808080808001')],
    ['half a time', 'tcp', mx382('002b', TIME.replace('090c', '090b'))],
    ['something behind it', 'tcp', `${mx382('001e', '00')}00`],
    ['no identification at its end', 'udp', mx382('001e', '00').slice(0, -2) + '2e'],
    ['more than an MX382 sends', 'udp', `${mx382('001e', '00')}${id}${id}`],
  ] as const)('refuses %s over %s', (_, transport, text) => {
    let error: unknown;
    try {
      parsePush(hex(text), transport, true);
    } catch (thrown) {
      error = thrown;
    }
    expect(error).toBeInstanceOf(InvalidPushError);
    expect(error).not.toBeInstanceOf(IncompletePushError);
  });

  it.each(known.filter(([, transport]) => transport === 'tcp'))('waits for the rest of %s', (_, transport, text) => {
    const bytes = hex(text);
    for (let length = 0; length < bytes.length; length += 1)
      expect(() => parsePush(bytes.subarray(0, length), transport, false)).toThrow(IncompletePushError);
  });

  it('ends, or refuses, whatever comes', () => {
    const octets = fc.uint8Array({ maxLength: LONGEST_PUSH + 5 });
    const broken = fc
      .tuple(fc.constantFrom(...known.map(([, , text]) => hex(text))), fc.nat(), fc.nat(255))
      .map(([bytes, at, value]) => Buffer.from(bytes).fill(value, at % bytes.length, (at % bytes.length) + 1));
    fc.assert(
      fc.property(fc.oneof(octets, broken), fc.constantFrom('tcp', 'udp'), fc.boolean(), (bytes, transport, ended) => {
        try {
          expect(parsePush(Buffer.from(bytes), transport as 'tcp' | 'udp', ended).deviceIdentification).toMatch(/^[\w ]{16,17}$/);
        } catch (error) {
          expect(error).toBeInstanceOf(InvalidPushError);
        }
      }),
      { numRuns: 5_000 },
    );
  });
});

describe('what simulated meters send', () => {
  it.each([
    ['DSMR4', 'wake-up', 'tcp', 'wake-up'],
    ['DSMR4', 'alarm', 'udp', 'alarm'],
    ['SMR5', 'wake-up', 'tcp', 'wake-up'],
    ['SMR5', 'alarm', 'tcp', 'alarm'],
    ['SMR5', 'last-gasp', 'udp', 'last-gasp'],
    ['MX382', 'last-gasp', 'tcp', 'last-gasp'],
    ['MX382', 'wake-up', 'udp', 'wake-up'],
  ] as const)('%s %s over %s is understood', (format, sent, transport, kind) => {
    const bytes = pushMessage({ format, kind: sent, deviceIdentification: ID, registers: { 1: 4, 2: 1, 3: 1 } });
    expect(parsePush(bytes, transport, true)).toMatchObject({ format, kind, deviceIdentification: ID });
  });
});

describe('PushAssembler', () => {
  it('puts a message together from any pieces, and knows its end as soon as that can be known', () => {
    const messages = known.filter(([, transport]) => transport === 'tcp').map(([, , text]) => hex(text));
    fc.assert(
      fc.property(fc.constantFrom(...messages), fc.array(fc.nat(LONGEST_PUSH), { maxLength: 6 }), (bytes, cuts) => {
        const assembler = new PushAssembler();
        const ends = [...cuts.map((cut) => cut % bytes.length), bytes.length].toSorted((a, b) => a - b);
        const found = ends.map((end, index) => assembler.add(bytes.subarray(ends[index - 1] ?? 0, end)));
        const expected = parsePush(bytes, 'tcp', true);
        const isOpen = expected.format === 'DSMR4' && expected.kind === 'alarm';
        expect(found.at(-1)).toEqual(isOpen ? undefined : expected);
        if (isOpen) expect(assembler.end()).toEqual(expected);
      }),
    );
  });

  it('refuses what grows longer than any message, before it is parsed', () => {
    const assembler = new PushAssembler();
    expect(() => assembler.add(Buffer.alloc(LONGEST_PUSH + 1, 0x41))).toThrow('too long');
  });

  it('knows that nothing came', () => {
    const assembler = new PushAssembler();
    expect(assembler.isEmpty).toBe(true);
    assembler.add(Buffer.from('T'));
    expect(assembler.isEmpty).toBe(false);
    expect(() => assembler.end()).toThrow(InvalidPushError);
  });
});
