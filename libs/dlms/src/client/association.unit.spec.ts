import { describe, expect, it } from '@jest/globals';
import { encodeApdu, type Apdu } from '../apdu/apdu.js';
import { d } from '../axdr/constructors.js';
import { hex, toHex } from '../testing/hex.js';
import { associated, conformanceForTests, counterFrom, hls5Options, keys, Peer, sent, wrap } from '../testing/peer.js';
import { DlmsClient } from './client.js';
import type { ClientOptions } from './options.js';

const CLOCK = { classId: 8, obis: '0.0.1.0.0.255', attribute: 2 };
const PUBLIC_CLIENT: ClientOptions = { clientSap: 1, serverSap: 1, authentication: { kind: 'none' } };
const code = (expected: string): ReturnType<typeof expect.objectContaining> => expect.objectContaining({ code: expected });

describe('association requests', () => {
  const initiate = '01000000065F1F0400007E1F04B0';
  const green = { conformance: 0x007e1f, maxReceivePduSize: 0x04b0 };

  it.each([
    ['no security', PUBLIC_CLIENT, `601DA109060760857405080101BE10040E${initiate}`],
    [
      'a password',
      { ...PUBLIC_CLIENT, authentication: { kind: 'lls', password: Buffer.from('12345678') } } as ClientOptions,
      `6036A1090607608574050801018A0207808B0760857405080201AC0A80083132333435363738BE10040E${initiate}`,
    ],
    [
      'a password, ciphered, with a dedicated key',
      {
        ...hls5Options({ systemTitle: hex('4D4D4D0000BC614E'), nextInvocationCounter: counterFrom(0x01234567), dedicatedKey: keys.dedicatedKey }),
        authentication: { kind: 'lls', password: Buffer.from('12345678') },
      } as ClientOptions,
      '6066A109060760857405080103A60A04084D4D4D0000BC614E8A0207808B0760857405080201AC0A80083132333435363738BE340432' +
        '21303001234567801302FF8A7874133D414CED25B42534D28DB0047720606B175BD52211BE6841DB204D39EE6FDB8E356855',
    ],
  ])('with %s is the published AARQ', (_name, options, aarq) => {
    expect(toHex(new DlmsClient({ ...options, ...green }).associate())).toBe(toHex(wrap(hex(aarq))));
  });

  it('without ciphering carries the system title for HLS 5 and goes on in clear', () => {
    const client = new DlmsClient(hls5Options({ ciphered: false }));
    const peer = new Peer();
    expect(toHex(peer.unwrap(client.associate()))).toContain('A109060760857405080101A60A0408' + toHex(keys.clientTitle));
    const userInformation = encodeApdu({ kind: 'initiate-response', conformance: conformanceForTests, maxPduSize: 0, vaaName: 7 });
    const pass3 = sent(client.receive(peer.aare({ context: 1, userInformation })));
    expect(toHex(peer.unwrap(pass3))).toMatch(/^C301C1000F0000280000FF010109111000000001/);
  });
});

describe('an accepted association', () => {
  it('allows what was proposed and granted, within the size that the server takes', () => {
    const client = new DlmsClient(hls5Options({}, { conformance: conformanceForTests & ~0x000004 }));
    const peer = new Peer();
    client.associate();
    client.receive(peer.aare({}, conformanceForTests & ~0x000200, 0x200));
    expect(client.receive(peer.proof())).toEqual([
      {
        kind: 'associated',
        negotiated: { conformance: conformanceForTests & ~0x000204, maxPduSize: 0x200 },
        serverTitle: keys.serverTitle,
      },
    ]);
  });

  it('never showed the dedicated key in clear', () => {
    const aarq = new DlmsClient(hls5Options({ ciphered: false, dedicatedKey: keys.dedicatedKey })).associate();
    expect(toHex(aarq)).not.toContain(toHex(keys.dedicatedKey));
  });
});

describe('a refused or dishonest association', () => {
  const attempt = (make: (peer: Peer) => Uint8Array, options = hls5Options()): (() => unknown) => {
    const client = new DlmsClient(options);
    client.associate();
    return () => client.receive(make(new Peer()));
  };

  it('is reported with result and diagnostic', () => {
    const aare = '6129A109060760857405080101A203020101A305A103020102BE10040E0800065F1F040000501F01F40007';
    expect(attempt(() => wrap(hex(aare)), PUBLIC_CLIENT)).toThrow(
      expect.objectContaining({
        code: 'ASSOCIATION_REJECTED',
        details: { result: 1, diagnostic: 2, diagnosticSource: 'user', reason: 'contextNotSupported' },
      }),
    );
  });

  it('is reported with the initiate error, if there is one', () => {
    const aare = '611FA109060760857405080101A203020101A305A103020101BE0604040E010601';
    expect(attempt(() => wrap(hex(aare)), PUBLIC_CLIENT)).toThrow(
      expect.objectContaining({
        details: { result: 1, diagnostic: 1, diagnosticSource: 'user', reason: 'noReason', service: 1, serviceError: 6, value: 1 },
      }),
    );
  });

  it('may come without user information', () => {
    const aare = encodeApdu({ kind: 'aare', context: 3, result: 1, diagnostic: { source: 'user', value: 13 } });
    expect(attempt(() => wrap(aare))).toThrow(
      expect.objectContaining({
        code: 'ASSOCIATION_REJECTED',
        details: { result: 1, diagnostic: 13, diagnosticSource: 'user', reason: 'authenticationFailure' },
      }),
    );
  });

  it.each([
    ['the client’s own challenge comes back', 'AUTHENTICATION_FAILED', (peer: Peer) => peer.aare({ authenticationValue: keys.ctos })],
    ['HLS is skipped', 'AUTHENTICATION_FAILED', (peer: Peer) => peer.aare({ diagnostic: { source: 'user', value: 0 } })],
    ['there is no challenge', 'AUTHENTICATION_FAILED', (peer: Peer) => peer.aare({ authenticationValue: new Uint8Array(0) })],
    ['the challenge is too short', 'AUTHENTICATION_FAILED', (peer: Peer) => peer.aare({ authenticationValue: hex('01020304050607') })],
    ['another mechanism is answered', 'AUTHENTICATION_FAILED', (peer: Peer) => peer.aare({ mechanism: 2 })],
    ['the server claims the title of the client', 'AUTHENTICATION_FAILED', (peer: Peer) => peer.aare({ respondingTitle: keys.clientTitle })],
    ['the title is not the one that ciphered', 'UNABLE_TO_DECIPHER', (peer: Peer) => peer.aare({ respondingTitle: hex('4142434445464749') })],
    ['the context is downgraded', 'UNEXPECTED_APDU', (peer: Peer) => peer.aare({ context: 1 })],
    ['the initiate response is in clear', 'SECURITY_TOO_LOW', (peer: Peer) => peer.aare({ userInformation: hex('0800065F1F0400001E1D02000007') })],
    ['nothing in common is negotiated', 'ASSOCIATION_REJECTED', (peer: Peer) => peer.aare({}, 0)],
    ['something else than an AARE comes', 'UNEXPECTED_APDU', () => wrap(hex('6303800100'))],
    ['the answer comes from another logical device', 'UNEXPECTED_APDU', () => hex('0001 0002 0001 0005 6303800100')],
    ['the answer is no wrapper frame', 'WRAPPER_HEADER_INVALID', () => hex('7EA0210002002303930F')],
  ] as const)('is dropped when %s', (_name, expected, make) => {
    expect(attempt(make)).toThrow(code(expected));
  });

  it('is dropped when another server is expected', () => {
    expect(attempt((peer) => peer.aare(), hls5Options({ serverSystemTitle: hex('4142434445464749') }))).toThrow(code('AUTHENTICATION_FAILED'));
  });

  it('never stands when pass 4 proves nothing', () => {
    const answers: readonly ((peer: Peer) => Uint8Array)[] = [
      (peer) => peer.proof(Buffer.from('another challenge')),
      (peer) => peer.reply({ kind: 'action-response', invoke: 0xc1, outcome: { result: 0 } }),
      (peer) => peer.reply({ kind: 'action-response', invoke: 0xc1, outcome: { result: 0, returned: { ok: true, data: d.octets('00') } } }),
      (peer) => peer.reply({ kind: 'action-response', invoke: 0xc1, outcome: { result: 0, returned: { ok: true, data: d.u8(1) } } }),
      (peer) => peer.reply({ kind: 'action-response', invoke: 0xc1, outcome: { result: 3 } }),
    ];
    for (const answer of answers) {
      const client = new DlmsClient(hls5Options());
      const peer = new Peer();
      client.associate();
      client.receive(peer.aare());
      expect(() => client.receive(answer(peer))).toThrow(code('AUTHENTICATION_FAILED'));
      expect(() => client.get([CLOCK])).toThrow(code('AUTHENTICATION_FAILED'));
    }
  });

  it('does not take the client’s own proof for the server’s', () => {
    const client = new DlmsClient(hls5Options());
    const peer = new Peer();
    client.associate();
    const pass3 = peer.request(sent(client.receive(peer.aare())));
    if (pass3.kind !== 'action-request' || pass3.parameter === undefined) throw new Error('pass 3 expected');
    const reflected: Apdu = { kind: 'action-response', invoke: 0xc1, outcome: { result: 0, returned: { ok: true, data: pass3.parameter } } };
    expect(() => client.receive(peer.reply(reflected))).toThrow(code('AUTHENTICATION_FAILED'));
  });

  it('permits no request before it stands', () => {
    const client = new DlmsClient(hls5Options());
    expect(() => client.get([CLOCK])).toThrow(code('WRONG_STATE'));
    client.associate();
    expect(() => client.release()).toThrow(code('WRONG_STATE'));
  });
});

describe('release', () => {
  it('repeats the ciphered initiate request', () => {
    const { client, peer } = associated();
    const apdu = peer.unwrap(client.release());
    expect(toHex(apdu)).toMatch(/^6228800100BE230421211F30/);
  });

  it('can be bare', () => {
    const { client, peer } = associated(hls5Options({}, { release: 'bare' }));
    expect(toHex(peer.unwrap(client.release()))).toBe('6203800100');
  });

  it.each(['6303800100', 'D80102', '6311800100BE0F040E0800065F1F0400001E1D0200000700000000'])('takes %s as the end', (answer) => {
    const { client } = associated();
    client.release();
    expect(client.receive(wrap(hex(answer)))).toEqual([{ kind: 'released' }]);
    expect(() => client.get([CLOCK])).toThrow(code('WRONG_STATE'));
  });
});
