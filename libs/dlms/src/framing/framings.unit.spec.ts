import { describe, expect, it } from '@jest/globals';
import type { Data } from '../axdr/data.js';
import { d } from '../axdr/constructors.js';
import { DlmsClient } from '../client/client.js';
import type { ClientEvent } from '../client/events.js';
import type { ClientOptions } from '../client/options.js';
import { ServerConnection } from '../server/server-connection.js';
import { hls5Server } from '../server/testing/server-pipe.js';
import { hex } from '../testing/hex.js';
import { hls5Options } from '../testing/peer.js';
import type { FramingOptions } from './choose-framing.js';
import { framingOf } from './server-framing.js';

const clock = { classId: 8, obis: '0.0.1.0.0.255', attribute: 2 };
const big: Data = d.array(...Array.from({ length: 300 }, (_, index) => d.structure(d.octets('07ea0b1801000000000000c400'), d.u32(index))));
const hdlc: FramingOptions = { kind: 'hdlc', physicalDevice: 17, parameters: { windowReceive: 7, windowTransmit: 7, maxInfoReceive: 256 } };

/** A client and a server on one stream. */
function wired(framing: FramingOptions, options: Partial<ClientOptions> = {}) {
  const server = new ServerConnection({
    framing: { kind: framing.kind, parameters: { windowReceive: 7, windowTransmit: 3, maxInfoTransmit: 256 } },
    association: ({ serverSap }) =>
      serverSap === 1
        ? hls5Server({
            read: () => ({ ok: true, data: big }),
            write: () => 0,
            invoke: (_, parameter) => ({ result: 0, returned: { ok: true, data: parameter ?? d.nul } }),
          })
        : undefined,
  });
  const client = new DlmsClient(hls5Options({}, { framing, ...options }));
  const run = (bytes: Uint8Array): ClientEvent[] => {
    const events: ClientEvent[] = [];
    const waiting = [bytes];
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
      for (const served of server.receive(next)) {
        if (served.kind !== 'send') continue;
        for (const event of client.receive(served.bytes)) {
          if (event.kind === 'send') waiting.push(event.bytes);
          else if (event.kind !== 'block') events.push(event);
        }
      }
    }
    return events;
  };
  return { client, server, run };
}

describe.each([
  ['wrapper', { kind: 'wrapper' }],
  ['HDLC', hdlc],
  ['HDLC with its defaults', { kind: 'hdlc' }],
  ['HDLC with four octets of address', { kind: 'hdlc', addressSize: 4 }],
] as readonly (readonly [string, FramingOptions])[])('an association over %s', (_name, framing) => {
  it('is opened, used and released', () => {
    const { client, run } = wired(framing);
    expect(run(client.associate())).toMatchObject([{ kind: 'associated' }]);
    expect(run(client.get([clock]))).toEqual([{ kind: 'get', results: [{ ok: true, data: big }] }]);
    expect(run(client.set(clock, big))).toMatchObject([{ kind: 'set', result: 0 }]);
    expect(run(client.action({ classId: 9, obis: '0.0.10.0.0.255', method: 1 }, big))).toEqual([{ kind: 'action', result: 0, data: big }]);
    expect(run(client.release())).toEqual([{ kind: 'released' }]);
  });
});

describe('time', () => {
  it('repeats the link request, then gives up with TIMEOUT', () => {
    let now = 0;
    const { client } = wired(hdlc, { now: () => now, responseTimeoutMs: 100 });
    const first = client.associate();
    for (let retry = 0; retry < 3; retry += 1) {
      now = client.deadline ?? 0;
      expect(client.tick()).toEqual([{ kind: 'send', bytes: first }]);
    }
    now = client.deadline ?? 0;
    expect(() => client.tick()).toThrow(expect.objectContaining({ code: 'TIMEOUT' }));
    expect(() => client.associate()).toThrow(expect.objectContaining({ code: 'TIMEOUT' }));
  });

  it('ends an association over the wrapper, where nothing is repeated', () => {
    let now = 0;
    const { client, run } = wired({ kind: 'wrapper' }, { now: () => now, responseTimeoutMs: 100 });
    run(client.associate());
    expect(client.deadline).toBeUndefined();
    client.get([clock]);
    now = 99;
    expect(client.tick()).toEqual([]);
    now = 100;
    expect(() => client.tick()).toThrow(expect.objectContaining({ code: 'TIMEOUT' }));
  });
});

describe('a server connection', () => {
  it('forgets the association when the HDLC link begins anew', () => {
    const { client, server, run } = wired(hdlc);
    run(client.associate());
    const second = new DlmsClient(hls5Options({}, { framing: hdlc }));
    expect(server.receive(second.associate())).toMatchObject([{ kind: 'send' }]);
    client.get([clock]);
  });

  it('does not answer for a logical device that it has not, nor for more associations than it may hold', () => {
    const { server } = wired({ kind: 'wrapper' });
    const releaseOf = (client: string, device: string): Uint8Array => hex(`0001${client}${device}00056203800100`);
    expect(server.receive(releaseOf('0001', '0002'))).toEqual([]);
    const answered = Array.from({ length: 12 }, (_, index) => server.receive(releaseOf(`00${(index + 16).toString(16)}`, '0001')).length > 0);
    expect(answered.filter(Boolean)).toHaveLength(8);
  });

  it('says why a stream is broken', () => {
    const { server } = wired({ kind: 'wrapper' });
    expect(server.receive(hex('FFFF000000000000'))).toEqual([]);
    expect(server.failure).toMatchObject({ code: 'WRAPPER_HEADER_INVALID' });
    expect(server.receive(hex('0001000100010000'))).toEqual([]);
  });

  it('can tell the framing by the first octet', () => {
    expect([0x7e, 0x00, 0x41].map(framingOf)).toEqual(['hdlc', 'wrapper', undefined]);
  });
});
