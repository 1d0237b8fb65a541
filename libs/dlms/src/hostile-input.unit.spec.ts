import { describe, it } from '@jest/globals';
import fc from 'fast-check';
import { decodeApdu, encodeApdu, type Apdu } from './apdu/apdu.js';
import { decodeActionOutcomes, decodeGetResults, decodeValues } from './apdu/block-contents.js';
import { decodeData } from './axdr/decode-data.js';
import { encodeData } from './axdr/encode-data.js';
import { DlmsClient } from './client/client.js';
import { DlmsError } from './errors.js';
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
