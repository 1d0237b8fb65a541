import { describe, expect, it } from '@jest/globals';
import { decodeApdu, encodeApdu } from './apdu/apdu.js';
import { hlsProof, verifyHlsProof } from './security/hls-gmac.js';
import { InvocationWindow } from './security/invocation-window.js';
import { unwrapKey, wrapKey } from './security/key-wrap.js';
import { protect } from './security/protect.js';
import { parseCiphered, unprotect } from './security/unprotect.js';
import { hex, toHex } from './testing/hex.js';
import { framesOf, vectors, type PublishedVector } from './testing/vectors.js';
import { encodeWrapper, WrapperParser } from './wrapper/wrapper.js';

const published: readonly PublishedVector[] = [...vectors.public, ...vectors.derived];
const field = (vector: PublishedVector, name: keyof PublishedVector): string => vector[name] ?? '';

interface Ciphered {
  readonly name: string;
  readonly apdu: string;
  readonly plain: string;
  readonly title: string;
}

const recordedKeys = vectors.recorded.keys;
const recordedFrames = vectors.recorded.sessions.flatMap((session) =>
  framesOf(session).map((frame, index) => ({ ...frame, name: `${session.name}, frame ${index + 1}` })),
);

/** The ciphered part of each recorded frame: the APDU itself, or the user information of AARQ and AARE. */
const recordedCiphered: Ciphered[] = [...recordedFrames, { ...vectors.recorded.push, dir: 'S>C', name: 'push' } as const].flatMap(
  ({ name, frame, plain, dir }) => {
    if (plain === undefined) return [];
    const apdu = hex(frame).subarray(8);
    const title = dir === 'C>S' ? recordedKeys.clientTitle : recordedKeys.serverTitle;
    if (apdu[0] !== 0x60 && apdu[0] !== 0x61) return [{ name, apdu: toHex(apdu), plain, title }];
    const { value } = decodeApdu(apdu);
    return 'userInformation' in value && value.userInformation !== undefined ? [{ name, apdu: toHex(value.userInformation), plain, title }] : [];
  },
);

function openWith(apdu: Buffer, key: Buffer, authenticationKey: Buffer, title: Buffer, dedicatedKey = key): ReturnType<typeof unprotect> {
  const receiving = { key, window: new InvocationWindow() };
  return unprotect(apdu, { authenticationKey, title, unicast: receiving, dedicated: { key: dedicatedKey, window: new InvocationWindow() } }, 0);
}

describe('published and derived vectors', () => {
  it.each(published.filter((vector) => vector.apdu !== undefined).map((vector) => [vector.id, vector] as const))(
    '%s deciphers and ciphers again',
    (_id, vector) => {
      const [key, authenticationKey, title] = [hex(field(vector, 'ek')), hex(field(vector, 'ak')), hex(field(vector, 'systemTitle'))];
      const apdu = hex(field(vector, 'apdu'));
      const opened = openWith(apdu, key, authenticationKey, title);
      expect(toHex(opened.apdu)).toBe(vector.plain);
      expect(opened.counter).toBe(Number.parseInt(field(vector, 'ic'), 16));
      expect(opened.control).toBe(Number.parseInt(field(vector, 'sc'), 16));
      expect(toHex(protect(opened.apdu, { ...opened, key, authenticationKey, title }))).toBe(vector.apdu);
      expect(toHex(encodeApdu(decodeApdu(opened.apdu).value))).toBe(vector.plain);
    },
  );

  it.each(published.filter((vector) => vector.f !== undefined).map((vector) => [vector.id, vector] as const))(
    '%s is computed and verified',
    (_id, vector) => {
      const proof = {
        encryptionKey: hex(field(vector, 'ek')),
        authenticationKey: hex(field(vector, 'ak')),
        title: hex(field(vector, 'systemTitle')),
        challenge: hex(field(vector, 'challenge')),
      };
      const counter = Number.parseInt(field(vector, 'ic'), 16);
      expect(toHex(hlsProof(proof, counter))).toBe(vector.f);
      expect(verifyHlsProof(proof, hex(field(vector, 'f')))).toBe(counter);
    },
  );

  it.each(published.filter((vector) => vector.wrapped !== undefined).map((vector) => [vector.id, vector] as const))(
    '%s wraps and unwraps',
    (_id, vector) => {
      const kek = hex(field(vector, 'kek'));
      expect(toHex(wrapKey(kek, hex(field(vector, 'key'))))).toBe(vector.wrapped);
      expect(toHex(unwrapKey(kek, hex(field(vector, 'wrapped'))))).toBe(vector.key);
    },
  );
});

describe('recorded sessions', () => {
  it.each(recordedCiphered.map((item) => [item.name, item] as const))('%s deciphers and ciphers again', (_name, { apdu, plain, title }) => {
    const [key, authenticationKey, dedicated] = [hex(recordedKeys.ek), hex(recordedKeys.ak), hex(recordedKeys.dedicated)];
    const opened = openWith(hex(apdu), key, authenticationKey, hex(title), dedicated);
    expect(toHex(opened.apdu)).toBe(plain);
    const used = parseCiphered(hex(apdu)).family === 'ded' ? dedicated : key;
    expect(toHex(protect(opened.apdu, { ...opened, key: used, authenticationKey, title: hex(title) }))).toBe(apdu);
  });

  it.each(recordedCiphered.map((item) => [item.name, item] as const))('%s decodes and encodes again', (_name, { plain }) => {
    const { value, end } = decodeApdu(hex(plain));
    // The meter appends its last blocks a second time: what was decoded ends before that.
    expect(toHex(encodeApdu(value))).toBe(plain.slice(0, end * 2));
    expect(plain.length - end * 2).toBe(plain.startsWith('C402C101') ? 22 : 0);
  });

  it.each(recordedFrames.map((frame) => [frame.name, frame.frame] as const))(
    '%s passes the wrapper, and what is clear in it encodes again',
    (_name, frame) => {
      const [parsed] = new WrapperParser().push(hex(frame));
      expect(parsed && toHex(encodeWrapper(parsed))).toBe(frame);
      const apdu = hex(frame).subarray(8);
      if ([0x60, 0x61, 0xd8].includes(apdu[0] ?? 0)) expect(toHex(encodeApdu(decodeApdu(apdu).value))).toBe(toHex(apdu));
    },
  );
});
