import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { hex, toHex } from '../testing/hex.js';
import { clientAddress, serverAddress, type HdlcAddress } from './address.js';
import type { HdlcControl } from './control.js';
import { checkSequence } from './fcs.js';
import { decodeFrame, encodeFrame, type HdlcFrame } from './frame.js';
import { FrameParser } from './frame-parser.js';
import { decodeParameters, DEFAULT_PARAMETERS, encodeParameters, negotiate } from './parameters.js';

const control = fc.oneof<fc.Arbitrary<HdlcControl>[]>(
  fc.record({ kind: fc.constant('I' as const), send: fc.nat(7), receive: fc.nat(7), final: fc.boolean() }),
  fc.record({ kind: fc.constantFrom('RR' as const, 'RNR' as const), receive: fc.nat(7), final: fc.boolean() }),
  fc.record({
    kind: fc.constantFrom('SNRM' as const, 'DISC' as const, 'UA' as const, 'DM' as const, 'FRMR' as const, 'UI' as const),
    final: fc.boolean(),
  }),
);
const address: fc.Arbitrary<HdlcAddress> = fc.oneof<fc.Arbitrary<HdlcAddress>[]>(
  fc.record({ size: fc.constant(1 as const), upper: fc.nat(127), lower: fc.constant(0) }),
  fc.record({ size: fc.constant(2 as const), upper: fc.nat(127), lower: fc.nat(127) }),
  fc.record({ size: fc.constant(4 as const), upper: fc.nat(0x3fff), lower: fc.nat(0x3fff) }),
);
const anyFrame: fc.Arbitrary<HdlcFrame> = fc.record({
  destination: address,
  source: address,
  control,
  segmented: fc.boolean(),
  information: fc.uint8Array({ maxLength: 300 }).map((bytes) => Buffer.from(bytes)),
});

describe('the check sequence', () => {
  it('is CRC-16/X.25', () => {
    expect(checkSequence(Buffer.from('123456789'), 0, 9)).toBe(0x906e);
  });
});

describe('a frame', () => {
  it.each([
    // SNRM and DISC of client 16 to logical device 1, as in many public examples.
    ['SNRM', { destination: serverAddress(1), source: clientAddress(16), control: { kind: 'SNRM', final: true } }, '7EA00703219 30F01 7E'],
    ['DISC', { destination: serverAddress(1), source: clientAddress(16), control: { kind: 'DISC', final: true } }, '7EA00703215303C77E'],
  ] as const)('%s has the published octets', (_name, parts, octets) => {
    const frame: HdlcFrame = { ...parts, segmented: false, information: new Uint8Array(0) };
    expect(toHex(encodeFrame(frame))).toBe(octets.replaceAll(' ', ''));
  });

  it('survives encoding and decoding', () => {
    fc.assert(
      fc.property(anyFrame, (frame) => {
        const bytes = encodeFrame(frame);
        expect(decodeFrame(bytes.subarray(1, -1))).toEqual({ ...frame, information: Buffer.from(frame.information) });
        expect(new FrameParser().push(bytes)).toHaveLength(1);
      }),
      { numRuns: 300 },
    );
  });

  it('is refused when any one bit is wrong', () => {
    const good = encodeFrame({
      destination: serverAddress(1, 17),
      source: clientAddress(1),
      control: { kind: 'I', send: 0, receive: 0, final: true },
      segmented: false,
      information: hex('E6E600C001C100080000010000FF0200'),
    });
    for (let bit = 8; bit < (good.length - 1) * 8; bit += 1) {
      const bad = Buffer.from(good);
      bad[bit >> 3] = (bad[bit >> 3] ?? 0) ^ (1 << (bit & 7));
      expect(decodeFrame(bad.subarray(1, -1))).toBeUndefined();
    }
  });

  it('has an address of the size that its parts need', () => {
    expect(serverAddress(1).size).toBe(1);
    expect(serverAddress(1, 17).size).toBe(2);
    expect(serverAddress(1, 0x3ffe).size).toBe(4);
    expect(() =>
      encodeFrame({
        destination: serverAddress(0x4000),
        source: clientAddress(1),
        control: { kind: 'SNRM', final: true },
        segmented: false,
        information: hex(''),
      }),
    ).toThrow('does not fit');
  });
});

describe('the frame parser', () => {
  it('gives the same frames however the stream is cut, noise between them or not', () => {
    const noise = fc.uint8Array({ maxLength: 20 }).map((bytes) => Buffer.from(bytes));
    fc.assert(
      fc.property(
        fc.array(fc.oneof(anyFrame.map(encodeFrame), noise), { maxLength: 8 }),
        fc.array(fc.nat(400), { maxLength: 10 }),
        (pieces, cuts) => {
          const stream = Buffer.concat(pieces);
          const whole = new FrameParser().push(stream);
          const parser = new FrameParser();
          const ends = [...new Set([...cuts.filter((cut) => cut < stream.length), stream.length])].toSorted((a, b) => a - b);
          expect(ends.flatMap((end, index) => parser.push(stream.subarray(ends[index - 1] ?? 0, end)))).toEqual(whole);
          const single = new FrameParser();
          expect([...stream].flatMap((octet) => single.push(Uint8Array.of(octet)))).toEqual(whole);
        },
      ),
      { numRuns: 200 },
    );
  });

  it('finds the frame behind a broken one, flags shared or repeated', () => {
    const frame = encodeFrame({
      destination: serverAddress(1),
      source: clientAddress(16),
      control: { kind: 'UA', final: true },
      segmented: false,
      information: hex(''),
    });
    const broken = Buffer.from(frame);
    broken[4] = 0x55;
    const parser = new FrameParser();
    expect(parser.push(Buffer.concat([broken, frame, frame.subarray(1), hex('7E7E7E'), frame]))).toHaveLength(3);
    expect(parser.discarded).toBe(1);
  });
});

describe('parameters', () => {
  it('are written as in the standard and read back', () => {
    expect(toHex(encodeParameters(DEFAULT_PARAMETERS))).toBe('818012050180060180070400000001080400000001');
    const large = { maxInfoTransmit: 2030, maxInfoReceive: 1024, windowTransmit: 7, windowReceive: 3 };
    expect(decodeParameters(encodeParameters(large))).toEqual(large);
    expect(decodeParameters(new Uint8Array(0))).toEqual(DEFAULT_PARAMETERS);
  });

  it('are held within what the standard allows', () => {
    expect(decodeParameters(hex('8180130502FFFF06010107040000000008 04FFFFFFFF'))).toEqual({
      maxInfoTransmit: 2030,
      maxInfoReceive: 32,
      windowTransmit: 1,
      windowReceive: 7,
    });
  });

  it('are negotiated to what both sides can do', () => {
    const own = { maxInfoTransmit: 1024, maxInfoReceive: 512, windowTransmit: 7, windowReceive: 2 };
    const peer = { maxInfoTransmit: 400, maxInfoReceive: 600, windowTransmit: 1, windowReceive: 3 };
    expect(negotiate(own, peer)).toEqual({ maxInfoTransmit: 600, maxInfoReceive: 400, windowTransmit: 3, windowReceive: 1 });
  });
});
