import { describe, expect, it } from '@jest/globals';
import { encodeApdu, type Notification } from '../apdu/apdu.js';
import { conformanceOf, type Conformance, type ConformanceBit } from '../apdu/conformance.js';
import type { AttributeRef, MethodRef } from '../apdu/descriptors.js';
import { d } from '../axdr/constructors.js';
import type { Data } from '../axdr/data.js';
import type { ClientOptions } from '../client/options.js';
import { APDU_TAG } from '../apdu/tags.js';
import { hls5Options, wrap } from '../testing/peer.js';
import { hex } from '../testing/hex.js';
import type { ServerObjects } from './options.js';
import { ServerAssociation } from './server-association.js';
import { hls5Server, Pipe } from './testing/server-pipe.js';

const clock: AttributeRef = { classId: 8, obis: '0.0.1.0.0.255', attribute: 2 };
const buffer: AttributeRef = { classId: 7, obis: '1.0.99.1.0.255', attribute: 2 };
const script: MethodRef = { classId: 9, obis: '0.0.10.0.0.255', method: 1 };
const entry = { kind: 'entry', fromEntry: 1, toEntry: 2, fromColumn: 0, toColumn: 0 } as const;
const big: Data = d.array(...Array.from({ length: 400 }, (_, index) => d.structure(d.octets('07ea0b1801000000000000c400'), d.u32(index))));

/** Remembers what was written; reads it back. */
class Objects implements ServerObjects {
  readonly reads: AttributeRef[] = [];
  readonly values = new Map<string, Data>([
    [clock.obis, d.u32(42)],
    [buffer.obis, big],
  ]);

  read(ref: AttributeRef): ReturnType<ServerObjects['read']> {
    this.reads.push(ref);
    const data = this.values.get(ref.obis);
    return data === undefined ? { ok: false, result: 4 } : { ok: true, data };
  }

  write(ref: AttributeRef, data: Data): number {
    if (!this.values.has(ref.obis)) return 4;
    this.values.set(ref.obis, data);
    return 0;
  }

  invoke(_: MethodRef, parameter?: Data): ReturnType<ServerObjects['invoke']> {
    return { result: 0, ...(parameter === undefined ? {} : { returned: { ok: true, data: parameter } }) };
  }
}

const kindsOf = (events: readonly { readonly kind: string }[]): string[] => events.map(({ kind }) => kind).filter((kind) => kind !== 'block');

describe('ACTION with list', () => {
  it.each([
    ['whole', d.u8(1), 0],
    ['in blocks both ways', big, 1],
  ])('%s', (_name, parameter, least) => {
    const line = new Pipe(hls5Server(new Objects()));
    line.associate();
    const events = line.run(line.client.actionList([{ method: script, parameter }, { method: script }]));
    expect(events.at(-1)).toEqual({
      kind: 'actions',
      outcomes: [
        { result: 0, returned: { ok: true, data: parameter } },
        { result: 0, returned: { ok: true, data: d.nul } },
      ],
    });
    expect(events.length - 1).toBeGreaterThanOrEqual(least);
  });
});

describe('general block transfer', () => {
  const general = (...bits: readonly ConformanceBit[]): Conformance => conformanceOf('general-block-transfer', 'get', 'set', 'action', ...bits);

  it.each([
    ['ciphered', hls5Options(), (objects: Objects) => hls5Server(objects, { conformance: general() })],
    ['with general protection', hls5Options(), (objects: Objects) => hls5Server(objects, { conformance: general('general-protection') })],
    [
      'plain',
      { clientSap: 16, serverSap: 1, authentication: { kind: 'none' } } as ClientOptions,
      (objects: Objects) => new ServerAssociation({ authentication: { kind: 'none' }, objects, conformance: general() }),
    ],
  ])('%s carries long values both ways, several blocks at once', (_name, options, serve) => {
    const objects = new Objects();
    const line = new Pipe(serve(objects), { ...options, conformance: general('general-protection'), generalBlockWindow: 6 });
    line.associate();
    const events = line.run(line.client.get([buffer]));
    expect(events.at(-1)).toEqual({ kind: 'get', results: [{ ok: true, data: big }] });
    expect(Math.max(...line.replies.map(({ more }) => more?.length ?? 0))).toBe(5);
    objects.values.set(clock.obis, d.nul);
    expect(line.run(line.client.set(clock, big))).toMatchObject([{ kind: 'set', result: 0 }]);
    expect(objects.values.get(clock.obis)).toEqual(big);
    expect(kindsOf(line.run(line.client.action(script, big)))).toEqual(['action']);
    expect(line.run(line.client.get([{ ...clock, obis: '1.1.1.1.1.1' }]))).toEqual([{ kind: 'get', results: [{ ok: false, result: 4 }] }]);
  });

  it('ends with an exception when a client acknowledges what was not sent', () => {
    const objects = new Objects();
    const server = new ServerAssociation({ authentication: { kind: 'none' }, objects, conformance: general() });
    new Pipe(server, { clientSap: 16, serverSap: 1, authentication: { kind: 'none' }, conformance: general() }).associate();
    server.receive(hex('C001C100070100630100FF0200'));
    expect(server.receive(hex('E0810001000900')).apdu?.[0]).toBe(APDU_TAG.exceptionResponse);
    expect(server.receive(hex('C001C100080000010000FF0200')).apdu?.[0]).toBe(APDU_TAG.getResponse);
  });
});

describe('notifications', () => {
  const push = (longInvoke: number): Notification => ({ kind: 'data-notification', longInvoke, data: d.structure(d.u8(1)) });

  it('reach the client, and are confirmed where that is asked for', () => {
    const line = new Pipe(hls5Server(new Objects()));
    line.associate();
    expect(line.client.receive(wrap(line.server.notify(push(7))))).toEqual([{ kind: 'notification', notification: push(7) }]);
    const events = line.client.receive(wrap(line.server.notify(push(0x40000007))));
    expect(kindsOf(events)).toEqual(['notification', 'send']);
    const [, confirmation] = events;
    expect(line.run(confirmation?.kind === 'send' ? confirmation.bytes : Buffer.alloc(0))).toEqual([]);
    expect(line.replies.at(-1)).toEqual({ service: 'unknown' });
    expect(line.run(line.client.get([clock]))).toHaveLength(1);
  });

  it('of events come between request and answer', () => {
    const line = new Pipe(hls5Server(new Objects()));
    line.associate();
    const event: Notification = { kind: 'event-notification', classId: 1, obis: '0.0.97.98.0.255', attribute: 2, data: d.u32(1) };
    const request = line.client.get([clock]);
    expect(line.client.receive(wrap(line.server.notify(event)))).toEqual([{ kind: 'notification', notification: event }]);
    expect(kindsOf(line.run(request))).toEqual(['get']);
  });

  it('need an association and must fit the client', () => {
    const server = hls5Server(new Objects());
    expect(() => server.notify(push(1))).toThrow(expect.objectContaining({ code: 'WRONG_STATE' }));
    new Pipe(server, hls5Options({}, { maxReceivePduSize: 100 })).associate();
    expect(() => server.notify({ ...push(1), data: big } as Notification)).toThrow(expect.objectContaining({ code: 'PDU_TOO_LONG' }));
  });
});

describe('ACCESS', () => {
  const conformance = conformanceOf('access', 'get');
  const calls = [
    { kind: 'get', attribute: clock },
    { kind: 'set', attribute: clock, data: d.u32(43) },
    { kind: 'get', attribute: clock },
    { kind: 'get', attribute: { ...clock, obis: '1.1.1.1.1.1' } },
    { kind: 'get', attribute: { ...buffer, access: entry } },
    { kind: 'action', method: script, data: d.u8(5) },
  ] as const;

  it('does several things in one request, ciphered in the general family', () => {
    const line = new Pipe(hls5Server(new Objects(), { conformance }), hls5Options({}, { conformance }));
    line.associate();
    expect(line.run(line.client.access(calls))).toEqual([
      {
        kind: 'access',
        results: [
          { kind: 'get', result: 0, data: d.u32(42) },
          { kind: 'set', result: 0, data: d.nul },
          { kind: 'get', result: 0, data: d.u32(43) },
          { kind: 'get', result: 4, data: d.nul },
          { kind: 'get', result: 13, data: d.nul },
          { kind: 'action', result: 0, data: d.u8(5) },
        ],
      },
    ]);
    expect([line.requests.at(-1)?.[0], line.replies.at(-1)?.apdu?.[0]]).toEqual([0xdb, 0xdb]);
  });

  it('needs general blocks for an answer that is too long, and the conformance bit at all', () => {
    const long = [{ kind: 'get', attribute: buffer }] as const;
    const line = new Pipe(hls5Server(new Objects(), { conformance }), hls5Options({}, { conformance }));
    line.associate();
    expect(() => line.run(line.client.access(long))).toThrow(expect.objectContaining({ code: 'EXCEPTION_RESPONSE' }));
    const general = conformance | conformanceOf('general-block-transfer');
    const blocks = new Pipe(hls5Server(new Objects(), { conformance: general }), hls5Options({}, { conformance: general }));
    blocks.associate();
    expect(blocks.run(blocks.client.access(long)).at(-1)).toMatchObject({ kind: 'access', results: [{ kind: 'get', result: 0, data: big }] });
    const without = new Pipe(hls5Server(new Objects()));
    without.associate();
    expect(() => without.client.access(long)).toThrow(expect.objectContaining({ code: 'UNSUPPORTED' }));
  });
});

describe('short names', () => {
  const names = new Map([
    [0x1008, clock],
    [0x2008, buffer],
  ]);
  const nameOf = ({ obis }: AttributeRef): number | undefined => [...names].find(([, ref]) => ref.obis === obis)?.[0];
  const plain: ClientOptions = { clientSap: 16, serverSap: 1, authentication: { kind: 'lls', password: hex('01') }, shortNames: nameOf };
  const line = (objects = new Objects(), options = plain): Pipe =>
    new Pipe(
      new ServerAssociation({ authentication: { kind: 'lls', password: hex('01') }, objects, shortNames: (name) => names.get(name) }),
      options,
    );

  it('read and write attributes, one or several', () => {
    const objects = new Objects();
    const pipe = line(objects);
    expect(pipe.associate()).toMatchObject([{ kind: 'associated' }]);
    expect(pipe.run(pipe.client.get([clock]))).toEqual([{ kind: 'get', results: [{ ok: true, data: d.u32(42) }] }]);
    expect(pipe.requests.at(-1)).toEqual(hex('0501021008'));
    expect(pipe.run(pipe.client.set(clock, d.u32(43)))).toEqual([{ kind: 'set', result: 0, results: [0] }]);
    const assignments = [clock, buffer].map((attribute) => ({ attribute, data: d.u8(1) }));
    expect(pipe.run(pipe.client.setList(assignments))).toEqual([{ kind: 'set', result: 0, results: [0, 0] }]);
    expect(pipe.run(pipe.client.get([clock, buffer]))).toMatchObject([{ kind: 'get', results: [{ ok: true }, { ok: true }] }]);
    expect(pipe.run(pipe.client.release())).toEqual([{ kind: 'released' }]);
  });

  it('carry selective access and long values in blocks', () => {
    const objects = new Objects();
    const pipe = line(objects);
    pipe.associate();
    const events = pipe.run(pipe.client.get([{ ...buffer, access: entry }]));
    expect(events.at(-1)).toEqual({ kind: 'get', results: [{ ok: true, data: big }] });
    expect(events.length).toBeGreaterThan(3);
    expect(objects.reads).toEqual([{ ...buffer, access: entry }]);
  });

  it('that nobody has are refused on either side', () => {
    const pipe = line(new Objects(), { ...plain, shortNames: () => 0x7777 });
    pipe.associate();
    expect(pipe.run(pipe.client.get([clock]))).toEqual([{ kind: 'get', results: [{ ok: false, result: 4 }] }]);
    expect(pipe.run(pipe.client.set(clock, d.u8(1)))).toEqual([{ kind: 'set', result: 4, results: [4] }]);
    const unnamed = line(new Objects(), { ...plain, shortNames: () => undefined });
    unnamed.associate();
    expect(() => unnamed.client.get([clock])).toThrow(expect.objectContaining({ code: 'UNSUPPORTED' }));
    expect(() => unnamed.client.action(script)).toThrow(expect.objectContaining({ code: 'UNSUPPORTED' }));
  });

  it('are refused by a server without them', () => {
    const pipe = new Pipe(new ServerAssociation({ authentication: { kind: 'lls', password: hex('01') }, objects: new Objects() }), plain);
    expect(() => pipe.associate()).toThrow(expect.objectContaining({ code: 'ASSOCIATION_REJECTED' }));
  });

  it('serve unconfirmed writes without an answer', () => {
    const objects = new Objects();
    const pipe = line(objects, { ...plain, conformance: conformanceOf('read', 'unconfirmed-write') });
    pipe.associate();
    const write = { kind: 'unconfirmed-write-request', variables: [{ kind: 'name', name: 0x1008 }], data: [d.u8(9)] } as const;
    expect(pipe.server.receive(encodeApdu(write))).toEqual({ service: 'unknown' });
    expect(objects.values.get(clock.obis)).toEqual(d.u8(9));
  });
});
