import { describe, expect, it } from '@jest/globals';
import { encodeApdu, type Apdu } from '../apdu/apdu.js';
import { d } from '../axdr/constructors.js';
import { isCiphered } from '../security/families.js';
import { toHex } from '../testing/hex.js';
import { associated, conformanceForTests, counterFrom, hls5Options, keys, Peer, sent, wrap } from '../testing/peer.js';
import { DlmsClient } from './client.js';

const CLOCK = { classId: 8, obis: '0.0.1.0.0.255', attribute: 2 };
const code = (expected: string): ReturnType<typeof expect.objectContaining> => expect.objectContaining({ code: expected });

describe('ciphering of an association', () => {
  it('takes a counter for the AARQ, for the proof of pass 3 and for the APDU that carries it', () => {
    const client = new DlmsClient(hls5Options());
    const peer = new Peer();
    expect(toHex(peer.unwrap(client.associate()))).toContain('211F3000000001');
    const pass3 = peer.open(sent(client.receive(peer.aare())));
    expect(pass3.counter).toBe(3);
    expect(toHex(pass3.apdu)).toMatch(/^C301C1000F0000280000FF010109111000000002/);
  });

  it.each([
    ['service-specific tags', {}, conformanceForTests, 'glo'],
    ['general-glo when negotiated', {}, conformanceForTests | 0x400000, 'general-glo'],
    ['the dedicated key', { dedicatedKey: keys.dedicatedKey }, conformanceForTests, 'ded'],
    ['general-ded', { dedicatedKey: keys.dedicatedKey }, conformanceForTests | 0x400000, 'general-ded'],
  ] as const)('uses %s', (_name, security, conformance, family) => {
    const { client, peer } = associated(hls5Options(security, { conformance }), 0x400, conformance);
    expect(peer.open(client.get([CLOCK])).family).toBe(family);
  });

  it.each(['glo', 'ded', 'general-glo', 'general-ded'] as const)('takes answers as %s', (family) => {
    const { client, peer } = associated(hls5Options({ dedicatedKey: keys.dedicatedKey }));
    client.get([CLOCK]);
    expect(client.receive(peer.reply({ kind: 'get-response', invoke: 0xc1, result: { ok: true, data: d.u8(7) } }, family))).toEqual([
      { kind: 'get', results: [{ ok: true, data: d.u8(7) }] },
    ]);
  });

  it('takes its own counter for the dedicated key where one is given', () => {
    const { client, peer } = associated(hls5Options({ dedicatedKey: keys.dedicatedKey, nextDedicatedCounter: counterFrom(0) }));
    expect(peer.open(client.get([CLOCK])).counter).toBe(0);
  });

  const answer: Apdu = { kind: 'get-response', invoke: 0xc1, result: { ok: true, data: d.u8(7) } };

  it.each([
    ['in clear', 'SECURITY_TOO_LOW', () => wrap(encodeApdu(answer))],
    [
      'with a wrong tag',
      'UNABLE_TO_DECIPHER',
      (peer: Peer) => {
        const frame = peer.reply(answer);
        frame[frame.length - 1] = (frame[frame.length - 1] ?? 0) ^ 1;
        return frame;
      },
    ],
    [
      'a second time',
      'REPLAY',
      (peer: Peer) => {
        peer.counter -= 1;
        return peer.reply(answer);
      },
    ],
    ['under a key that was not agreed', 'UNABLE_TO_DECIPHER', (peer: Peer) => peer.reply(answer, 'ded')],
    ['to another request', 'UNEXPECTED_APDU', (peer: Peer) => peer.reply({ ...answer, invoke: 0xc2 })],
    ['of another service', 'UNEXPECTED_APDU', (peer: Peer) => peer.reply({ kind: 'set-response', invoke: 0xc1, result: 0 })],
  ] as const)('refuses an answer %s, for good', (_name, expected, make) => {
    const { client, peer } = associated();
    client.get([CLOCK]);
    expect(() => client.receive(make(peer))).toThrow(code(expected));
    expect(() => client.get([CLOCK])).toThrow(code(expected));
  });

  it('refuses the client’s own request sent back', () => {
    const { client } = associated();
    const request = client.get([CLOCK]);
    expect(() => client.receive(request)).toThrow(code('UNABLE_TO_DECIPHER'));
  });

  it('stops before a counter is used twice or wraps', () => {
    const counters = [1, 2, 3, 3];
    const repeated = associated(hls5Options({ nextInvocationCounter: () => counters.shift() ?? 0 }));
    expect(() => repeated.client.get([CLOCK])).toThrow(code('COUNTER_EXHAUSTED'));
    const exhausted = associated(hls5Options({ nextInvocationCounter: counterFrom(0xfffffffd) }));
    expect(() => exhausted.client.get([CLOCK])).toThrow(code('COUNTER_EXHAUSTED'));
  });

  it('keeps the server’s counter for the next association', () => {
    const { client, peer } = associated();
    expect(client.lastServerCounter).toBe(peer.counter);
    const next = new DlmsClient(hls5Options({ lastServerCounter: client.lastServerCounter }));
    next.associate();
    expect(() => next.receive(new Peer().aare())).toThrow(code('REPLAY'));
  });
});

it('tells tags of ciphered APDUs from others', () => {
  expect([0x21, 0x28, 0x2e, 0x41, 0xc8, 0xcf, 0xd0, 0xd7, 0xdb, 0xdc].every((tag) => isCiphered(Uint8Array.of(tag)))).toBe(true);
  expect([0x01, 0x60, 0xc0, 0xd8, 0x0f].some((tag) => isCiphered(Uint8Array.of(tag)))).toBe(false);
});
