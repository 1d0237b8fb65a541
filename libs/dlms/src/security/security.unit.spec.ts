import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { hex, toHex } from '../testing/hex.js';
import { keys } from '../testing/peer.js';
import { hlsProof, verifyHlsProof } from './hls-gmac.js';
import { InvocationWindow } from './invocation-window.js';
import { unwrapKey, wrapKey } from './key-wrap.js';
import { protect, protectionOverhead, type Protection } from './protect.js';
import { parseCiphered, unprotect, type ReceivingKeys } from './unprotect.js';

const code = (expected: string): ReturnType<typeof expect.objectContaining> => expect.objectContaining({ code: expected });
const plain = hex('C001C1000100002A0000FF0200');
const sending: Protection = {
  key: keys.encryptionKey,
  authenticationKey: keys.authenticationKey,
  title: keys.clientTitle,
  counter: 10,
  family: 'glo',
};
const receiving = (last = -1): ReceivingKeys => ({
  authenticationKey: keys.authenticationKey,
  title: keys.clientTitle,
  unicast: { key: keys.encryptionKey, window: new InvocationWindow(last) },
  dedicated: { key: keys.dedicatedKey, window: new InvocationWindow() },
});

describe('protection', () => {
  it('comes off again, whatever family, control and size', () => {
    fc.assert(
      fc.property(
        fc.constantFrom('glo' as const, 'ded' as const, 'general-glo' as const, 'general-ded' as const),
        fc.constantFrom(0x10, 0x20, 0x30),
        fc.uint8Array({ maxLength: 70000, size: 'max' }),
        fc.integer({ min: 0, max: 0xffffffff }),
        (family, control, body, counter) => {
          const apdu = Buffer.concat([hex('C4'), body]);
          const key = family.endsWith('ded') ? keys.dedicatedKey : keys.encryptionKey;
          const sealed = protect(apdu, { ...sending, key, family, control, counter });
          const opened = unprotect(sealed, receiving(), control);
          expect(opened).toMatchObject({ family, control, counter });
          expect(opened.apdu.equals(apdu)).toBe(true);
          if (apdu.length < 60000) expect(sealed.length - apdu.length).toBeLessThanOrEqual(protectionOverhead(family));
        },
      ),
      { numRuns: 40 },
    );
  });

  it('does not come off when any octet was changed', () => {
    const sealed = protect(plain, sending);
    for (let at = 0; at < sealed.length; at += 1) {
      const changed = Buffer.from(sealed);
      changed[at] = (changed[at] ?? 0) ^ 0x04;
      expect(() => unprotect(changed, receiving())).toThrow(expect.objectContaining({ name: 'DlmsError' }));
    }
  });

  it.each([
    ['another encryption key', { key: hex('0F0E0D0C0B0A09080706050403020100') }],
    ['another authentication key', { authenticationKey: keys.encryptionKey }],
    ['another title', { title: keys.serverTitle }],
    ['a general title that is not the peer’s', { title: keys.serverTitle, family: 'general-glo' as const }],
  ])('does not come off with %s', (_name, other) => {
    expect(() => unprotect(protect(plain, { ...sending, ...other }), receiving())).toThrow(code('UNABLE_TO_DECIPHER'));
  });

  it('takes a general APDU whose title was left out', () => {
    const sealed = protect(plain, { ...sending, family: 'general-glo' });
    const bare = Buffer.concat([hex('DB00'), sealed.subarray(10)]);
    expect(parseCiphered(sealed)).toMatchObject({ title: keys.clientTitle, counter: 10 });
    expect(parseCiphered(bare).title).toBeUndefined();
    expect(toHex(unprotect(bare, receiving()).apdu)).toBe(toHex(plain));
  });

  it('refuses a general APDU that names another sender, whatever it was made with', () => {
    const sealed = protect(plain, { ...sending, family: 'general-glo' });
    sealed.set(keys.serverTitle, 2);
    expect(() => unprotect(sealed, receiving())).toThrow(code('UNABLE_TO_DECIPHER'));
  });

  it.each([0x10, 0x20])('control %i is too low where both are demanded', (control) => {
    expect(() => unprotect(protect(plain, { ...sending, control }), receiving())).toThrow(code('SECURITY_TOO_LOW'));
  });

  it('refuses suites, compression and a broadcast key that it does not know', () => {
    const withControl = (control: number): Buffer => {
      const sealed = protect(plain, sending);
      sealed[2] = control;
      return sealed;
    };
    expect(() => unprotect(withControl(0x31), receiving())).toThrow(code('UNSUPPORTED'));
    expect(() => unprotect(withControl(0xb0), receiving())).toThrow(code('UNSUPPORTED'));
    expect(() => unprotect(withControl(0x00), receiving(), 0)).toThrow(code('SECURITY_TOO_LOW'));
    expect(() => unprotect(withControl(0x70), receiving())).toThrow(code('UNABLE_TO_DECIPHER'));
  });

  it('opens broadcasts with the broadcast key', () => {
    const broadcast = { key: keys.dedicatedKey, window: new InvocationWindow() };
    const sealed = protect(plain, { ...sending, key: keys.dedicatedKey, control: 0x70 });
    expect(toHex(unprotect(sealed, { ...receiving(), broadcast }).apdu)).toBe(toHex(plain));
    expect(broadcast.window.last).toBe(10);
  });

  it('refuses an APDU inside that the tag outside does not announce', () => {
    const sealed = protect(plain, sending);
    sealed[0] = 0xc9;
    expect(() => unprotect(sealed, receiving())).toThrow(code('UNABLE_TO_DECIPHER'));
  });

  it.each([-1, 0x100000000, 1.5, Number.NaN])('does not use %d as a counter', (counter) => {
    expect(() => protect(plain, { ...sending, counter })).toThrow(code('COUNTER_EXHAUSTED'));
  });

  it('needs keys of 16 and titles of 8 octets, and an APDU that the family knows', () => {
    expect(() => protect(plain, { ...sending, key: hex('00') })).toThrow(code('INVALID_VALUE'));
    expect(() => protect(plain, { ...sending, authenticationKey: hex('00') })).toThrow(code('INVALID_VALUE'));
    expect(() => protect(plain, { ...sending, title: hex('00') })).toThrow(code('INVALID_VALUE'));
    expect(() => protect(hex('0F00000001'), sending)).toThrow(code('INVALID_VALUE'));
    expect(() => protect(plain, { ...sending, control: 0 })).toThrow(code('INVALID_VALUE'));
  });
});

describe('replay protection', () => {
  it('takes rising counters with gaps only', () => {
    const peer = receiving(5);
    unprotect(protect(plain, { ...sending, counter: 6 }), peer);
    unprotect(protect(plain, { ...sending, counter: 900 }), peer);
    for (const counter of [900, 899, 6, 0]) expect(() => unprotect(protect(plain, { ...sending, counter }), peer)).toThrow(code('REPLAY'));
    expect(peer.unicast.window.last).toBe(900);
  });

  it('is not moved by a counter that does not verify', () => {
    const peer = receiving();
    const forged = protect(plain, { ...sending, counter: 0xffffffff, key: keys.dedicatedKey });
    expect(() => unprotect(forged, peer)).toThrow(code('UNABLE_TO_DECIPHER'));
    unprotect(protect(plain, { ...sending, counter: 0xfffffffe, control: 0x20 }), peer, 0x20);
    expect(toHex(unprotect(protect(plain, sending), peer).apdu)).toBe(toHex(plain));
  });

  it('judges the tag before the counter', () => {
    const sealed = protect(plain, { ...sending, counter: 1, key: keys.dedicatedKey });
    expect(() => unprotect(sealed, receiving(5))).toThrow(code('UNABLE_TO_DECIPHER'));
  });

  it('keeps the counters of the dedicated key apart', () => {
    const peer = receiving(500);
    unprotect(protect(plain, { ...sending, key: keys.dedicatedKey, family: 'ded', counter: 0 }), peer);
    expect(peer.unicast.window.last).toBe(500);
  });
});

describe('HLS proofs', () => {
  const proof = { encryptionKey: keys.encryptionKey, authenticationKey: keys.authenticationKey, title: keys.clientTitle, challenge: keys.stoc };

  it.each([
    ['another challenge', { challenge: keys.ctos }],
    ['another title', { title: keys.serverTitle }],
    ['another key', { encryptionKey: keys.dedicatedKey }],
  ])('do not hold for %s', (_name, other) => {
    expect(() => verifyHlsProof({ ...proof, ...other }, hlsProof(proof, 7))).toThrow(code('AUTHENTICATION_FAILED'));
  });

  it.each(['', '10', '3000000007AAAAAAAAAAAAAAAAAAAAAAAA', '1000000007AAAAAAAAAAAAAAAAAAAAAAAA00'])('are not "%s"', (received) => {
    expect(() => verifyHlsProof(proof, hex(received))).toThrow(code('AUTHENTICATION_FAILED'));
  });
});

describe('key wrapping', () => {
  it('notices a wrong key encryption key and changed octets', () => {
    const wrapped = wrapKey(keys.encryptionKey, keys.dedicatedKey);
    expect(() => unwrapKey(keys.authenticationKey, wrapped)).toThrow(code('KEY_UNWRAP_FAILED'));
    wrapped[0] = (wrapped[0] ?? 0) ^ 1;
    expect(() => unwrapKey(keys.encryptionKey, wrapped)).toThrow(code('KEY_UNWRAP_FAILED'));
    expect(() => unwrapKey(keys.encryptionKey, hex('00'))).toThrow(code('KEY_UNWRAP_FAILED'));
    expect(() => wrapKey(hex('00'), keys.dedicatedKey)).toThrow(code('INVALID_VALUE'));
    expect(() => wrapKey(keys.encryptionKey, hex('00'))).toThrow(code('INVALID_VALUE'));
  });
});
