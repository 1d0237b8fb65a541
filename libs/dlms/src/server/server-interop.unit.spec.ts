import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';

import { decodeApdu } from '../apdu/apdu.js';
import { d } from '../axdr/constructors.js';
import { InvocationWindow } from '../security/invocation-window.js';
import { unprotect } from '../security/unprotect.js';
import { hex } from '../testing/hex.js';
import { counterFrom, keys } from '../testing/peer.js';
import { hls5Server, Pipe } from './testing/server-pipe.js';
import type { ServerObjects } from './options.js';
import { ServerAssociation } from './server-association.js';

const objects: ServerObjects = {
  read: () => ({ ok: true, data: d.octets('47525830303030303030313233343536') }),
  write: () => 0,
  invoke: () => ({ result: 0 }),
};

/** What a Gurux client sent in a recorded session: AARQ, pass 3, GET. Its proof answers the challenge 7038…4522. */
const recorded = {
  aarq: '605DA109060760857405080103A60A04084D4D4D00000000018A0207808B0760857405080205AC1280104B353669566167594B35366956616759BE230421211F30000000019945AB0E570975CCDF518385675FE4E7E8BB207AAEDE20D69EA8',
  serverChallenge: '70389CCE67B359AC56AB552A158A4522',
  passThree: 'CB313000000003603876AB2931261F682CAB4C405FAA04ED038F35FE8BFE319FC5DEC67FE19672508CDB726AB85A1C008CC88F',
  get: 'C81E3000000004C0376965A4E5B7B5F38D5538F2A5F8C3C6E8A59A537C7EB8F6',
};

function recordedServer(): ServerAssociation {
  const own = {
    encryptionKey: keys.encryptionKey,
    authenticationKey: keys.authenticationKey,
    window: new InvocationWindow(),
    nextInvocationCounter: counterFrom(1),
  };
  return new ServerAssociation({
    authentication: {
      kind: 'hls5',
      systemTitle: keys.serverTitle,
      keys: () => own,
      keySwitch: 'immediate',
      challenge: () => hex(recorded.serverChallenge),
    },
    objects,
  });
}

describe('a recorded session of another implementation’s client', () => {
  it('is served to the end', () => {
    const server = recordedServer();
    expect(server.receive(hex(recorded.aarq)).service).toBe('aarq');
    expect(server.receive(hex(recorded.passThree))).toMatchObject({ service: 'action', change: 'established' });
    const { apdu = new Uint8Array() } = server.receive(hex(recorded.get));
    const { authenticationKey, serverTitle: title, encryptionKey: key } = keys;
    const opened = unprotect(apdu, { authenticationKey, title, unicast: { key, window: new InvocationWindow() } });
    expect(opened.apdu.toString('hex')).toBe('c401c100091047525830303030303030313233343536');
  });

  it('cannot be replayed', () => {
    const server = recordedServer();
    for (const apdu of [recorded.aarq, recorded.passThree, recorded.get]) server.receive(hex(apdu));
    const again = server.receive(hex(recorded.aarq));
    expect(again.change).toBe('refused');
    expect(decodeApdu(again.apdu ?? new Uint8Array()).value).toMatchObject({ kind: 'exception-response', serviceError: 6, expectedCounter: 5 });
    expect(server.associated).toBe(false);
  });
});

describe('hostile input', () => {
  const mutation = fc.record({ at: fc.nat(), value: fc.integer({ min: 0, max: 255 }), cut: fc.nat() });

  it('of any octets never makes the server throw or associate', () => {
    const server = hls5Server(objects);
    fc.assert(
      fc.property(fc.constantFrom(0x60, 0x62, 0x21, 0xc0, 0xc8, 0xcb, 0xd0, 0xdb, 0xff), fc.uint8Array({ maxLength: 80 }), (tag, rest) => {
        server.receive(Uint8Array.from([tag, ...rest]));
        expect(server.associated).toBe(false);
      }),
      { numRuns: 2000 },
    );
  });

  it('that changes an authentic request is refused, and the client goes on afterwards', () => {
    const pipe = new Pipe(hls5Server(objects));
    pipe.associate();
    fc.assert(
      fc.property(mutation, ({ at, value, cut }) => {
        const frame = Buffer.from(pipe.client.get([{ classId: 8, obis: '0.0.1.0.0.255', attribute: 2 }]).subarray(8));
        const position = at % frame.length;
        const changed = Buffer.from(frame);
        changed[position] = value;
        const shortened = cut % 3 === 0 ? changed.subarray(0, cut % frame.length) : changed;
        if (!shortened.equals(frame))
          expect(decodeApdu(pipe.server.receive(shortened).apdu ?? new Uint8Array()).value.kind).toBe('exception-response');
        // The authentic one still counts.
        pipe.run(Buffer.concat([Buffer.from([0, 1, 0, 1, 0, 1, 0, frame.length]), frame]));
      }),
      { numRuns: 300 },
    );
  });

  it('in a plain association never makes the server throw', () => {
    const server = new ServerAssociation({ authentication: { kind: 'none' }, objects });
    new Pipe(server, { clientSap: 16, serverSap: 1, authentication: { kind: 'none' } }).associate();
    fc.assert(
      fc.property(fc.constantFrom(0xc0, 0xc1, 0xc3), fc.integer({ min: 0, max: 7 }), fc.uint8Array({ maxLength: 60 }), (tag, choice, rest) => {
        server.receive(Uint8Array.from([tag, choice, 0xc1, ...rest]));
      }),
      { numRuns: 2000 },
    );
  });
});
