import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { hex, toHex } from '../testing/hex.js';
import { encodeWrapper, WrapperParser } from './wrapper.js';

const code = (expected: string): ReturnType<typeof expect.objectContaining> => expect.objectContaining({ code: expected });
const header = '0001 0010 0011 0022';

describe('the wrapper', () => {
  it('reads ports and APDU', () => {
    const apdu = Buffer.alloc(34, 0xab);
    const [frame] = new WrapperParser().push(Buffer.concat([hex(header), apdu]));
    expect(frame).toEqual({ source: 0x10, destination: 0x11, apdu });
    expect(frame && toHex(encodeWrapper(frame).subarray(0, 8))).toBe(header.replaceAll(' ', ''));
  });

  it.each(['0002', '1001', '7EA0'])('refuses version %s, and whatever follows', (version) => {
    const parser = new WrapperParser();
    expect(() => parser.push(hex(`${version} 0010 0011 0001 00`))).toThrow(code('WRAPPER_HEADER_INVALID'));
    expect(() => parser.push(hex('0001 0010 0011 0001 00'))).toThrow(code('WRAPPER_HEADER_INVALID'));
  });

  it('gives the frames before a bad header', () => {
    const parser = new WrapperParser();
    expect(parser.push(hex('0001 0001 0001 0001 AA 0002 0001 0001 0000'))).toHaveLength(1);
    expect(parser.failure).toEqual(code('WRAPPER_HEADER_INVALID'));
    expect(() => parser.push(new Uint8Array(0))).toThrow(code('WRAPPER_HEADER_INVALID'));
  });

  it('refuses to send more than 65535 octets', () => {
    expect(encodeWrapper({ source: 1, destination: 1, apdu: Buffer.alloc(65535) })).toHaveLength(65543);
    expect(() => encodeWrapper({ source: 1, destination: 1, apdu: Buffer.alloc(65536) })).toThrow(code('PDU_TOO_LONG'));
  });

  it('finds the same frames however the stream is cut', () => {
    const port = fc.integer({ min: 0, max: 0xffff });
    const frames = fc.array(
      fc.record({ source: port, destination: port, apdu: fc.uint8Array({ maxLength: 300 }).map((bytes) => Buffer.from(bytes)) }),
      { maxLength: 6 },
    );
    fc.assert(
      fc.property(frames, fc.array(fc.integer({ min: 1, max: 90 }), { minLength: 1 }), (expected, sizes) => {
        const stream = Buffer.concat(expected.map(encodeWrapper));
        const parser = new WrapperParser();
        const found = [];
        for (let at = 0, turn = 0; at < stream.length; turn += 1) {
          const size = sizes[turn % sizes.length] ?? 1;
          found.push(...parser.push(stream.subarray(at, at + size)));
          at += size;
        }
        expect(found).toEqual(expected);
      }),
    );
  });
});
