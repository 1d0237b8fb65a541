import { describe, expect, it } from '@jest/globals';
import { conformanceOf } from '../apdu/conformance.js';
import { d } from '../axdr/constructors.js';
import type { Authentication, ClientOptions } from '../client/options.js';
import { DlmsError } from '../errors.js';
import { hlsDigest } from '../security/hls-digest.js';
import { counterFrom, hls5Options, keys } from '../testing/peer.js';
import { toHex } from '../testing/hex.js';
import type { ServerAuthentication, ServerSecurity } from './options.js';
import { ServerAssociation } from './server-association.js';
import { Pipe, serverKeys } from './testing/server-pipe.js';

const clock = { classId: 8, obis: '0.0.1.0.0.255', attribute: 2 };
const secret = Buffer.from('a shared secret');
const objects = { read: () => ({ ok: true, data: d.u32(42) }) as const, write: () => 0, invoke: () => ({ result: 0 }) };

function security(policy?: number): ServerSecurity {
  const own = serverKeys();
  return { systemTitle: keys.serverTitle, keys: () => own, keySwitch: 'immediate', ...(policy === undefined ? {} : { policy }) };
}

const client: Readonly<Record<ServerAuthentication['kind'], Authentication>> = {
  none: { kind: 'none' },
  lls: { kind: 'lls', password: secret },
  hls3: { kind: 'hls3', secret, challenge: keys.ctos },
  hls4: { kind: 'hls4', secret, challenge: keys.ctos },
  hls5: { kind: 'hls5', challenge: keys.ctos },
};

function server(kind: ServerAuthentication['kind'], ciphered: boolean, policy?: number): ServerAuthentication {
  const challenge = (): Uint8Array => keys.stoc;
  const secured = ciphered ? { security: security(policy) } : {};
  if (kind === 'hls5') return { kind, challenge, ciphered, ...security(policy) };
  if (kind === 'none') return { kind, ...secured };
  return kind === 'lls' ? { kind, password: secret, ...secured } : { kind, secret, challenge, ...secured };
}

function options(kind: ServerAuthentication['kind'], ciphered: boolean, control = 0x30): ClientOptions {
  const { security: material, ...others } = hls5Options({ control, ciphered });
  const secured = (ciphered || kind === 'hls5') && material !== undefined ? { security: material } : {};
  return { ...others, authentication: client[kind], ...secured };
}

const pipe = (authentication: ServerAuthentication, own: ClientOptions): Pipe => new Pipe(new ServerAssociation({ authentication, objects }), own);
const kinds = ['none', 'lls', 'hls3', 'hls4', 'hls5'] as const;

function codeOf(action: () => unknown): string {
  try {
    action();
  } catch (error) {
    if (error instanceof DlmsError) return error.code;
    throw error;
  }
  return 'nothing';
}

describe.each(kinds.flatMap((kind) => [false, true].map((ciphered) => [kind, ciphered ? 'ciphered' : 'plain', ciphered] as const)))(
  'authentication %s, %s',
  (kind, _name, ciphered) => {
    it('opens an association that serves', () => {
      const line = pipe(server(kind, ciphered), options(kind, ciphered));
      expect(line.associate()).toMatchObject([{ kind: 'associated' }]);
      expect(line.run(line.client.get([clock]))).toEqual([{ kind: 'get', results: [{ ok: true, data: d.u32(42) }] }]);
      expect(line.requests.at(-1)?.[0]).toBe(ciphered ? 0xc8 : 0xc0);
      expect(line.run(line.client.release())).toEqual([{ kind: 'released' }]);
      expect(line.server.associated).toBe(false);
    });

    it('refuses every other mechanism', () => {
      for (const other of kinds.filter((name) => name !== kind)) {
        const line = pipe(server(kind, ciphered), options(other, ciphered));
        expect(() => line.associate()).toThrow(expect.objectContaining({ code: 'ASSOCIATION_REJECTED' }));
        expect(line.server.associated).toBe(false);
      }
    });
  },
);

describe('a wrong secret', () => {
  it('of LLS is refused with the diagnostic', () => {
    const line = pipe(server('lls', false), { ...options('lls', false), authentication: { kind: 'lls', password: Buffer.from('guess') } });
    expect(() => line.associate()).toThrow(
      expect.objectContaining({
        code: 'ASSOCIATION_REJECTED',
        details: { result: 1, diagnostic: 13, diagnosticSource: 'user', reason: 'authenticationFailure' },
      }),
    );
  });

  it.each(['hls3', 'hls4'] as const)('of %s is refused in pass 4', (kind) => {
    const line = pipe(server(kind, false), { ...options(kind, false), authentication: { kind, secret: Buffer.from('guess'), challenge: keys.ctos } });
    expect(() => line.associate()).toThrow(expect.objectContaining({ code: 'AUTHENTICATION_FAILED', details: { actionResult: 3 } }));
    expect(line.replies.at(-1)).toMatchObject({ change: 'refused' });
  });

  it('of the server is found out by the client', () => {
    const impostor: ServerAuthentication = { kind: 'hls4', secret: Buffer.from('guess'), challenge: () => keys.stoc };
    const own = options('hls4', false);
    const line = pipe(impostor, { ...own, authentication: { kind: 'hls4', secret, challenge: keys.ctos } });
    expect(codeOf(() => line.associate())).toBe('AUTHENTICATION_FAILED');
  });
});

describe('levels of protection', () => {
  it.each([
    ['authenticated', 0x10],
    ['encrypted', 0x20],
    ['both', 0x30],
  ])('%s requests are served under a policy that asks for no more, and answered alike', (_name, control) => {
    for (const conformance of [conformanceOf('get'), conformanceOf('get', 'general-protection')]) {
      const line = pipe(server('hls5', true, control), { ...options('hls5', true, control), conformance });
      line.associate();
      expect(line.run(line.client.get([clock]))).toMatchObject([{ kind: 'get' }]);
      const answer = line.replies.at(-1)?.apdu ?? Buffer.alloc(0);
      expect(answer[answer[0] === 0xdb ? 11 : 2]).toBe(control);
    }
  });

  it.each([
    [0x10, 0x20],
    [0x10, 0x30],
    [0x20, 0x30],
    [0x20, 0x10],
  ])('requests under %i are refused under a policy of %i', (control, policy) => {
    const line = pipe(server('lls', true, policy), options('lls', true, control));
    expect(codeOf(() => line.associate())).toBe('EXCEPTION_RESPONSE');
    expect(line.server.associated).toBe(false);
  });

  it('serve dedicated keys in either family', () => {
    for (const conformance of [conformanceOf('get'), conformanceOf('get', 'general-protection')]) {
      const material = { dedicatedKey: keys.dedicatedKey, nextDedicatedCounter: counterFrom(0) };
      const line = pipe(server('hls5', true), { ...hls5Options(material), conformance });
      line.associate();
      expect(line.run(line.client.get([clock]))).toMatchObject([{ kind: 'get' }]);
      expect([line.requests.at(-1)?.[0], line.replies.at(-1)?.apdu?.[0]]).toEqual(conformance === conformanceOf('get') ? [0xd0, 0xd4] : [0xdc, 0xdc]);
    }
  });
});

describe('digests', () => {
  it('are MD5 and SHA-1 of challenge and secret', () => {
    expect(toHex(hlsDigest('hls3', Buffer.from('a'), Buffer.from('bc')))).toBe('900150983CD24FB0D6963F7D28E17F72');
    expect(toHex(hlsDigest('hls4', Buffer.from('a'), Buffer.from('bc')))).toBe('A9993E364706816ABA3E25717850C26C9CD0D89D');
  });
});
