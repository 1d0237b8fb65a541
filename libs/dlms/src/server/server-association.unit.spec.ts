import { describe, expect, it } from '@jest/globals';

import { decodeApdu, encodeApdu, type Apdu } from '../apdu/apdu.js';
import { conformanceOf } from '../apdu/conformance.js';
import type { AttributeRef } from '../apdu/descriptors.js';
import { d } from '../axdr/constructors.js';
import type { Data } from '../axdr/data.js';
import type { DlmsError } from '../errors.js';
import { hlsProof } from '../security/hls-gmac.js';
import { protect } from '../security/protect.js';
import { hex } from '../testing/hex.js';
import { counterFrom, hls5Options, keys } from '../testing/peer.js';
import { hls5Server, Pipe, serverKeys } from './testing/server-pipe.js';
import type { ServerObjects } from './options.js';
import { ServerAssociation } from './server-association.js';

const clock: AttributeRef = { classId: 8, obis: '0.0.1.0.0.255', attribute: 2 };
const missing: AttributeRef = { classId: 1, obis: '9.9.9.9.9.255', attribute: 2 };
const buffer: AttributeRef = { classId: 7, obis: '1.0.99.1.0.255', attribute: 2 };
const big = d.array(...Array.from({ length: 400 }, (_, index) => d.structure(d.octets('07ea0b1801000000000000c400'), d.u32(index))));

/** Answers the clock and a large buffer, and remembers what was written and invoked. */
class Objects implements ServerObjects {
  readonly reads: AttributeRef[] = [];
  readonly writes: [AttributeRef, Data][] = [];
  readonly parameters: (Data | undefined)[] = [];

  read(ref: AttributeRef): ReturnType<ServerObjects['read']> {
    this.reads.push(ref);
    if (ref.obis === clock.obis) return { ok: true, data: d.u32(42) };
    return ref.obis === buffer.obis ? { ok: true, data: big } : { ok: false, result: 4 };
  }

  write(ref: AttributeRef, data: Data): number {
    this.writes.push([ref, data]);
    return ref.obis === clock.obis ? 0 : 3;
  }

  invoke(_: unknown, parameter?: Data): ReturnType<ServerObjects['invoke']> {
    this.parameters.push(parameter);
    return { result: 0, ...(parameter === undefined ? {} : { returned: { ok: true, data: parameter } }) };
  }
}

function thrown(action: () => unknown): DlmsError {
  try {
    action();
  } catch (error) {
    return error as DlmsError;
  }
  throw new Error('nothing was thrown');
}

function plain(reply: Uint8Array | undefined): Apdu {
  if (reply === undefined) throw new Error('an answer was expected');
  return decodeApdu(reply).value;
}

describe('association with HLS 5', () => {
  it('is established in four passes', () => {
    const pipe = new Pipe(hls5Server(new Objects()));
    expect(pipe.associate()).toMatchObject([{ kind: 'associated', negotiated: { maxPduSize: 1024 }, serverTitle: keys.serverTitle }]);
    expect(pipe.replies.map(({ service, change }) => [service, change])).toEqual([
      ['aarq', undefined],
      ['action', 'established'],
    ]);
    expect(pipe.server.associated).toBe(true);
  });

  it('works with a dedicated key and with general protection', () => {
    const dedicated = new Pipe(hls5Server(new Objects()), hls5Options({ dedicatedKey: keys.dedicatedKey, nextDedicatedCounter: counterFrom(0) }));
    dedicated.associate();
    expect(dedicated.run(dedicated.client.get([clock]))).toEqual([{ kind: 'get', results: [{ ok: true, data: d.u32(42) }] }]);
    expect(dedicated.requests.at(-1)?.[0]).toBe(0xd0);
    expect(dedicated.replies.at(-1)?.apdu?.[0]).toBe(0xd4);

    const general = new Pipe(hls5Server(new Objects()), hls5Options({}, { conformance: conformanceOf('general-protection', 'get') }));
    general.associate();
    expect(general.run(general.client.get([clock]))).toHaveLength(1);
    expect(general.replies.at(-1)?.apdu?.[0]).toBe(0xdb);
  });

  it('takes an association under the same keys only with newer counters', () => {
    const server = hls5Server(new Objects());
    const next = counterFrom(1000);
    new Pipe(server, hls5Options({ nextInvocationCounter: next })).associate();
    const stale = new Pipe(server, hls5Options({ nextInvocationCounter: counterFrom(5) }));
    expect(thrown(() => stale.associate())).toMatchObject({
      code: 'EXCEPTION_RESPONSE',
      details: { stateError: 1, serviceError: 6, expectedCounter: 1003 },
    });
    expect(stale.replies[0]).toMatchObject({ service: 'aarq', change: 'refused' });
    expect(new Pipe(server, hls5Options({ nextInvocationCounter: next })).associate()).toHaveLength(1);
  });

  it('cannot be locked by a forged counter', () => {
    const server = hls5Server(new Objects());
    const forged = new Pipe(server, hls5Options({ encryptionKey: keys.dedicatedKey, nextInvocationCounter: counterFrom(4_000_000_000) }));
    expect(thrown(() => forged.associate())).toMatchObject({ code: 'EXCEPTION_RESPONSE', details: { stateError: 2, serviceError: 5 } });
    expect(new Pipe(server).associate()).toHaveLength(1);
  });

  it.each([
    ['no authentication', { clientSap: 1, serverSap: 1, authentication: { kind: 'none' } } as const, 2],
    ['a password', { clientSap: 1, serverSap: 1, authentication: { kind: 'lls', password: Buffer.from('12345678') } } as const, 2],
    ['HLS 5 without ciphering', hls5Options({ ciphered: false }), 2],
  ])('refuses %s', (_, options, diagnostic) => {
    const pipe = new Pipe(hls5Server(new Objects()), options);
    expect(thrown(() => pipe.associate())).toMatchObject({ code: 'ASSOCIATION_REJECTED', details: { result: 1, diagnostic } });
    expect(pipe.server.associated).toBe(false);
  });

  it.each([
    ['no mechanism', undefined, keys.clientTitle, 12],
    ['another mechanism', 1, keys.clientTitle, 11],
    ['no system title', 5, undefined, 3],
    ['the title of the server itself', 5, keys.serverTitle, 3],
  ])('refuses an AARQ with %s', (_, mechanism, title, diagnostic) => {
    const aarq = encodeApdu({
      kind: 'aarq',
      context: 3,
      ...(mechanism === undefined ? {} : { mechanism, authenticationValue: keys.ctos }),
      ...(title === undefined ? {} : { callingTitle: title }),
    });
    const reply = hls5Server(new Objects()).receive(aarq);
    expect(plain(reply.apdu)).toMatchObject({ kind: 'aare', result: 1, diagnostic: { source: 'user', value: diagnostic } });
  });

  it('refuses a client that sends the challenge that the server would', () => {
    const pipe = new Pipe(hls5Server(new Objects()), hls5Options({}, { authentication: { kind: 'hls5', challenge: keys.stoc } }));
    expect(thrown(() => pipe.associate())).toMatchObject({ code: 'ASSOCIATION_REJECTED', details: { diagnostic: 13 } });
  });

  it('refuses when nothing can be agreed on', () => {
    const pipe = new Pipe(hls5Server(new Objects()), hls5Options({}, { conformance: conformanceOf('read') }));
    expect(thrown(() => pipe.associate())).toMatchObject({ code: 'ASSOCIATION_REJECTED', details: { serviceError: 6, value: 2 } });
  });
});

describe('a pending association', () => {
  /** Passes 1 and 2 done; returns how to send a ciphered APDU to the server. */
  function pending(server: ServerAssociation): (apdu: Apdu, counter: number) => Uint8Array | undefined {
    const pipe = new Pipe(server, hls5Options({ nextInvocationCounter: counterFrom(10) }));
    const bytes = pipe.client.associate();
    server.receive(bytes.subarray(8));
    return (apdu, counter) => {
      const { encryptionKey: key, authenticationKey, clientTitle: title } = keys;
      return server.receive(protect(encodeApdu(apdu), { key, authenticationKey, title, counter, family: 'glo' })).apdu;
    };
  }

  function passThree(challenge: Uint8Array, title: Uint8Array, counter: number): Apdu {
    const value = hlsProof({ encryptionKey: keys.encryptionKey, authenticationKey: keys.authenticationKey, title, challenge }, counter);
    return { kind: 'action-request', invoke: 0xc1, method: { classId: 15, obis: '0.0.40.0.0.255', method: 1 }, parameter: d.octets(value) };
  }

  it('takes nothing but pass 3', () => {
    const send = pending(hls5Server(new Objects()));
    expect(plain(send({ kind: 'get-request', invoke: 0xc1, attribute: clock }, 11))).toEqual({
      kind: 'exception-response',
      stateError: 1,
      serviceError: 1,
    });
  });

  it('takes a proof with the counter of the APDU that carries it', () => {
    const server = hls5Server(new Objects());
    pending(server)(passThree(keys.stoc, keys.clientTitle, 11), 11);
    expect(server.associated).toBe(true);
  });

  it.each([
    ['over another challenge', passThree(keys.ctos, keys.clientTitle, 11)],
    ['under another title', passThree(keys.stoc, keys.serverTitle, 11)],
    ['without a value', { kind: 'action-request', invoke: 0xc1, method: { classId: 15, obis: '0.0.40.0.0.255', method: 1 } } as const],
  ])('ends at a proof %s', (_, request) => {
    const server = hls5Server(new Objects());
    const send = pending(server);
    send(request, 12);
    expect(server.associated).toBe(false);
    expect(plain(send(passThree(keys.stoc, keys.clientTitle, 13), 14))).toEqual({ kind: 'exception-response', stateError: 1, serviceError: 1 });
  });
});

describe('services', () => {
  function associated(objects = new Objects(), client = hls5Options(), server = hls5Server(objects)): { pipe: Pipe; objects: Objects } {
    const pipe = new Pipe(server, client);
    pipe.associate();
    return { pipe, objects };
  }

  it('answers GET normal and with-list, with errors per attribute', () => {
    const { pipe } = associated();
    expect(pipe.run(pipe.client.get([missing]))).toEqual([{ kind: 'get', results: [{ ok: false, result: 4 }] }]);
    expect(pipe.run(pipe.client.get([clock, missing, clock]))).toMatchObject([{ results: [{ ok: true }, { ok: false, result: 4 }, { ok: true }] }]);
  });

  it.each([128, 300, 1024, 0xffff])('cuts a large value so that no APDU exceeds the client’s %s octets or its own 1024', (limit) => {
    const { pipe } = associated(new Objects(), hls5Options({}, { maxReceivePduSize: limit }));
    const events = pipe.run(pipe.client.get([buffer]));
    expect(events.at(-1)).toEqual({ kind: 'get', results: [{ ok: true, data: big }] });
    expect(events.length).toBeGreaterThan(5);
    for (const { apdu } of pipe.replies) expect(apdu?.length).toBeLessThanOrEqual(Math.min(limit, 1024));
  });

  it('cuts a list of values', () => {
    const { pipe } = associated();
    expect(pipe.run(pipe.client.get([clock, buffer])).at(-1)).toEqual({
      kind: 'get',
      results: [
        { ok: true, data: d.u32(42) },
        { ok: true, data: big },
      ],
    });
  });

  it('hands selective access to the objects', () => {
    const { pipe, objects } = associated();
    const restrictingObject = { classId: 8, obis: '0.0.1.0.0.255', attribute: 2, dataIndex: 0 };
    const range = { kind: 'range', restrictingObject, from: d.octets('00'.repeat(12)), to: d.octets('ff'.repeat(12)), columns: [] } as const;
    const entry = { kind: 'entry', fromEntry: 1, toEntry: 2, fromColumn: 1, toColumn: 0 } as const;
    pipe.run(pipe.client.get([{ ...clock, classId: 7, access: range }]));
    pipe.run(pipe.client.get([{ ...clock, classId: 7, access: entry }]));
    expect(objects.reads.map(({ access }) => access?.kind)).toEqual(['range', 'entry']);
  });

  it('answers SET normal, with-list and in blocks', () => {
    const { pipe, objects } = associated();
    expect(pipe.run(pipe.client.set(clock, d.u8(1)))).toMatchObject([{ kind: 'set', result: 0 }]);
    expect(pipe.run(pipe.client.set(clock, big))).toMatchObject([{ kind: 'set', result: 0 }]);
    expect(
      pipe.run(
        pipe.client.setList([
          { attribute: clock, data: d.u8(2) },
          { attribute: missing, data: d.u8(3) },
        ]),
      ),
    ).toMatchObject([{ results: [0, 3] }]);
    expect(objects.writes.map(([, data]) => data)).toEqual([d.u8(1), big, d.u8(2), d.u8(3)]);
  });

  it('answers ACTION, also with a parameter and an answer in blocks', () => {
    const { pipe, objects } = associated();
    const method = { classId: 7, obis: '1.0.99.1.0.255', method: 1 };
    expect(pipe.run(pipe.client.action(method))).toMatchObject([{ kind: 'action', result: 0 }]);
    expect(pipe.run(pipe.client.action(method, big)).at(-1)).toEqual({ kind: 'action', result: 0, data: big });
    expect(objects.parameters).toEqual([undefined, big]);
  });

  it.each(['ciphered', 'bare'] as const)('answers a %s release and is idle then', (release) => {
    const { pipe } = associated(new Objects(), hls5Options({}, { release }));
    expect(pipe.run(pipe.client.release())).toEqual([{ kind: 'released' }]);
    expect(pipe.replies.at(-1)).toMatchObject({ service: 'rlrq', change: 'released' });
    expect(pipe.server.associated).toBe(false);
  });

  it('refuses a repeated APDU and goes on', () => {
    const { pipe } = associated();
    pipe.run(pipe.client.get([clock]));
    const repeated = pipe.requests.at(-1) ?? new Uint8Array();
    expect(plain(pipe.server.receive(repeated).apdu)).toMatchObject({
      kind: 'exception-response',
      stateError: 1,
      serviceError: 6,
      expectedCounter: 5,
    });
    expect(pipe.run(pipe.client.get([clock]))).toHaveLength(1);
  });

  it('refuses its own answer sent back', () => {
    const { pipe } = associated();
    pipe.run(pipe.client.get([clock]));
    const reflected = pipe.replies.at(-1)?.apdu ?? new Uint8Array();
    expect(plain(pipe.server.receive(reflected).apdu)).toMatchObject({ kind: 'exception-response', stateError: 2, serviceError: 5 });
  });

  it('refuses plain services inside a ciphered association', () => {
    const { pipe } = associated();
    expect(plain(pipe.server.receive(hex('C001C100080000010000FF0200')).apdu)).toEqual({
      kind: 'exception-response',
      stateError: 1,
      serviceError: 2,
    });
  });

  it.each([
    ['immediate', 2, 5],
    ['next-association', undefined, undefined],
  ] as const)('answers a key change under the old key; the next request with it (%s)', (keySwitch, stateError, serviceError) => {
    let current = serverKeys();
    const objects = new Objects();
    objects.invoke = () => {
      current = serverKeys(keys.dedicatedKey);
      return { result: 0 };
    };
    const server = hls5Server(objects, { keys: () => current, keySwitch });
    const { pipe } = associated(objects, hls5Options(), server);
    expect(pipe.run(pipe.client.action({ classId: 64, obis: '0.0.43.0.0.255', method: 2 }))).toMatchObject([{ result: 0 }]);
    const again = (): unknown => pipe.run(pipe.client.get([clock]));
    if (stateError === undefined) expect(again()).toHaveLength(1);
    else expect(thrown(again)).toMatchObject({ code: 'EXCEPTION_RESPONSE', details: { stateError, serviceError } });
    expect(new Pipe(server, hls5Options({ encryptionKey: keys.dedicatedKey })).associate()).toHaveLength(1);
  });
});

describe('an association without security', () => {
  const open = { clientSap: 16, serverSap: 1, authentication: { kind: 'none' } } as const;
  const server = (): ServerAssociation => new ServerAssociation({ authentication: { kind: 'none' }, objects: new Objects() });

  it('is established by the AARQ and answers in clear', () => {
    const pipe = new Pipe(server(), open);
    expect(pipe.associate()).toMatchObject([{ kind: 'associated' }]);
    expect(pipe.run(pipe.client.get([clock]))).toMatchObject([{ results: [{ ok: true }] }]);
    expect(pipe.run(pipe.client.release())).toEqual([{ kind: 'released' }]);
  });

  it('refuses services before it stands, and ciphered ones', () => {
    expect(plain(server().receive(hex('C001C100080000010000FF0200')).apdu)).toEqual({ kind: 'exception-response', stateError: 1, serviceError: 1 });
    const standing = new Pipe(server(), open);
    standing.associate();
    expect(plain(standing.server.receive(hex('C81E1001234567C0010000080000010000FF020006725D910F9221D263877516')).apdu)).toMatchObject({
      serviceError: 2,
    });
  });

  it('does not answer what asks for no answer', () => {
    const pipe = new Pipe(server(), open);
    pipe.associate();
    expect(pipe.server.receive(hex('C0018100080000010000FF0200'))).toEqual({ service: 'get' });
  });

  it.each([
    ['a next block without a transfer', 'C002C100000001', 16],
    ['garbage', 'C0FF', undefined],
    ['an unknown service', 'D900', undefined],
  ])('answers %s', (_, request, result) => {
    const pipe = new Pipe(server(), open);
    pipe.associate();
    const answer = plain(pipe.server.receive(hex(request)).apdu);
    if (result === undefined) expect(answer.kind).toBe('exception-response');
    else expect(answer).toMatchObject({ kind: 'get-response-block', last: true, content: { ok: false, result } });
  });

  it('ends a transfer at a wrong block number', () => {
    const pipe = new Pipe(server(), open);
    pipe.associate();
    expect(plain(pipe.server.receive(hex('C001C100070100630100FF0200')).apdu)).toMatchObject({ kind: 'get-response-block', number: 1 });
    expect(plain(pipe.server.receive(hex('C002C100000007')).apdu)).toMatchObject({ content: { ok: false, result: 19 } });
    expect(plain(pipe.server.receive(hex('C002C100000001')).apdu)).toMatchObject({ content: { ok: false, result: 16 } });
  });
});
