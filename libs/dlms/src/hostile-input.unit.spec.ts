import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { decodeApdu, encodeApdu, type Apdu } from './apdu/apdu.js';
import { decodeActionOutcomes, decodeGetResults, decodeValues } from './apdu/block-contents.js';
import { decodeData } from './axdr/decode-data.js';
import { encodeData } from './axdr/encode-data.js';
import { DlmsClient } from './client/client.js';
import { DlmsError } from './errors.js';
import { clientAddress, serverAddress } from './hdlc/address.js';
import { encodeFrame } from './hdlc/frame.js';
import { FrameParser } from './hdlc/frame-parser.js';
import { InvocationWindow } from './security/invocation-window.js';
import { parseCiphered, unprotect } from './security/unprotect.js';
import { anyApdu, anyData, mutated } from './testing/arbitraries.js';
import { associated, hls5Options, keys, Peer, wrap } from './testing/peer.js';
import { WrapperParser } from './wrapper/wrapper.js';

/** Whatever comes in, nothing but a DlmsError may come out. */
function onlyDlmsErrors(decode: () => unknown): void {
  try {
    decode();
  } catch (error) {
    if (!(error instanceof DlmsError)) throw error;
  }
}

const noise = fc.uint8Array({ maxLength: 400 });
const runs = { numRuns: 500 };

describe('hostile octets', () => {
  it('as data', () => {
    fc.assert(
      fc.property(fc.oneof(noise, mutated(anyData.map(encodeData))), (bytes) => onlyDlmsErrors(() => decodeData(bytes))),
      runs,
    );
  });

  it('as an APDU', () => {
    fc.assert(
      fc.property(fc.oneof(noise, mutated(anyApdu.map(encodeApdu))), (bytes) => onlyDlmsErrors(() => decodeApdu(bytes))),
      runs,
    );
  });

  it('as the contents of blocks', () => {
    fc.assert(
      fc.property(noise, (bytes) => {
        for (const decode of [decodeGetResults, decodeValues, decodeActionOutcomes]) onlyDlmsErrors(() => decode(bytes));
      }),
      runs,
    );
  });

  it('as a ciphered APDU', () => {
    const tags = fc.constantFrom(0x21, 0x28, 0xc8, 0xcc, 0xd4, 0xdb, 0xdc);
    const receiving = {
      authenticationKey: keys.authenticationKey,
      title: keys.clientTitle,
      unicast: { key: keys.encryptionKey, window: new InvocationWindow() },
    };
    fc.assert(
      fc.property(tags, noise, (tag, rest) => {
        const bytes = Buffer.concat([Uint8Array.of(tag), rest]);
        onlyDlmsErrors(() => parseCiphered(bytes));
        onlyDlmsErrors(() => unprotect(bytes, receiving, 0));
      }),
      runs,
    );
  });

  it('as a stream', () => {
    fc.assert(
      fc.property(fc.array(noise, { maxLength: 5 }), (pieces) => {
        const parser = new WrapperParser();
        onlyDlmsErrors(() => pieces.forEach((piece) => parser.push(piece)));
      }),
      runs,
    );
  });

  it('as answers of an authenticated meter gone mad', () => {
    const clock = { classId: 8, obis: '0.0.1.0.0.255', attribute: 2 };
    const apdu = fc.oneof(
      anyApdu.map((value: Apdu) => encodeApdu(value)),
      mutated(anyApdu.map(encodeApdu)),
    );
    fc.assert(
      fc.property(apdu, fc.boolean(), (bytes, release) => {
        const { client, peer } = associated();
        if (release) client.release();
        else client.get([clock, clock]);
        onlyDlmsErrors(() => client.receive(wrap(peer.seal(bytes, 'general-glo'))));
      }),
      { numRuns: 300 },
    );
  });

  it('as answers to the association request', () => {
    fc.assert(
      fc.property(mutated(fc.constant(null).map(() => new Peer().aare())), (frame) => {
        const client = new DlmsClient(hls5Options());
        client.associate();
        onlyDlmsErrors(() => client.receive(frame));
      }),
      { numRuns: 300 },
    );
  });
});

describe('what a connection may hold', () => {
  it('is one frame of the wrapper: a complete one is given out at once', () => {
    const parser = new WrapperParser();
    const frame = wrap(new Uint8Array(0xffff));
    expect(parser.push(frame.subarray(0, -1))).toEqual([]);
    expect(parser.push(frame.subarray(-1))).toHaveLength(1);
  });

  it('is one frame of HDLC: what does not end is given up for the next flag', () => {
    const parser = new FrameParser();
    const frame = encodeFrame({
      destination: clientAddress(1),
      source: serverAddress(1),
      control: { kind: 'UA', final: true },
      segmented: false,
      information: new Uint8Array(0),
    });
    const begun = Buffer.from('7ea7ff', 'hex');
    for (let round = 0; round < 2_000; round += 1) expect(parser.push(begun)).toEqual([]);
    // A frame behind them is found once the last of them could have ended: 2 KiB later.
    const found = [frame, new Uint8Array(2_049)].flatMap((bytes) => parser.push(bytes));
    expect(found).toHaveLength(1);
    expect(parser.discarded).toBe(2_000);
  });

  it('is a value of the size that the owner allows', () => {
    const clock = { classId: 8, obis: '0.0.1.0.0.255', attribute: 2 };
    const { client, peer } = associated(hls5Options({}, { maxValueSize: 1_000 }));
    client.get([clock]);
    const block = (number: number) =>
      peer.reply({ kind: 'get-response-block', invoke: 0xc1, last: false, number, content: { ok: true, bytes: Buffer.alloc(600) } });
    expect(client.receive(block(1))).toHaveLength(2);
    expect(() => client.receive(block(2))).toThrow(expect.objectContaining({ code: 'LIMIT' }));
  });
});
